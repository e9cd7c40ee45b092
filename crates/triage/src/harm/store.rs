//! Every statement on reports of harm, and on who has seen them.

use ::issues::issues::Harm;
use futures_util::future::BoxFuture;
use jiff::civil::Date;
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{Alert, Level};

fn from_row(row: &Row) -> Result<Alert> {
    Ok(Alert {
        issue: row.get("issue_id")?,
        number: row.get("number")?,
        harm: row.get::<Option<String>>("harm")?.as_deref().and_then(Harm::from_key),
        level: Level::from_number(row.get("level")?),
        rose_on: row.get("rose_on")?,
        noticed_on: row.get("noticed_on")?,
        told_on: row.get("told_on")?,
        reminded_on: row.get("reminded_on")?,
        seen_on: row.get("seen_on")?,
        seen_by: row.get("name")?,
        words: row.get("words")?,
        incident: row.get("incident")?,
    })
}

/// What is known of an issue's report of harm, if it is one.
pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Option<Alert>> {
    let row = sql("SELECT a.issue_id, i.number, i.harm, a.level, a.rose_on, a.noticed_on, a.told_on, \
                   a.reminded_on, a.seen_on, p.name, a.words, a.incident \
                   FROM harm_alerts a JOIN issues i ON i.id = a.issue_id LEFT JOIN people p ON p.id = a.seen_by \
                   WHERE a.group_id = $1 AND a.issue_id = $2");
    row.bind(group).bind(issue).optional(on).await?.as_ref().map(from_row).transpose()
}

/// The reports of harm that nobody has said to have seen, the oldest first, at most `limit`. What was taken back is none.
///
/// # Errors
/// When the database fails.
pub async fn unseen(on: impl Into<On<'_>>, group: Uuid, limit: i64) -> Result<Vec<Alert>> {
    let rows = sql("SELECT a.issue_id, i.number, i.harm, a.level, a.rose_on, a.noticed_on, a.told_on, \
                   a.reminded_on, a.seen_on, p.name, a.words, a.incident \
                    FROM harm_alerts a JOIN issues i ON i.id = a.issue_id LEFT JOIN people p ON p.id = a.seen_by \
                    WHERE a.group_id = $1 AND a.seen_on IS NULL AND i.state <> 'withdrawn' ORDER BY i.number LIMIT $2");
    rows.bind(group).bind(limit).all(on).await?.iter().map(from_row).collect()
}

/// The reports of harm that somebody has seen, the newest first.
pub(super) async fn seen(on: impl Into<On<'_>>, group: Uuid, limit: i64) -> Result<Vec<Alert>> {
    let rows = sql("SELECT a.issue_id, i.number, i.harm, a.level, a.rose_on, a.noticed_on, a.told_on, \
                   a.reminded_on, a.seen_on, p.name, a.words, a.incident \
                    FROM harm_alerts a JOIN issues i ON i.id = a.issue_id LEFT JOIN people p ON p.id = a.seen_by \
                    WHERE a.group_id = $1 AND a.seen_on IS NOT NULL ORDER BY i.number DESC LIMIT $2");
    rows.bind(group).bind(limit).all(on).await?.iter().map(from_row).collect()
}

/// The groups with a report of harm that nobody has said to have seen.
pub(super) async fn groups_with_unseen(on: impl Into<On<'_>>) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT DISTINCT group_id FROM harm_alerts WHERE seen_on IS NULL");
    rows.all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

/// Notes a report of harm; tells whether it is new.
pub(super) async fn insert(tx: &mut Tx, group: Uuid, issue: Uuid, level: Level, day: Date) -> Result<bool> {
    let written = sql("INSERT INTO harm_alerts (issue_id, group_id, level, noticed_on, words, incident) VALUES ($1, $2, $3, $4, '', '') \
                       ON CONFLICT (issue_id) DO NOTHING");
    Ok(written.bind(issue).bind(group).bind(level.number()).bind(day).run(tx).await? == 1)
}

/// Notes that more harm is known of than before: it is to be told and seen anew. Tells whether it is more. What was done before stays.
pub(super) async fn raise(tx: &mut Tx, group: Uuid, issue: Uuid, level: Level, day: Date) -> Result<bool> {
    let written =
        sql("UPDATE harm_alerts SET level = $3, rose_on = $4, noticed_on = $4, told_on = NULL, reminded_on = NULL, seen_on = NULL, \
                       seen_by = NULL WHERE group_id = $1 AND issue_id = $2 AND level < $3");
    Ok(written.bind(group).bind(issue).bind(level.number()).bind(day).run(tx).await? == 1)
}

/// Notes the day on which others were told.
pub(super) async fn set_told(tx: &mut Tx, group: Uuid, issue: Uuid, day: Date) -> Result<()> {
    sql("UPDATE harm_alerts SET told_on = $3 WHERE group_id = $1 AND issue_id = $2")
        .bind(group)
        .bind(issue)
        .bind(day)
        .run(tx)
        .await
        .map(drop)
}

/// Notes the day on which they were reminded.
pub(super) async fn set_reminded(tx: &mut Tx, group: Uuid, issue: Uuid, day: Date) -> Result<()> {
    sql("UPDATE harm_alerts SET reminded_on = $3 WHERE group_id = $1 AND issue_id = $2")
        .bind(group)
        .bind(issue)
        .bind(day)
        .run(tx)
        .await
        .map(drop)
}

/// Notes that somebody has seen it, and what was done.
pub(super) async fn set_seen(
    tx: &mut Tx,
    group: Uuid,
    issue: Uuid,
    (day, by): (Date, Option<Uuid>),
    words: &str,
    incident: &str,
) -> Result<()> {
    sql("UPDATE harm_alerts SET seen_on = $3, seen_by = $4, words = $5, incident = $6 WHERE group_id = $1 AND issue_id = $2")
        .bind(group)
        .bind(issue)
        .bind(day)
        .bind(by)
        .bind(words)
        .bind(incident)
        .run(tx)
        .await
        .map(drop)
}

/// Every report that says that a patient came to harm, or could have, is noted; what was seen says what was done.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let strange = sql("SELECT COUNT(*) AS n FROM harm_alerts a JOIN issues i ON i.id = a.issue_id \
                           WHERE a.group_id <> i.group_id OR (a.seen_on IS NOT NULL AND a.words = '')");
        counted(&mut problems, &strange.one(db).await?, "reports of harm that were seen without a word, or are another group's")?;
        Ok(problems)
    })
}
