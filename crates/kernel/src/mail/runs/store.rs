//! Runs in the database.

use std::collections::HashSet;

use jiff::Timestamp;
use uuid::Uuid;

use super::{Refused, RunRecipient, Standing};
use crate::{On, Result, Row, Tx, sql};

/// The letter of a run as it is kept.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
    pub(super) reply_to: Option<String>,
}

/// What stands in the kept letter where each recipient's own link belongs: no text of people can hold the key of a run that is
/// only just made.
pub(super) fn stop_mark(run: Uuid) -> String {
    format!("https://stop.invalid/{}", run.simple())
}

pub(super) fn job_key(run: Uuid) -> String {
    format!("mail-run:{run}")
}

/// Each address once, whatever its letters; the first stands.
pub(super) fn distinct(recipients: Vec<RunRecipient>) -> Vec<RunRecipient> {
    let mut known = HashSet::new();
    let trimmed = recipients.into_iter().map(|one| RunRecipient { to: one.to.trim().to_owned(), ..one });
    trimmed.filter(|one| known.insert(one.to.to_lowercase())).collect()
}

pub(super) async fn by_cause(on: impl Into<On<'_>>, scope: Uuid, cause: Uuid, kind: &str) -> Result<Option<Uuid>> {
    let row = sql("SELECT id FROM mail_runs WHERE scope_id = $1 AND cause_id = $2 AND kind = $3");
    row.bind(scope).bind(cause).bind(kind).optional(on).await?.map(|row| row.get("id")).transpose()
}

pub(super) async fn insert(
    tx: &mut Tx,
    (id, scope, cause, kind): (Uuid, Uuid, Uuid, &str),
    letter: &Kept,
    total: i64,
    now: Timestamp,
) -> Result<bool> {
    let written =
        sql("INSERT INTO mail_runs (id, scope_id, cause_id, kind, job_key, subject, text_body, html_body, reply_to, total, created_at) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (cause_id, kind) DO NOTHING")
        .bind(id)
        .bind(scope)
        .bind(cause)
        .bind(kind)
        .bind(job_key(id))
        .bind(&letter.subject)
        .bind(&letter.text)
        .bind(&letter.html)
        .bind(letter.reply_to.as_deref().unwrap_or_default())
        .bind(total)
        .bind(now)
        .run(tx)
        .await?;
    Ok(written == 1)
}

pub(super) async fn add(
    tx: &mut Tx,
    (scope, run, place): (Uuid, Uuid, i64),
    message_id: &str,
    recipient: &RunRecipient,
    now: Timestamp,
) -> Result<()> {
    sql("INSERT INTO mail_run_recipients (scope_id, run_id, place, message_id, to_address, stop_url, state, tries, due_at, said) \
         VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, $7, 0)")
    .bind(scope)
    .bind(run)
    .bind(place)
    .bind(message_id)
    .bind(&recipient.to)
    .bind(&recipient.stop_url)
    .bind(now)
    .run(tx)
    .await
    .map(drop)
}

pub(super) async fn standings(on: impl Into<On<'_>>, scope: Uuid, cause: Option<Uuid>, limit: i64) -> Result<Vec<Standing>> {
    let rows = sql("SELECT r.id, r.cause_id, r.kind, r.total, r.created_at, r.stopped_at, r.finished_at, \
                    (SELECT COUNT(*) FROM mail_run_recipients o WHERE o.run_id = r.id AND o.state = 'sent') AS sent, \
                    (SELECT COUNT(*) FROM mail_run_recipients o WHERE o.run_id = r.id AND o.state = 'refused') AS refused \
                    FROM mail_runs r WHERE r.scope_id = $1 AND ($2 IS NULL OR r.cause_id = $2) ORDER BY r.created_at DESC, r.id DESC LIMIT $3");
    rows.bind(scope).bind(cause).bind(limit).all(on).await?.iter().map(standing).collect()
}

fn standing(row: &Row) -> Result<Standing> {
    Ok(Standing {
        id: row.get("id")?,
        cause: row.get("cause_id")?,
        kind: row.get("kind")?,
        total: row.get("total")?,
        sent: row.get("sent")?,
        refused: row.get("refused")?,
        created_at: row.get("created_at")?,
        stopped_at: row.get("stopped_at")?,
        finished_at: row.get("finished_at")?,
    })
}

pub(super) async fn refused(on: impl Into<On<'_>>, scope: Uuid, run: Uuid, limit: i64) -> Result<Vec<Refused>> {
    let rows = sql("SELECT to_address, said, settled_at FROM mail_run_recipients \
                    WHERE scope_id = $1 AND run_id = $2 AND state = 'refused' ORDER BY place LIMIT $3");
    let refused = |row: &Row| Ok(Refused { to: row.get("to_address")?, said: row.get("said")?, at: row.get("settled_at")? });
    rows.bind(scope).bind(run).bind(limit).all(on).await?.iter().map(refused).collect()
}

/// Stops a run that goes, or lets one go that stands; tells whether anything changed.
pub(super) async fn set_stopped(tx: &mut Tx, scope: Uuid, run: Uuid, at: Option<Timestamp>) -> Result<bool> {
    let touched = sql("UPDATE mail_runs SET stopped_at = $3 WHERE scope_id = $1 AND id = $2 AND finished_at IS NULL \
                       AND (stopped_at IS NULL AND $3 IS NOT NULL OR stopped_at IS NOT NULL AND $3 IS NULL)");
    Ok(touched.bind(scope).bind(run).bind(at).run(tx).await? == 1)
}

pub(super) async fn is_finished(tx: &mut Tx, scope: Uuid, run: Uuid) -> Result<bool> {
    let row = sql("SELECT finished_at FROM mail_runs WHERE scope_id = $1 AND id = $2").bind(scope).bind(run).one(tx).await?;
    Ok(row.get::<Option<Timestamp>>("finished_at")?.is_some())
}

/// Takes the job of a stopped run out of the queue, unless it is being done: then it ends itself.
pub(super) async fn drop_waiting_job(tx: &mut Tx, run: Uuid) -> Result<()> {
    sql("DELETE FROM jobs WHERE job_key = $1 AND state <> 'running'").bind(job_key(run)).run(tx).await.map(drop)
}

/// How many of a run have left, and how many it has.
pub(super) async fn sent_of(on: impl Into<On<'_>>, run: Uuid) -> Result<(i64, i64)> {
    let row = sql("SELECT r.total, (SELECT COUNT(*) FROM mail_run_recipients o WHERE o.run_id = r.id AND o.state = 'sent') AS sent \
                   FROM mail_runs r WHERE r.id = $1");
    let row = row.bind(run).one(on).await?;
    Ok((row.get("sent")?, row.get("total")?))
}

/// A run as its sending needs it.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) id: Uuid,
    pub(super) scope: Uuid,
    pub(super) letter: Kept,
    pub(super) created_at: Timestamp,
    pub(super) goes: bool,
}

pub(super) async fn find(on: impl Into<On<'_>>, run: Uuid) -> Result<Run> {
    let row = sql("SELECT id, scope_id, subject, text_body, html_body, reply_to, created_at, stopped_at, finished_at \
                   FROM mail_runs WHERE id = $1");
    let row = row.bind(run).one(on).await?;
    let ended = [row.get::<Option<Timestamp>>("stopped_at")?, row.get("finished_at")?];
    let reply_to: String = row.get("reply_to")?;
    Ok(Run {
        id: row.get("id")?,
        scope: row.get("scope_id")?,
        letter: Kept {
            subject: row.get("subject")?,
            text: row.get("text_body")?,
            html: row.get("html_body")?,
            reply_to: (!reply_to.is_empty()).then_some(reply_to),
        },
        created_at: row.get("created_at")?,
        goes: ended.iter().all(Option::is_none),
    })
}

/// A recipient whose mail has not gone.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) place: i64,
    pub(super) message_id: String,
    pub(super) to: String,
    pub(super) stop_url: String,
    pub(super) tries: i64,
}

fn waiting(row: &Row) -> Result<Waiting> {
    Ok(Waiting {
        place: row.get("place")?,
        message_id: row.get("message_id")?,
        to: row.get("to_address")?,
        stop_url: row.get("stop_url")?,
        tries: row.get("tries")?,
    })
}

/// A run in a list of all there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its key.
    pub id: Uuid,
    /// The subject of its mails.
    pub subject: String,
    /// How many recipients it has.
    pub total: i64,
    /// How many of their mails have left.
    pub sent: i64,
    /// When it was begun.
    pub created_at: Timestamp,
}

/// The newest runs of all scopes, or the one with a key.
pub(super) async fn shown(on: impl Into<On<'_>>, run: Option<Uuid>, limit: i64) -> Result<Vec<Shown>> {
    let rows = sql("SELECT r.id, r.subject, r.total, r.created_at, \
                    (SELECT COUNT(*) FROM mail_run_recipients o WHERE o.run_id = r.id AND o.state = 'sent') AS sent \
                    FROM mail_runs r WHERE $1 IS NULL OR r.id = $1 ORDER BY r.created_at DESC, r.id DESC LIMIT $2");
    let read = |row: &Row| {
        Ok(Shown {
            id: row.get("id")?,
            subject: row.get("subject")?,
            total: row.get("total")?,
            sent: row.get("sent")?,
            created_at: row.get("created_at")?,
        })
    };
    rows.bind(run).bind(limit).all(on).await?.iter().map(read).collect()
}

/// The recipients of a run from a place on, each with when their mail left.
pub(super) async fn recipients(on: impl Into<On<'_>>, run: Uuid, from: i64, limit: i64) -> Result<Vec<(Waiting, Option<Timestamp>)>> {
    let rows = sql("SELECT place, message_id, to_address, stop_url, tries, CASE WHEN state = 'sent' THEN settled_at END AS sent_at \
                    FROM mail_run_recipients WHERE run_id = $1 AND place >= $2 ORDER BY place LIMIT $3");
    rows.bind(run).bind(from).bind(limit).all(on).await?.iter().map(|row| Ok((waiting(row)?, row.get("sent_at")?))).collect()
}

/// Who is due, in the order in which they became so.
pub(super) async fn due(on: impl Into<On<'_>>, run: Uuid, now: Timestamp, limit: i64) -> Result<Vec<Waiting>> {
    let rows = sql("SELECT place, message_id, to_address, stop_url, tries FROM mail_run_recipients \
                    WHERE run_id = $1 AND state = 'waiting' AND due_at <= $2 ORDER BY due_at, place LIMIT $3");
    rows.bind(run).bind(now).bind(limit).all(on).await?.iter().map(waiting).collect()
}

/// When the next recipient is due; `None` when nobody waits.
pub(super) async fn next_due(on: impl Into<On<'_>>, run: Uuid) -> Result<Option<Timestamp>> {
    let row = sql("SELECT due_at FROM mail_run_recipients WHERE run_id = $1 AND state = 'waiting' ORDER BY due_at LIMIT 1");
    row.bind(run).optional(on).await?.map(|row| row.get("due_at")).transpose()
}

pub(super) async fn settle(tx: &mut Tx, (run, place): (Uuid, i64), state: &str, said: i64, now: Timestamp) -> Result<()> {
    sql("UPDATE mail_run_recipients SET state = $3, said = $4, settled_at = $5, tries = tries + 1 \
         WHERE run_id = $1 AND place = $2 AND state = 'waiting'")
    .bind(run)
    .bind(place)
    .bind(state)
    .bind(said)
    .bind(now)
    .run(tx)
    .await
    .map(drop)
}

pub(super) async fn put_off(tx: &mut Tx, (run, place): (Uuid, i64), said: i64, due: Timestamp) -> Result<()> {
    sql("UPDATE mail_run_recipients SET tries = tries + 1, said = $3, due_at = $4 WHERE run_id = $1 AND place = $2 AND state = 'waiting'")
        .bind(run)
        .bind(place)
        .bind(said)
        .bind(due)
        .run(tx)
        .await
        .map(drop)
}

/// Holds the run, so that nobody stops it or lets it go on until this transaction is through; tells whether it goes.
pub(super) async fn hold(tx: &mut Tx, run: Uuid) -> Result<bool> {
    let row = sql("UPDATE mail_runs SET total = total WHERE id = $1 AND finished_at IS NULL RETURNING stopped_at").bind(run);
    let row = row.optional(tx).await?;
    Ok(match row {
        Some(row) => row.get::<Option<Timestamp>>("stopped_at")?.is_none(),
        None => false,
    })
}

/// Whether nobody has stopped the run.
pub(super) async fn goes(tx: &mut Tx, run: Uuid) -> Result<bool> {
    let row = sql("SELECT stopped_at FROM mail_runs WHERE id = $1").bind(run).one(tx).await?;
    Ok(row.get::<Option<Timestamp>>("stopped_at")?.is_none())
}

pub(super) async fn finish(tx: &mut Tx, run: Uuid, now: Timestamp) -> Result<()> {
    sql("UPDATE mail_runs SET finished_at = $2 WHERE id = $1").bind(run).bind(now).run(tx).await.map(drop)
}

pub(super) async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<()> {
    sql("DELETE FROM mail_run_recipients WHERE run_id IN (SELECT id FROM mail_runs WHERE finished_at < $1)").bind(before).run(tx).await?;
    sql("DELETE FROM mail_runs WHERE finished_at < $1").bind(before).run(tx).await.map(drop)
}
