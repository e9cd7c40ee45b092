//! Mail: written into the outbox in the transaction of its cause, sent by a job, each with one stable Message-ID.
//!
//! A machine can stop between the server's "250" and our note of it; then the same mail goes again, with the same
//! Message-ID and the same bytes, which mail systems fold into one. Nothing is ever missing.

pub mod aside;
mod authorities;
pub mod bounces;
mod delivery;
mod incoming;
mod letter;
mod lines;
#[cfg(any(test, feature = "testing"))]
mod lint;
mod listed;
mod mailbox;
mod message;
mod oauth;
mod pace;
mod probe;
pub mod runs;
mod server;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

pub use delivery::send;
pub use incoming::{Attached, Incoming, Taker, read as read_message};
pub use letter::Letter;
pub(crate) use lines::Lines;
#[cfg(any(test, feature = "testing"))]
pub use lint::lint;
pub use listed::{Listed, sent, unsent};
pub use mailbox::Mailbox;
pub use oauth::Tokens;
pub use probe::check;

use crate::{
    App, Error, Result, Tx,
    config::{Settings, Smtp},
    job::{JobError, NewJob},
    queue, sql,
};

/// The kind of the job that sends one mail.
pub const SEND: &str = "mail.send";

/// Where mail goes.
#[derive(Clone, Debug)]
pub enum Mail {
    /// To a mail server.
    Smtp(Smtp, Tokens),
    /// Into files, one a mail, in a folder.
    Files(PathBuf),
    /// Into memory, for tests.
    Memory(Arc<Mutex<Vec<Vec<u8>>>>),
}

impl Mail {
    /// The mail that the settings ask for: a server when one is named, else files.
    #[must_use]
    pub fn from_settings(settings: &Settings) -> Self {
        settings.smtp.clone().map_or_else(|| Self::Files(settings.mail_dir.clone()), |smtp| Self::Smtp(smtp, Tokens::default()))
    }

    /// A mailbox in memory.
    #[must_use]
    pub fn memory() -> Self {
        Self::Memory(Arc::default())
    }
}

/// A mail on its way into the outbox.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Whose it is.
    pub scope: Option<Uuid>,
    /// To whom: one address.
    pub to: String,
    /// What it says.
    pub letter: Letter,
    /// What caused it: the same cause, address and kind make one mail only.
    pub cause: Uuid,
    /// Which mail it is: `issue-received`.
    pub kind: &'static str,
    /// What goes with it.
    pub parts: Vec<Part>,
    /// Where an answer goes, if not to the sender.
    pub reply_to: Option<String>,
}

/// What goes with a mail beside its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name of the file: `minute.pdf`. Each part of a mail has its own.
    pub name: String,
    /// What it is. An entry for the calendar (`text/calendar; method=REQUEST; charset=UTF-8`) stands beside the text as another
    /// way to read the mail, which is how calendars know it; all else is attached.
    pub media_type: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl Part {
    fn is_calendar(&self) -> bool {
        self.media_type.starts_with("text/calendar")
    }
}

/// Puts a mail into the outbox and its sending into the queue.
///
/// # Errors
/// When the database fails.
pub async fn post(app: &App, tx: &mut Tx, mail: Outgoing) -> Result<()> {
    put_out(app, tx, mail, false).await
}

/// As [`post`], to an address that the scope itself keeps openly: an editor's, a committee's, that of somebody whom it asks for
/// something. Where such a mail comes back its address may be told, and that it came back stays known.
///
/// # Errors
/// When the database fails.
pub async fn post_known(app: &App, tx: &mut Tx, mail: Outgoing) -> Result<()> {
    put_out(app, tx, mail, true).await
}

async fn put_out(app: &App, tx: &mut Tx, mail: Outgoing, known: bool) -> Result<()> {
    let now = app.clock.now();
    let id = app.ids.key(now)?;
    let job_key = format!("mail:{id}");
    let written = sql(
        "INSERT INTO mails (id, scope_id, message_id, to_address, subject, text_body, html_body, cause_id, kind, created_at, job_key, reply_to, unsubscribe, known) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (cause_id, to_address, kind) DO NOTHING",
    )
    .bind(id)
    .bind(mail.scope)
    .bind(format!("<{}@{}>", app.keys.seal("message-id", &[id.as_bytes()]), app.settings.host()))
    .bind(mail.to)
    .bind(&mail.letter.subject)
    .bind(mail.letter.text())
    .bind(mail.letter.html()?)
    .bind(mail.cause)
    .bind(mail.kind)
    .bind(now)
    .bind(&job_key)
    .bind(mail.reply_to.unwrap_or_default())
    .bind(&mail.letter.unsubscribe)
    .bind(known)
    .run(&mut *tx)
    .await?;
    if written == 1 {
        for part in &mail.parts {
            sql("INSERT INTO mail_parts (mail_id, name, media_type, content) VALUES ($1, $2, $3, $4)")
                .bind(id)
                .bind(&part.name)
                .bind(&part.media_type)
                .bind(part.content.as_slice())
                .run(&mut *tx)
                .await?;
        }
        let job = NewJob { scope: mail.scope, kind: SEND, payload: json!({ "mail": id }), run_at: now, key: Some(job_key) };
        queue::push(app, tx, job).await?;
    }
    Ok(())
}

/// Takes back a mail that has not left, with its sending, also when it was given up; tells whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn recall(tx: &mut Tx, cause: Uuid, kind: &str) -> Result<bool> {
    sql("DELETE FROM jobs WHERE state <> 'running' \
         AND job_key IN (SELECT job_key FROM mails WHERE cause_id = $1 AND kind = $2 AND sent_at IS NULL)")
    .bind(cause)
    .bind(kind)
    .run(&mut *tx)
    .await?;
    sql("DELETE FROM mail_parts WHERE mail_id IN (SELECT id FROM mails WHERE cause_id = $1 AND kind = $2 AND sent_at IS NULL)")
        .bind(cause)
        .bind(kind)
        .run(&mut *tx)
        .await?;
    let gone = sql("DELETE FROM mails WHERE cause_id = $1 AND kind = $2 AND sent_at IS NULL").bind(cause).bind(kind).run(tx).await?;
    Ok(gone > 0)
}

/// A mail as it stands in the outbox.
#[derive(Clone, Debug)]
pub struct Posted {
    /// Its key.
    pub id: Uuid,
    /// The Message-ID with its angle brackets.
    pub message_id: String,
    /// To whom.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it left, if it has.
    pub sent_at: Option<Timestamp>,
    /// Where an answer goes; empty: to the sender.
    pub reply_to: String,
    /// Where mail like this can be ended; empty: it cannot.
    pub unsubscribe: String,
}

impl Posted {
    fn from_row(row: &crate::Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            message_id: row.get("message_id")?,
            to: row.get("to_address")?,
            subject: row.get("subject")?,
            text: row.get("text_body")?,
            html: row.get("html_body")?,
            created_at: row.get("created_at")?,
            sent_at: row.get("sent_at")?,
            reply_to: row.get("reply_to")?,
            unsubscribe: row.get("unsubscribe")?,
        })
    }
}

/// One mail.
///
/// # Errors
/// [`Error::NotFound`] when there is none with this key.
pub async fn find(db: &crate::Db, id: Uuid) -> Result<Posted> {
    let row = sql(
        "SELECT id, message_id, to_address, subject, text_body, html_body, created_at, sent_at, reply_to, unsubscribe FROM mails WHERE id = $1",
    );
    Posted::from_row(&row.bind(id).one(db).await?)
}

/// The first mail that something caused, by its kind, unless it was forgotten.
///
/// # Errors
/// When the database fails.
pub async fn of_cause(db: &crate::Db, cause: Uuid, kind: &str) -> Result<Option<Posted>> {
    let row =
        sql("SELECT id, message_id, to_address, subject, text_body, html_body, created_at, sent_at, reply_to, unsubscribe FROM mails \
                   WHERE cause_id = $1 AND kind = $2 ORDER BY id LIMIT 1");
    row.bind(cause).bind(kind).optional(db).await?.as_ref().map(Posted::from_row).transpose()
}

/// The newest mails of the deployment, at most 100: for the demonstration's mailbox.
///
/// # Errors
/// When the database fails.
pub async fn newest(db: &crate::Db) -> Result<Vec<Posted>> {
    let rows = sql(
        "SELECT id, message_id, to_address, subject, text_body, html_body, created_at, sent_at, reply_to, unsubscribe FROM mails ORDER BY created_at DESC, id DESC LIMIT 100",
    );
    rows.all(db).await?.iter().map(Posted::from_row).collect()
}

/// What goes with a mail, by name.
///
/// # Errors
/// When the database fails.
pub async fn parts(db: &crate::Db, mail: Uuid) -> Result<Vec<Part>> {
    let rows = sql("SELECT name, media_type, content FROM mail_parts WHERE mail_id = $1 ORDER BY name").bind(mail).all(db).await?;
    let part = |row: &crate::Row| Ok(Part { name: row.get("name")?, media_type: row.get("media_type")?, content: row.get("content")? });
    rows.iter().map(part).collect()
}

/// Forgets mails that left long ago: they hold addresses and private links. 90 days, unless the settings say otherwise.
///
/// # Errors
/// When the database fails.
pub async fn sweep(app: &App) -> Result<()> {
    let mut tx = app.begin().await?;
    let until = app.clock.now() - SignedDuration::from_hours(24 * app.settings.mail_days);
    sql("DELETE FROM mail_parts WHERE mail_id IN (SELECT id FROM mails WHERE sent_at < $1)").bind(until).run(&mut tx).await?;
    sql("DELETE FROM mails WHERE sent_at < $1").bind(until).run(&mut tx).await?;
    runs::sweep(&mut tx, until).await?;
    bounces::sweep(&mut tx, until).await?;
    app.commit(tx).await
}

impl From<JobError> for Error {
    fn from(error: JobError) -> Self {
        let (JobError::Retry(words) | JobError::GiveUp(words)) = error;
        Self::internal(words)
    }
}
