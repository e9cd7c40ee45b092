//! A run: one letter to many recipients, with progress, that can be stopped and go on.
//!
//! The letter is kept once. Each recipient has a row of their own with the Message-ID of their mail; where they end such mail is
//! filled in on the way out. What a recipient got once more, because the machine stopped at the wrong moment, is the same bytes.

mod leaving;
mod notes;
mod sending;
mod shown;
mod store;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::Letter;
use crate::{
    App, Error, On, Result, Tx,
    actor::Actor,
    job::NewJob,
    ledger::{self, Event, Fact},
    queue,
};

pub use leaving::{end, leave_out};
pub use sending::send;
pub use shown::{Shown, mails, one_shown, shown};

/// The kind of the job that sends a run.
pub const SEND: &str = "mail.run";

/// How the link is called by which a recipient ends such mail.
const STOP: &str = "To get no more of these mails";

/// A run on its way into the outbox.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// Whose it is.
    pub scope: Uuid,
    /// What caused it: the same cause and kind make one run only.
    pub cause: Uuid,
    /// Which run it is: a word of the program's, as of a single mail.
    pub kind: &'static str,
    /// Where an answer goes, if not to the sender.
    pub reply_to: Option<String>,
    /// To whom. The same address twice, in whatever letters, gets one mail.
    pub recipients: Vec<RunRecipient>,
    /// What it says; the link that ends such mail is put below its lines.
    pub letter: Letter,
}

/// One of many who get the same letter.
#[derive(Clone, Debug)]
pub struct RunRecipient {
    /// The address.
    pub to: String,
    /// Where this recipient ends such mail, in full: a link at the foot of the mail, and what mail programs post to with one
    /// press (RFC 8058). Empty for all of a run: nothing is there to be ended, as with lists that somebody else keeps.
    pub stop_url: String,
}

/// How a run stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its key.
    pub id: Uuid,
    /// What caused it.
    pub cause: Uuid,
    /// Which run it is.
    pub kind: String,
    /// How many recipients it has.
    pub total: i64,
    /// How many of their mails have left.
    pub sent: i64,
    /// How many addresses are no addresses, were refused for good by the server, or given up after many tries.
    pub refused: i64,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Since when it stands still because somebody stopped it.
    pub stopped_at: Option<Timestamp>,
    /// When nothing was left to do.
    pub finished_at: Option<Timestamp>,
}

impl Standing {
    /// How many still wait.
    #[must_use]
    pub fn waiting(&self) -> i64 {
        self.total - self.sent - self.refused
    }
}

/// A recipient whom the letter did not reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The address.
    pub to: String,
    /// What the server said: its code, 550; 0 where it said nothing, or the address is none.
    pub said: i64,
    /// When.
    pub at: Timestamp,
}

/// Puts a run into the outbox and its sending into the queue; gives its key. The same cause and kind again give the key of the
/// run that there is, whatever else differs.
///
/// # Errors
/// When some recipients could end it and some could not; when the letter's template or the database fails.
pub async fn begin(app: &App, tx: &mut Tx, run: NewRun) -> Result<Uuid> {
    if let Some(known) = store::by_cause(&mut *tx, run.scope, run.cause, run.kind).await? {
        return Ok(known);
    }
    let now = app.clock.now();
    let id = app.ids.key(now)?;
    let recipients = store::distinct(run.recipients);
    let ends = recipients.iter().filter(|one| !one.stop_url.is_empty()).count();
    if ends != 0 && ends != recipients.len() {
        return Err(Error::internal("some recipients of a run could not end it"));
    }
    let letter = if ends == 0 { run.letter } else { run.letter.link(STOP, store::stop_mark(id)) };
    let letter = store::Kept { subject: letter.subject.clone(), text: letter.text(), html: letter.html()?, reply_to: run.reply_to };
    let total = i64::try_from(recipients.len()).unwrap_or(i64::MAX);
    if !store::insert(tx, (id, run.scope, run.cause, run.kind), &letter, total, now).await? {
        // Somebody began it in the same moment.
        return store::by_cause(tx, run.scope, run.cause, run.kind).await?.ok_or(Error::NotFound);
    }
    for (place, recipient) in (0..).zip(&recipients) {
        let seal = app.keys.seal("run-message-id", &[id.as_bytes(), recipient.to.as_bytes()]);
        let message_id = format!("<{seal}@{}>", app.settings.host());
        store::add(tx, (run.scope, id, place), &message_id, recipient, now).await?;
    }
    queue::push(app, tx, job(run.scope, id, now)).await?;
    Ok(id)
}

/// The job of a run, not before an instant.
fn job(scope: Uuid, run: Uuid, run_at: Timestamp) -> NewJob {
    NewJob { scope: Some(scope), kind: SEND, payload: json!({ "run": run }), run_at, key: Some(store::job_key(run)) }
}

/// How the run stands that something caused; of several the newest.
///
/// # Errors
/// When the database fails.
pub async fn standing(on: impl Into<On<'_>>, scope: Uuid, cause: Uuid) -> Result<Option<Standing>> {
    Ok(store::standings(on, scope, Some(cause), 1).await?.into_iter().next())
}

/// How the newest runs of a scope stand, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn newest(on: impl Into<On<'_>>, scope: Uuid, limit: i64) -> Result<Vec<Standing>> {
    store::standings(on, scope, None, limit).await
}

/// Whom a run did not reach, by the order of its recipients, so many at the most.
///
/// # Errors
/// When the database fails.
pub async fn refused(on: impl Into<On<'_>>, scope: Uuid, run: Uuid, limit: i64) -> Result<Vec<Refused>> {
    store::refused(on, scope, run, limit).await
}

/// Stops a run: what is on its way to the server at this moment still goes, nothing after it.
///
/// # Errors
/// [`Error::NotFound`] when the scope has no such run; [`Error::Conflict`] when it is finished. Stopping twice does it once.
pub async fn stop(app: &App, tx: &mut Tx, scope: Uuid, run: Uuid, actor: Actor) -> Result<()> {
    ledger::hold(tx, scope).await?;
    if !store::set_stopped(tx, scope, run, Some(app.clock.now())).await? {
        return unchanged(tx, scope, run).await;
    }
    store::drop_waiting_job(tx, run).await?;
    note(app, tx, scope, run, actor, "mails.stopped").await
}

/// Lets a stopped run go on from where it stood.
///
/// # Errors
/// As [`stop`].
pub async fn resume(app: &App, tx: &mut Tx, scope: Uuid, run: Uuid, actor: Actor) -> Result<()> {
    ledger::hold(tx, scope).await?;
    if !store::set_stopped(tx, scope, run, None).await? {
        return unchanged(tx, scope, run).await;
    }
    queue::push(app, tx, job(scope, run, app.clock.now())).await?;
    note(app, tx, scope, run, actor, "mails.resumed").await
}

/// Nothing had to be done, or nothing can be.
async fn unchanged(tx: &mut Tx, scope: Uuid, run: Uuid) -> Result<()> {
    if store::is_finished(tx, scope, run).await? {
        return Err(Error::Conflict("These mails have all gone.".into()));
    }
    Ok(())
}

async fn note(app: &App, tx: &mut Tx, scope: Uuid, run: Uuid, actor: Actor, verb: &'static str) -> Result<()> {
    let (sent, total) = store::sent_of(&mut *tx, run).await?;
    let event = Event::new(scope, app.clock.now(), actor, verb, run);
    ledger::record(tx, event.with("sent", Fact::Number(sent)).with("total", Fact::Number(total))).await
}

/// Forgets runs that were finished before an instant: they hold addresses and private links.
pub(super) async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<()> {
    store::sweep(tx, before).await
}
