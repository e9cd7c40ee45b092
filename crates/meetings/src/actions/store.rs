//! Every statement on actions.

use jiff::civil::Date;
use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Action, State};

/// An action of a row that holds every column of `actions`, its key as `action_id`, and its owner's name.
pub(crate) fn from_row(row: &Row) -> Result<Action> {
    let state: String = row.get("action_state")?;
    Ok(Action {
        id: row.get("action_id")?,
        item: row.get("item_id")?,
        number: row.get("action_number")?,
        words: row.get("action_words")?,
        owner: row.get("owner_id")?,
        owner_name: row.get("owner_name")?,
        due: row.get("due")?,
        done_means: row.get("done_means")?,
        state: State::from_key(&state).ok_or_else(|| Error::internal("an action has an unknown state"))?,
    })
}

/// The action with a number.
pub(crate) async fn by_number(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Action> {
    let row =
        sql("SELECT a.id AS action_id, a.item_id, a.number AS action_number, a.words AS action_words, a.owner_id, p.name AS owner_name, \
                   a.due, a.done_means, a.state AS action_state FROM actions a JOIN people p ON p.id = a.owner_id \
                   WHERE a.group_id = $1 AND a.number = $2");
    from_row(&row.bind(group).bind(number).one(on).await?)
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, action: &Action, set_on: Date) -> Result<()> {
    sql("INSERT INTO actions (id, group_id, item_id, owner_id, number, words, due, done_means, state, set_on, evidence) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '')")
    .bind(action.id)
    .bind(group)
    .bind(action.item)
    .bind(action.owner)
    .bind(action.number)
    .bind(&action.words)
    .bind(action.due)
    .bind(&action.done_means)
    .bind(action.state.key())
    .bind(set_on)
    .run(tx)
    .await
    .map(drop)
}

pub(super) async fn update(tx: &mut Tx, group: Uuid, action: &Action) -> Result<()> {
    sql("UPDATE actions SET words = $3, owner_id = $4, due = $5, done_means = $6 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(action.id)
        .bind(&action.words)
        .bind(action.owner)
        .bind(action.due)
        .bind(&action.done_means)
        .run(tx)
        .await
        .map(drop)
}

pub(super) async fn delete(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<()> {
    sql("DELETE FROM actions WHERE group_id = $1 AND id = $2").bind(group).bind(id).run(tx).await.map(drop)
}

/// Closes an action; tells whether it was open.
pub(super) async fn close(tx: &mut Tx, group: Uuid, id: Uuid, on: Date, evidence: &str) -> Result<bool> {
    let closed = sql("UPDATE actions SET state = 'done', closed_on = $3, evidence = $4 WHERE group_id = $1 AND id = $2 AND state = 'open'")
        .bind(group)
        .bind(id)
        .bind(on)
        .bind(evidence)
        .run(tx)
        .await?;
    Ok(closed == 1)
}
