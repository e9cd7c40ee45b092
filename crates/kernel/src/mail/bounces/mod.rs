//! Mails that came back: a report of a mail server that a mail of ours did not arrive, or not yet, is known by the Message-ID that
//! we gave it, and written down beside that mail. It is never taken for anything that a person wrote.

mod report;
mod store;
#[cfg(test)]
mod tests;

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp, civil::Date};
use uuid::Uuid;

use super::Incoming;
use crate::{
    App, On, Result, Tx,
    actor::Actor,
    ledger::{self, Event, Fact},
};

pub use report::{Fate, Report};

/// A report that does not say which mail it is about is about the newest to that address, if it left within so many days.
const DAYS: i64 = 7;

/// A mail that came back, or is late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounce {
    /// What caused the mail.
    pub cause: Uuid,
    /// Which mail it was.
    pub kind: String,
    /// The run that it belonged to, if it did.
    pub run: Option<Uuid>,
    /// To whom it was. Empty once the mail is forgotten, and where the one who asks does not know what the mail was about.
    pub to: String,
    /// What the server says, in the numbers of RFC 3463: 5.1.1 is an address that is not there.
    pub status: String,
    /// Whether it will not arrive; else it is late, and the server goes on trying.
    pub permanent: bool,
    /// When we were last told.
    pub at: Timestamp,
}

/// A mail to one address that came back, or is late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Single {
    /// The mail's key.
    pub mail: Uuid,
    /// Which mail it was.
    pub kind: String,
    /// To whom, if that is an address that the scope keeps openly and the mail is not forgotten; else empty.
    pub to: String,
    /// What the server says, in the numbers of RFC 3463.
    pub status: String,
    /// Whether it will not arrive; else it is late, and the server goes on trying.
    pub permanent: bool,
    /// When we were last told.
    pub at: Timestamp,
}

/// What the numbers of a report mean (RFC 3463, section 3), as a sentence.
#[must_use]
pub fn why(status: &str) -> &'static str {
    let mut parts = status.split('.');
    match (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default()) {
        (_, "1", "1" | "10" | "6" | "3") => "There is no such address, or not any more.",
        (_, "1", "2") => "There is no such mail domain: what stands after the @ may be misspelt.",
        (_, "2", "1") => "The mailbox is closed.",
        (_, "2", "2") => "The mailbox is full.",
        (_, "2" | "3", "3" | "4") => "The mail was too large for them.",
        (_, "4", _) => "Their mail server could not be reached.",
        (_, "7", _) => "Their mail server refused it: it takes no mail from us, or took it for unwanted mail.",
        _ => "Their mail server did not take it, and does not say why.",
    }
}

/// Takes a report of mails that did not arrive. The same report twice changes nothing; one that is about no mail of ours is put
/// away, so that nobody has to.
pub fn take<'a>(app: &'a App, mail: &'a Incoming) -> BoxFuture<'a, Result<bool>> {
    Box::pin(async move {
        let Some(report) = &mail.report else { return Ok(false) };
        let now = app.clock.now();
        for fate in &report.fates {
            let mut found = Vec::new();
            for message_id in &report.about {
                found.extend(store::by_message(&app.db, message_id).await?);
            }
            // A mail of ours has one recipient, and so has a report of it: which address of theirs it went on to is all one, but for
            // addresses that many stand behind.
            if found.is_empty() && report.about.is_empty() {
                let since = now - SignedDuration::from_hours(24 * DAYS);
                for address in &fate.addresses {
                    if found.is_empty() {
                        found.extend(store::newest_to(&app.db, address, since).await?);
                    }
                }
            }
            for ours in found {
                note(app, &ours, fate, now).await?;
            }
        }
        Ok(true)
    })
}

async fn note(app: &App, ours: &store::Ours, fate: &Fate, now: Timestamp) -> Result<()> {
    // A distribution address took the mail and sent it on: that one of those behind it did not get it is its owner's to mend.
    let sent_on = |to: &String| !fate.addresses.is_empty() && !fate.addresses.iter().any(|address| address.eq_ignore_ascii_case(to));
    if ours.known.as_ref().is_some_and(sent_on) {
        return Ok(());
    }
    let mut tx = app.begin().await?;
    let new = store::put(&mut tx, ours, &fate.status, fate.failed, now).await?;
    // Of a single mail the ledger says nothing: whom it was to may be somebody who is to stay unknown.
    if let (true, true, Some((run, _)), Some(scope)) = (new, fate.failed, ours.run, ours.scope) {
        let event = Event::new(scope, now, Actor::System, "mails.bounced", run);
        ledger::record(&mut tx, event.with("status", Fact::Word(fate.status.clone()))).await?;
    }
    app.commit(tx).await
}

/// Mails of a scope that came back or are late, the newest first. Addresses are told of runs only: single mails may be to people
/// who are to stay unknown, and the list does not know which.
///
/// # Errors
/// When the database fails.
pub async fn of_scope(on: impl Into<On<'_>>, scope: Uuid, limit: i64) -> Result<Vec<Bounce>> {
    store::of_scope(on, scope, limit).await
}

/// Mails of one cause that came back or are late, the newest first, with their addresses: whoever asks knows what caused them, and
/// whether the addresses may be shown.
///
/// # Errors
/// When the database fails.
pub async fn of_cause(on: impl Into<On<'_>>, scope: Uuid, cause: Uuid, limit: i64) -> Result<Vec<Bounce>> {
    store::of_cause(on, scope, cause, limit).await
}

/// Mails of a scope to one address each that came back or are late since an instant and were not left, the newest first. Addresses are
/// told only of mails posted by [`super::post_known`].
///
/// # Errors
/// When the database fails.
pub async fn singles(on: impl Into<On<'_>>, scope: Uuid, since: Timestamp, limit: i64) -> Result<Vec<Single>> {
    store::singles(on, scope, since, limit).await
}

/// Notes that somebody has seen that a mail came back, and leaves it at that; tells whether that is new.
///
/// # Errors
/// When the database fails.
pub async fn leave(tx: &mut Tx, scope: Uuid, mail: Uuid, day: Date) -> Result<bool> {
    store::set_left(tx, scope, mail, day).await
}

/// Forgets what came back before an instant, but for mails to addresses that are kept openly: whether somebody was told of a decision
/// stays known.
pub(super) async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<()> {
    store::sweep(tx, before).await
}
