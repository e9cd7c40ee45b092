//! Every statement on actions of before.

use futures_util::future::BoxFuture;
use group::importing::as_key;
use jiff::civil::Date;
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::PastAction;
use crate::actions::State;

fn from_row(row: &Row) -> Result<PastAction> {
    let state: String = row.get("state")?;
    Ok(PastAction {
        id: row.get("id")?,
        number: row.get("number")?,
        reference: row.get("reference")?,
        words: row.get("words")?,
        owner: row.get("owner_id")?,
        owner_name: row.get("owner_name")?,
        due: row.get("due")?,
        done_means: row.get("done_means")?,
        source: row.get("source")?,
        state: State::from_key(&state).ok_or_else(|| Error::internal("an action of before has an unknown state"))?,
        closed_on: row.get("closed_on")?,
        evidence: row.get("evidence")?,
    })
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, action: &PastAction, hash: &[u8]) -> Result<()> {
    sql(
        "INSERT INTO past_actions (id, group_id, number, reference, reference_key, row_hash, words, owner_id, owner_name, due, done_means, \
         source, state, closed_on, evidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(action.id)
    .bind(group)
    .bind(action.number)
    .bind(&action.reference)
    .bind(as_key(&action.reference))
    .bind(hash)
    .bind(&action.words)
    .bind(action.owner)
    .bind(&action.owner_name)
    .bind(action.due)
    .bind(&action.done_means)
    .bind(&action.source)
    .bind(action.state.key())
    .bind(action.closed_on)
    .bind(&action.evidence)
    .run(tx)
    .await
    .map(drop)
}

/// The action of before with a number.
pub(crate) async fn find(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<PastAction> {
    let row = sql("SELECT id, number, reference, words, owner_id, owner_name, due, done_means, source, state, closed_on, evidence \
                   FROM past_actions WHERE group_id = $1 AND number = $2");
    from_row(&row.bind(group).bind(number).one(on).await?)
}

/// The number of the action that had a reference in the log of before.
pub(crate) async fn by_old_reference(on: impl Into<On<'_>>, group: Uuid, reference: &str) -> Result<Option<i64>> {
    let row = sql("SELECT MIN(number) AS number FROM past_actions WHERE group_id = $1 AND reference_key = $2 AND reference_key <> ''");
    row.bind(group).bind(as_key(reference)).one(on).await?.get("number")
}

/// Open actions of before, after a day and number, the one due first first: somebody's only, or those that were due before a
/// day, where that is asked; one more than `limit` when there are more.
pub(crate) async fn open(
    db: &Db,
    group: Uuid,
    (owner, before): (Option<Uuid>, Option<Date>),
    after: (Date, i64),
    limit: i64,
) -> Result<Vec<PastAction>> {
    let rows = sql("SELECT id, number, reference, words, owner_id, owner_name, due, done_means, source, state, closed_on, evidence \
                    FROM past_actions WHERE group_id = $1 AND state = 'open' AND ($2 IS NULL OR owner_id = $2) AND due < $3 \
                    AND (due > $4 OR due = $4 AND number > $5) ORDER BY due, number LIMIT $6");
    let rows = rows.bind(group).bind(owner).bind(before.unwrap_or(Date::MAX)).bind(after.0).bind(after.1).bind(limit + 1);
    rows.all(db).await?.iter().map(from_row).collect()
}

/// Every action of before below a number, the newest first, and one more than `limit` when there are more.
pub(crate) async fn all(db: &Db, group: Uuid, below: i64, limit: i64) -> Result<Vec<PastAction>> {
    let rows = sql("SELECT id, number, reference, words, owner_id, owner_name, due, done_means, source, state, closed_on, evidence \
                    FROM past_actions WHERE group_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3");
    rows.bind(group).bind(below).bind(limit + 1).all(db).await?.iter().map(from_row).collect()
}

/// The numbers of actions in use.
pub(super) async fn numbers(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<i64>> {
    let rows = sql("SELECT number FROM actions WHERE group_id = $1 UNION ALL SELECT number FROM past_actions WHERE group_id = $1");
    rows.bind(group).all(on).await?.iter().map(|row| row.get("number")).collect()
}

/// What each action of before was made of, with its number.
pub(super) async fn hashes(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(i64, Vec<u8>)>> {
    let rows = sql("SELECT number, row_hash FROM past_actions WHERE group_id = $1").bind(group).all(on).await?;
    rows.iter().map(|row| Ok((row.get("number")?, row.get("row_hash")?))).collect()
}

/// Closes an action; tells whether it was open.
pub(super) async fn close(tx: &mut Tx, group: Uuid, number: i64, on: Date, evidence: &str) -> Result<bool> {
    let closed =
        sql("UPDATE past_actions SET state = 'done', closed_on = $3, evidence = $4 WHERE group_id = $1 AND number = $2 AND state = 'open'");
    Ok(closed.bind(group).bind(number).bind(on).bind(evidence).run(tx).await? == 1)
}

/// No number is given twice, and none is beyond what the group has counted to.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let twice = sql("SELECT COUNT(*) AS n FROM past_actions b JOIN actions a ON a.group_id = b.group_id AND a.number = b.number");
        counted(&mut problems, &twice.one(db).await?, "numbers of actions that were given twice")?;
        let beyond =
            sql("SELECT COUNT(*) AS n FROM past_actions b LEFT JOIN counters c ON c.scope_id = b.group_id AND c.name = 'actions' \
                          WHERE c.n IS NULL OR b.number > c.n");
        counted(&mut problems, &beyond.one(db).await?, "actions of before with a number that will be given again")?;
        Ok(problems)
    })
}
