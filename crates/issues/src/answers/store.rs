//! Every statement on answers that wait to be mailed.

use jiff::civil::Date;
use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

/// An answer that waits to be mailed.
#[derive(Clone, Debug)]
pub(super) struct Held {
    /// The reply's key.
    pub(super) id: Uuid,
    /// The issue's key and number.
    pub(super) issue: Uuid,
    pub(super) number: i64,
    /// The group's neutral title of the issue.
    pub(super) title: Option<String>,
    /// Where it goes.
    pub(super) email: String,
    /// The decision's reference and sentence, and what happens now, a line each.
    pub(super) decision: String,
    pub(super) words: String,
    pub(super) next_steps: String,
}

/// The groups that hold an answer.
pub(super) async fn groups_that_hold(on: impl Into<On<'_>>) -> Result<Vec<Uuid>> {
    sql("SELECT DISTINCT group_id FROM replies WHERE held").all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

/// The answers that wait, the oldest first.
pub(super) async fn held(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Held>> {
    let rows = sql("SELECT r.id, r.issue_id, i.number, i.group_title, p.email, r.decision, r.words, r.next_steps \
                    FROM replies r JOIN issues i ON i.id = r.issue_id JOIN reporters p ON p.issue_id = r.issue_id \
                    WHERE r.group_id = $1 AND r.held ORDER BY r.id");
    let read = |row: &Row| {
        Ok(Held {
            id: row.get("id")?,
            issue: row.get("issue_id")?,
            number: row.get("number")?,
            title: row.get("group_title")?,
            email: row.get("email")?,
            decision: row.get("decision")?,
            words: row.get("words")?,
            next_steps: row.get("next_steps")?,
        })
    };
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

/// Whether an address had an answer on a day.
pub(super) async fn had_one_on(on: impl Into<On<'_>>, group: Uuid, email: &str, day: Date) -> Result<bool> {
    let row = sql("SELECT COUNT(*) AS n FROM reporters p JOIN replies r ON r.issue_id = p.issue_id \
                   WHERE p.group_id = $1 AND LOWER(p.email) = LOWER($2) AND r.mailed_on = $3");
    Ok(row.bind(group).bind(email).bind(day).one(on).await?.get::<i64>("n")? > 0)
}

/// Notes that an answer is in the outbox.
pub(super) async fn set_mailed(tx: &mut Tx, group: Uuid, id: Uuid, day: Date) -> Result<()> {
    sql("UPDATE replies SET held = FALSE, mailed_on = $3 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(day)
        .run(tx)
        .await
        .map(drop)
}
