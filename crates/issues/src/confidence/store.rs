//! Every statement on openings: who opened who raised an issue, and why.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

/// That a custodian opened who raised an issue.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    /// The issue's number.
    pub(super) number: i64,
    /// The custodian's name.
    pub(super) name: String,
    /// What they were in the group then, in words.
    pub(super) opened_as: String,
    pub(super) reason: String,
    pub(super) opened_at: Timestamp,
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, issue: Uuid, id: Uuid, person: Uuid, opening: &Opening) -> Result<()> {
    sql("INSERT INTO reporter_openings (id, group_id, issue_id, person_id, opened_as, reason, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(group)
        .bind(issue)
        .bind(person)
        .bind(&opening.opened_as)
        .bind(&opening.reason)
        .bind(opening.opened_at)
        .run(tx)
        .await
        .map(drop)
}

fn opening(row: &Row) -> Result<Opening> {
    Ok(Opening {
        number: row.get("number")?,
        name: row.get("name")?,
        opened_as: row.get("opened_as")?,
        reason: row.get("reason")?,
        opened_at: row.get("opened_at")?,
    })
}

/// Who opened who raised an issue, the newest first.
pub(super) async fn of_issue(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<Opening>> {
    let rows = sql("SELECT i.number, p.name, o.opened_as, o.reason, o.opened_at FROM reporter_openings o \
                    JOIN issues i ON i.id = o.issue_id JOIN people p ON p.id = o.person_id \
                    WHERE o.group_id = $1 AND o.issue_id = $2 ORDER BY o.opened_at DESC, o.id DESC LIMIT 100");
    rows.bind(group).bind(issue).all(on).await?.iter().map(opening).collect()
}

/// The newest openings of a group.
pub(super) async fn newest(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Opening>> {
    let rows = sql("SELECT i.number, p.name, o.opened_as, o.reason, o.opened_at FROM reporter_openings o \
                    JOIN issues i ON i.id = o.issue_id JOIN people p ON p.id = o.person_id \
                    WHERE o.group_id = $1 ORDER BY o.opened_at DESC, o.id DESC LIMIT 50");
    rows.bind(group).all(on).await?.iter().map(opening).collect()
}

/// The newest issues that were raised in confidence: number, the group's neutral title, the day.
pub(super) async fn in_confidence(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(i64, Option<String>, Date)>> {
    let rows = sql("SELECT number, group_title, raised_on FROM issues WHERE group_id = $1 AND known = 'confidence' \
                    ORDER BY number DESC LIMIT 50");
    rows.bind(group).all(on).await?.iter().map(|row| Ok((row.get("number")?, row.get("group_title")?, row.get("raised_on")?))).collect()
}

/// The addresses, in small letters, of those who raised something in confidence with a group: no list may show them.
///
/// # Errors
/// When the database fails.
pub async fn addresses(on: impl Into<On<'_>>, group: Uuid) -> Result<BTreeSet<String>> {
    let rows = sql("SELECT DISTINCT LOWER(r.email) AS email FROM issues i JOIN reporters r ON r.issue_id = i.id \
                    WHERE i.group_id = $1 AND i.known = 'confidence' AND r.email <> ''");
    rows.bind(group).all(on).await?.iter().map(|row| row.get("email")).collect()
}

/// Takes the addresses of those who are not known any more out of the mails that reporters got: the lists of mail show them for
/// some months. Mails to who is still known, and mails that have not left, stay as they are.
pub(super) async fn clear_recipients(tx: &mut Tx, group: Uuid) -> Result<u64> {
    sql("UPDATE mails SET to_address = '' WHERE scope_id = $1 AND sent_at IS NOT NULL AND to_address <> '' \
         AND kind IN ('issue-news', 'issue-received', 'my-reports', 'reporter-opened') \
         AND LOWER(to_address) NOT IN (SELECT LOWER(r.email) FROM reporters r JOIN issues i ON i.id = r.issue_id WHERE i.group_id = $1)")
    .bind(group)
    .run(tx)
    .await
}

/// Deletes who raised what a group got before a day, but for those who wait for an answer by mail; tells how many.
pub(super) async fn forget_reporters(tx: &mut Tx, group: Uuid, before: Date) -> Result<u64> {
    sql("DELETE FROM reporters WHERE group_id = $1 \
         AND issue_id IN (SELECT id FROM issues WHERE group_id = $1 AND raised_on < $2) \
         AND issue_id NOT IN (SELECT issue_id FROM notices WHERE group_id = $1 AND held)")
    .bind(group)
    .bind(before)
    .run(tx)
    .await
}
