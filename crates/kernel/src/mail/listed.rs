//! Lists of mails: what has left and what waits, without the words.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{Db, Result, Row, sql};

/// A mail of a list: what is known of it without its words.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its key.
    pub id: Uuid,
    /// Which mail it is: `issue-received`.
    pub kind: String,
    /// To whom.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The Message-ID with its angle brackets.
    pub message_id: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it left, if it has.
    pub sent_at: Option<Timestamp>,
    /// When it is tried next; `None` when it has left, or was given up.
    pub due_at: Option<Timestamp>,
}

impl Listed {
    fn from_row(row: &Row) -> Result<Self> {
        let sent_at: Option<Timestamp> = row.get("sent_at")?;
        Ok(Self {
            id: row.get("id")?,
            kind: row.get("kind")?,
            to: row.get("to_address")?,
            subject: row.get("subject")?,
            message_id: row.get("message_id")?,
            created_at: row.get("created_at")?,
            due_at: if sent_at.is_some() { None } else { row.get("due_at")? },
            sent_at,
        })
    }
}

/// Mails of a scope that have left before an instant, the newest first. Those that left in the same millisecond as the last
/// of a page are told apart by their keys.
///
/// # Errors
/// When the database fails.
pub async fn sent(db: &Db, scope: Uuid, (before, below): (Timestamp, Uuid), limit: i64) -> Result<Vec<Listed>> {
    let rows = sql("SELECT id, kind, to_address, subject, message_id, created_at, sent_at, sent_at AS due_at FROM mails \
                    WHERE scope_id = $1 AND (sent_at < $2 OR sent_at = $2 AND id < $3) ORDER BY sent_at DESC, id DESC LIMIT $4");
    rows.bind(scope).bind(before).bind(below).bind(limit).all(db).await?.iter().map(Listed::from_row).collect()
}

/// Mails of a scope that have not left, the oldest first, at most 200.
///
/// # Errors
/// When the database fails.
pub async fn unsent(db: &Db, scope: Uuid) -> Result<Vec<Listed>> {
    let rows = sql("SELECT m.id, m.kind, m.to_address, m.subject, m.message_id, m.created_at, m.sent_at, \
                    CASE WHEN j.state <> 'dead' THEN j.run_at END AS due_at FROM mails m LEFT JOIN jobs j ON j.job_key = m.job_key \
                    WHERE m.scope_id = $1 AND m.sent_at IS NULL ORDER BY m.id LIMIT 200");
    rows.bind(scope).all(db).await?.iter().map(Listed::from_row).collect()
}
