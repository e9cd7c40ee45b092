//! Every statement on what was passed on and what came in.

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{PassedIn, Passing, Standing};

fn passing(row: &Row) -> Result<Passing> {
    let state: String = row.get("state")?;
    Ok(Passing {
        id: row.get("id")?,
        issue: row.get("issue_id")?,
        to_group: row.get("to_group_id")?,
        to_name: row.get("to_name")?,
        standing: Standing::from_key(&state).ok_or_else(|| Error::internal("something passed on has an unknown state"))?,
        title: row.get("title")?,
        text: row.get("text")?,
        sent_on: row.get("sent_on")?,
        answer: row.get("answer")?,
        answered_on: row.get("answered_on")?,
    })
}

/// What is passed on of an issue, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_issue(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<Passing>> {
    let rows = sql("SELECT id, issue_id, to_group_id, to_name, state, title, text, sent_on, answer, answered_on FROM passings \
                    WHERE group_id = $1 AND issue_id = $2 ORDER BY id DESC");
    rows.bind(group).bind(issue).all(on).await?.iter().map(passing).collect()
}

/// What a group passes on, each with its issue's number, the newest first.
pub(super) async fn went_out(on: impl Into<On<'_>>, group: Uuid, limit: i64) -> Result<Vec<(i64, Passing)>> {
    let rows =
        sql("SELECT i.number, p.id, p.issue_id, p.to_group_id, p.to_name, p.state, p.title, p.text, p.sent_on, p.answer, p.answered_on \
                    FROM passings p JOIN issues i ON i.id = p.issue_id WHERE p.group_id = $1 ORDER BY p.id DESC LIMIT $2");
    rows.bind(group).bind(limit).all(on).await?.iter().map(|row| Ok((row.get("number")?, passing(row)?))).collect()
}

/// One of them by its key.
pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Passing> {
    let row = sql("SELECT id, issue_id, to_group_id, to_name, state, title, text, sent_on, answer, answered_on FROM passings \
                   WHERE group_id = $1 AND id = $2");
    passing(&row.bind(group).bind(id).one(on).await?)
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, passing: &Passing) -> Result<()> {
    sql("INSERT INTO passings (id, group_id, issue_id, to_group_id, to_name, state, title, text, answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')")
        .bind(passing.id)
        .bind(group)
        .bind(passing.issue)
        .bind(passing.to_group)
        .bind(&passing.to_name)
        .bind(passing.standing.key())
        .bind(&passing.title)
        .bind(&passing.text)
        .run(tx)
        .await
        .map(drop)
}

/// Moves it from one standing to another; tells whether it was still in the first.
pub(super) async fn move_on(tx: &mut Tx, group: Uuid, id: Uuid, (from, to): (Standing, Standing), sent_on: Option<Date>) -> Result<bool> {
    let moved = sql("UPDATE passings SET state = $4, sent_on = COALESCE($5, sent_on) WHERE group_id = $1 AND id = $2 AND state = $3");
    Ok(moved.bind(group).bind(id).bind(from.key()).bind(to.key()).bind(sent_on).run(tx).await? == 1)
}

/// Writes what the other group answers; what it answered before is replaced.
pub(super) async fn set_answer(tx: &mut Tx, group: Uuid, id: Uuid, words: &str, day: Date) -> Result<()> {
    sql("UPDATE passings SET state = 'answered', answer = $3, answered_on = $4 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(words)
        .bind(day)
        .run(tx)
        .await
        .map(drop)
}

fn passed_in(row: &Row) -> Result<PassedIn> {
    Ok(PassedIn {
        issue: row.get("issue_id")?,
        number: row.get("number")?,
        passing: row.get("passing_id")?,
        from_name: row.get("from_name")?,
        from_reference: row.get("from_reference")?,
        from_group: row.get("from_group_id")?,
        answer_at: row.get("answer_at")?,
        answer: row.get("answer")?,
    })
}

/// What came in from other groups, the newest first.
pub(super) async fn came_in(on: impl Into<On<'_>>, group: Uuid, limit: i64) -> Result<Vec<PassedIn>> {
    let rows = sql("SELECT p.issue_id, i.number, p.passing_id, p.from_name, p.from_reference, p.from_group_id, p.answer_at, p.answer \
                    FROM passed_in p JOIN issues i ON i.id = p.issue_id WHERE p.group_id = $1 ORDER BY i.number DESC LIMIT $2");
    rows.bind(group).bind(limit).all(on).await?.iter().map(passed_in).collect()
}

/// Where an issue came from that another group passed on.
pub(super) async fn origin(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Option<PassedIn>> {
    let row = sql("SELECT p.issue_id, i.number, p.passing_id, p.from_name, p.from_reference, p.from_group_id, p.answer_at, p.answer \
                   FROM passed_in p JOIN issues i ON i.id = p.issue_id WHERE p.group_id = $1 AND p.issue_id = $2");
    row.bind(group).bind(issue).optional(on).await?.as_ref().map(passed_in).transpose()
}

/// The number of the issue that a passing became here already.
pub(super) async fn loaded(on: impl Into<On<'_>>, group: Uuid, passing: Uuid) -> Result<Option<i64>> {
    let row = sql("SELECT i.number FROM passed_in p JOIN issues i ON i.id = p.issue_id WHERE p.group_id = $1 AND p.passing_id = $2");
    row.bind(group).bind(passing).optional(on).await?.map(|row| row.get("number")).transpose()
}

pub(super) async fn insert_in(tx: &mut Tx, group: Uuid, came: &PassedIn) -> Result<()> {
    sql("INSERT INTO passed_in (issue_id, group_id, passing_id, from_name, from_reference, from_group_id, answer_at, answer) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, '')")
    .bind(came.issue)
    .bind(group)
    .bind(came.passing)
    .bind(&came.from_name)
    .bind(&came.from_reference)
    .bind(came.from_group)
    .bind(&came.answer_at)
    .run(tx)
    .await
    .map(drop)
}

pub(super) async fn set_answer_in(tx: &mut Tx, group: Uuid, issue: Uuid, words: &str) -> Result<()> {
    sql("UPDATE passed_in SET answer = $3 WHERE group_id = $1 AND issue_id = $2")
        .bind(group)
        .bind(issue)
        .bind(words)
        .run(tx)
        .await
        .map(drop)
}

/// Nothing has gone to a group of this installation that is not there, and what came in belongs to the group of its issue.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let lost = sql("SELECT COUNT(*) AS n FROM passings p LEFT JOIN passed_in r ON r.passing_id = p.id AND r.group_id = p.to_group_id \
                        WHERE p.to_group_id IS NOT NULL AND p.state IN ('sent', 'answered') AND r.issue_id IS NULL");
        counted(&mut problems, &lost.one(db).await?, "issues that were passed on and did not arrive")?;
        let strange = sql("SELECT COUNT(*) AS n FROM passed_in p JOIN issues i ON i.id = p.issue_id WHERE i.group_id <> p.group_id");
        counted(&mut problems, &strange.one(db).await?, "issues passed on to another group than their own")?;
        Ok(problems)
    })
}
