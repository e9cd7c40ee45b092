//! Every statement on actions of before.

use futures_util::future::BoxFuture;
use group::{groups::Group, importing::as_key};
use jiff::{Timestamp, civil::Date};
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::PastAction;
use crate::actions::{Filter, From, Logged, logged_from_row};

fn from_row(row: &Row) -> Result<Logged> {
    let from = From::Before { reference: row.get("reference")?, source: row.get("source")? };
    logged_from_row(row, String::new(), None, from)
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
pub(crate) async fn find(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Logged> {
    let row = sql(
        "SELECT b.id, b.number, b.reference, b.words, b.owner_id, b.owner_name, z.side, b.due, b.done_means, b.source, b.state, b.closed_on, \
                    b.evidence, b.carried, b.first_due, b.handed_on, b.said_on, b.said, b.successor, b.version, b.changed_at \
                    FROM past_actions b LEFT JOIN seats z ON z.group_id = b.group_id AND z.person_id = b.owner_id \
                    WHERE b.group_id = $1 AND b.number = $2",
    );
    from_row(&row.bind(group).bind(number).one(on).await?)
}

/// The number of the action that had a reference in the log of before.
pub(crate) async fn by_old_reference(on: impl Into<On<'_>>, group: Uuid, reference: &str) -> Result<Option<i64>> {
    let row = sql("SELECT MIN(number) AS number FROM past_actions WHERE group_id = $1 AND reference_key = $2 AND reference_key <> ''");
    row.bind(group).bind(as_key(reference)).one(on).await?.get("number")
}

/// Actions of before that are still to be done, after a day and number, the one due first first; one more than `limit` when there
/// are more.
pub(crate) async fn open(on: impl Into<On<'_>>, group: Uuid, filter: &Filter, after: (Date, i64), limit: i64) -> Result<Vec<Logged>> {
    let rows = sql(
        "SELECT b.id, b.number, b.reference, b.words, b.owner_id, b.owner_name, z.side, b.due, b.done_means, b.source, b.state, b.closed_on, \
                    b.evidence, b.carried, b.first_due, b.handed_on, b.said_on, b.said, b.successor, b.version, b.changed_at \
                    FROM past_actions b LEFT JOIN seats z ON z.group_id = b.group_id AND z.person_id = b.owner_id \
                    WHERE b.group_id = $1 AND b.state IN ('open', 'in-progress') AND ($2 IS NULL OR b.owner_id = $2) AND b.due < $3 \
                    AND ($4 = '' OR z.side = $4) AND (b.due > $5 OR b.due = $5 AND b.number > $6) ORDER BY b.due, b.number LIMIT $7",
    );
    let rows = rows.bind(group).bind(filter.owner).bind(filter.due_before.unwrap_or(Date::MAX)).bind(&filter.side);
    rows.bind(after.0).bind(after.1).bind(limit + 1).all(on).await?.iter().map(from_row).collect()
}

/// Every action of before below a number, the newest first, and one more than `limit` when there are more; those that are closed
/// alone where that is asked.
pub(crate) async fn all(
    on: impl Into<On<'_>>,
    group: Uuid,
    filter: &Filter,
    closed_only: bool,
    below: i64,
    limit: i64,
) -> Result<Vec<Logged>> {
    let rows = sql(
        "SELECT b.id, b.number, b.reference, b.words, b.owner_id, b.owner_name, z.side, b.due, b.done_means, b.source, b.state, b.closed_on, \
                    b.evidence, b.carried, b.first_due, b.handed_on, b.said_on, b.said, b.successor, b.version, b.changed_at \
                    FROM past_actions b LEFT JOIN seats z ON z.group_id = b.group_id AND z.person_id = b.owner_id \
                    WHERE b.group_id = $1 AND b.number < $2 AND ($3 IS NULL OR b.owner_id = $3) AND ($4 = '' OR z.side = $4) \
                    AND (NOT $5 OR b.state IN ('done', 'superseded')) ORDER BY b.number DESC LIMIT $6",
    );
    let rows = rows.bind(group).bind(below).bind(filter.owner).bind(&filter.side).bind(closed_only).bind(limit + 1);
    rows.all(on).await?.iter().map(from_row).collect()
}

/// The actions of before with these words in them, the newest first, at most so many.
pub(crate) async fn found(on: impl Into<On<'_>>, group: &Group, q: &str, limit: i64) -> Result<Vec<Logged>> {
    let rows = sql(
        "SELECT b.id, b.number, b.reference, b.words, b.owner_id, b.owner_name, z.side, b.due, b.done_means, b.source, b.state, b.closed_on, \
                    b.evidence, b.carried, b.first_due, b.handed_on, b.said_on, b.said, b.successor, b.version, b.changed_at \
                    FROM {search} JOIN past_actions b ON b.id = s.thing_id LEFT JOIN seats z ON z.group_id = b.group_id AND z.person_id = b.owner_id \
                    WHERE {matches $2} AND s.scope_id = $1 AND s.kind = 'action' ORDER BY {search-id} DESC LIMIT $3",
    );
    rows.bind(group.id).bind_search(q).bind(limit).all(on).await?.iter().map(from_row).collect()
}

/// Writes where an action of before stands; tells whether it was still as it was read.
pub(crate) async fn put(tx: &mut Tx, group: Uuid, action: &Logged, at: Timestamp) -> Result<bool> {
    let (said_on, said) = action.said.as_ref().map_or((None, ""), |(on, words)| (Some(*on), words.as_str()));
    let put =
        sql("UPDATE past_actions SET owner_id = $4, owner_name = $5, due = $6, state = $7, closed_on = $8, evidence = $9, carried = $10, \
                   first_due = $11, handed_on = $12, said_on = $13, said = $14, successor = $15, changed_at = $16, version = version + 1 \
                   WHERE group_id = $1 AND id = $2 AND version = $3")
        .bind(group)
        .bind(action.id)
        .bind(action.version)
        .bind(action.owner)
        .bind(&action.owner_name)
        .bind(action.due)
        .bind(action.state.key())
        .bind(action.closed_on)
        .bind(&action.evidence)
        .bind(action.carried)
        .bind(action.first_due)
        .bind(action.handed_on)
        .bind(said_on)
        .bind(said)
        .bind(action.successor)
        .bind(at)
        .run(tx)
        .await?;
    Ok(put == 1)
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
