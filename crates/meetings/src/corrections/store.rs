//! Every statement on corrections of decisions.

use futures_util::future::BoxFuture;
use group::membership::Side;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::Correction;
use crate::{interests::open_to, references};

/// The corrections of a decision, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_decision(on: impl Into<On<'_>>, group: Uuid, decision: Uuid) -> Result<Vec<Correction>> {
    let rows = sql("SELECT c.id, c.words_before, c.words_after, c.why, g.name AS gp_name, h.name AS consultant_name, c.corrected_on \
                    FROM decision_corrections c LEFT JOIN people g ON g.id = c.gp_by LEFT JOIN people h ON h.id = c.consultant_by \
                    WHERE c.group_id = $1 AND c.decision_id = $2 ORDER BY c.id DESC");
    rows.bind(group).bind(decision).all(on).await?.iter().map(correction).collect()
}

fn correction(row: &Row) -> Result<Correction> {
    Ok(Correction {
        id: row.get("id")?,
        before: row.get("words_before")?,
        after: row.get("words_after")?,
        why: row.get("why")?,
        gp: row.get("gp_name")?,
        consultant: row.get("consultant_name")?,
        corrected_on: row.get("corrected_on")?,
    })
}

/// The corrections that both sides have confirmed of the decisions of a meeting, each with the decision's reference; the oldest first.
///
/// # Errors
/// When the database fails.
pub(crate) async fn of_meeting(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<(String, Correction)>> {
    let rows = sql("SELECT c.id, c.words_before, c.words_after, c.why, g.name AS gp_name, h.name AS consultant_name, c.corrected_on, \
                    d.year, d.number FROM decision_corrections c JOIN decisions d ON d.id = c.decision_id \
                    LEFT JOIN people g ON g.id = c.gp_by LEFT JOIN people h ON h.id = c.consultant_by \
                    WHERE c.group_id = $1 AND d.meeting_id = $2 AND c.corrected_on IS NOT NULL ORDER BY c.id");
    let read = |row: &Row| Ok((references::decision(row.get("year")?, row.get("number")?), correction(row)?));
    rows.bind(group).bind(meeting).all(on).await?.iter().map(read).collect()
}

/// The last correction of a decision that both sides have confirmed, with the number of its meeting and its reference; of a reserved
/// item nothing.
///
/// # Errors
/// When the database fails.
pub(crate) async fn last_open(on: impl Into<On<'_>>, group: Uuid, decision: Uuid) -> Result<Option<(i64, String, Correction)>> {
    let row = sql("SELECT c.id, c.words_before, c.words_after, c.why, g.name AS gp_name, h.name AS consultant_name, c.corrected_on, \
                   d.year, d.number, m.number AS meeting_number FROM decision_corrections c JOIN decisions d ON d.id = c.decision_id \
                   JOIN items i ON i.id = d.item_id JOIN meetings m ON m.id = d.meeting_id \
                   LEFT JOIN people g ON g.id = c.gp_by LEFT JOIN people h ON h.id = c.consultant_by \
                   WHERE c.group_id = $1 AND c.decision_id = $2 AND c.corrected_on IS NOT NULL AND i.reserved = '' ORDER BY c.id DESC LIMIT 1");
    let read = |row: Row| Ok((row.get("meeting_number")?, references::decision(row.get("year")?, row.get("number")?), correction(&row)?));
    row.bind(group).bind(decision).optional(on).await?.map(read).transpose()
}

/// The corrections of a group that are not confirmed by both sides and open to somebody, each with the reference of its decision; the oldest first.
pub(super) async fn open(on: impl Into<On<'_>>, group: Uuid, reader: Uuid) -> Result<Vec<(String, Correction)>> {
    let rows = sql(concat!(
        "SELECT c.id, c.words_before, c.words_after, c.why, g.name AS gp_name, h.name AS consultant_name, c.corrected_on, \
                    d.year, d.number FROM decision_corrections c JOIN decisions d ON d.id = c.decision_id JOIN items i ON i.id = d.item_id \
                    LEFT JOIN people g ON g.id = c.gp_by LEFT JOIN people h ON h.id = c.consultant_by \
                    WHERE c.group_id = $1 AND c.corrected_on IS NULL AND ",
        open_to!("$2"),
        " ORDER BY c.id"
    ));
    let read = |row: &Row| Ok((references::decision(row.get("year")?, row.get("number")?), correction(row)?));
    rows.bind(group).bind(reader).all(on).await?.iter().map(read).collect()
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, decision: Uuid, new: &Correction, by: Uuid, at: Timestamp) -> Result<()> {
    sql("INSERT INTO decision_corrections (id, group_id, decision_id, words_before, words_after, why, proposed_by, proposed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(new.id)
    .bind(group)
    .bind(decision)
    .bind(&new.before)
    .bind(&new.after)
    .bind(&new.why)
    .bind(by)
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// Writes a side's word.
pub(super) async fn give(tx: &mut Tx, group: Uuid, id: Uuid, side: Side, person: Uuid) -> Result<()> {
    let statement = match side {
        Side::Gp => sql("UPDATE decision_corrections SET gp_by = $3 WHERE group_id = $1 AND id = $2 AND corrected_on IS NULL"),
        _ => sql("UPDATE decision_corrections SET consultant_by = $3 WHERE group_id = $1 AND id = $2 AND corrected_on IS NULL"),
    };
    statement.bind(group).bind(id).bind(person).run(tx).await.map(drop)
}

pub(super) async fn set_done(tx: &mut Tx, group: Uuid, id: Uuid, on: Date) -> Result<()> {
    sql("UPDATE decision_corrections SET corrected_on = $3 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(on)
        .run(tx)
        .await
        .map(drop)
}

/// Takes back a correction that waits.
pub(super) async fn delete(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<()> {
    sql("DELETE FROM decision_corrections WHERE group_id = $1 AND id = $2 AND corrected_on IS NULL")
        .bind(group)
        .bind(id)
        .run(tx)
        .await
        .map(drop)
}

/// The issue that a decision was made on, where somebody was told of it.
pub(super) async fn told_issue(tx: &mut Tx, group: Uuid, decision: Uuid, reference: &str) -> Result<Option<Uuid>> {
    let row = sql("SELECT i.issue_id FROM decisions d JOIN items i ON i.id = d.item_id WHERE d.group_id = $1 AND d.id = $2 \
                   AND EXISTS (SELECT 1 FROM replies r WHERE r.group_id = $1 AND r.issue_id = i.issue_id AND r.decision = $3)");
    row.bind(group).bind(decision).bind(reference).optional(tx).await?.map(|row| row.get("issue_id")).transpose()
}

/// No decision was corrected by one side alone, and one that was corrected says what both have confirmed.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let alone = sql("SELECT COUNT(*) AS n FROM decision_corrections WHERE corrected_on IS NOT NULL \
                         AND (gp_by IS NULL OR consultant_by IS NULL OR gp_by = consultant_by)");
        counted(&mut problems, &alone.one(db).await?, "decisions that were corrected without both sides")?;
        let other = sql("SELECT COUNT(*) AS n FROM decision_corrections c JOIN decisions d ON d.id = c.decision_id \
                         WHERE c.corrected_on IS NOT NULL AND d.words <> c.words_after AND NOT EXISTS (SELECT 1 FROM decision_corrections l \
                         WHERE l.decision_id = c.decision_id AND l.corrected_on IS NOT NULL AND l.id > c.id)");
        counted(&mut problems, &other.one(db).await?, "decisions that do not say what they were corrected to")?;
        Ok(problems)
    })
}
