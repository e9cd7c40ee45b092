//! The verbs on what stands in an edition: its order, its good news, the sentence above it, and corrections that are stopped.

use group::{acting::Acting, screening::refuse_in_papers};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    commands::{carry, send_when_held},
    queries::{self, Whole},
    store,
};
use crate::networks::must_cascade;

/// The whole edition, held for a verb: one that is not sent yet.
async fn held(tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<Whole> {
    must_cascade(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let whole = queries::whole(&mut *tx, &acting.group, id).await?;
    if whole.edition.sent_at.is_some() {
        return Err(Error::Conflict("This edition has been sent already.".into()));
    }
    Ok(whole)
}

/// Moves a decision, named by its year and number, one place up or down in an edition. Corrections stay first. At the end already,
/// nothing happens.
///
/// # Errors
/// [`Error::Conflict`] once it is sent; [`Error::NotFound`] for a decision that is not in it.
pub async fn move_entry(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid, decision: (i64, i64), up: bool) -> Result<()> {
    let whole = held(tx, acting, id).await?;
    let mut order: Vec<_> = whole.entries.iter().filter(|entry| entry.corrects.is_none()).map(|entry| &entry.decision).collect();
    let at = order.iter().position(|one| (one.year, one.number) == decision).ok_or(Error::NotFound)?;
    let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < order.len()) };
    let Some(to) = to else { return Ok(()) };
    order.swap(at, to);
    for (position, one) in (0_i64..).zip(&order) {
        store::set_position(tx, acting.group.id, id, one.id, position).await?;
    }
    ledger::record(tx, Event::new(acting.group.id, app.clock.now(), acting.actor(), "edition.ordered", id)).await
}

/// Says that a decision is good news, which is told after what changes, or takes that back. Said already, nothing happens.
///
/// # Errors
/// [`Error::Conflict`] once it is sent.
pub async fn say_good_news(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid, decision: (i64, i64), good: bool) -> Result<()> {
    held(tx, acting, id).await?;
    if store::set_good_news(tx, acting.group.id, id, decision, good).await? {
        let event = Event::new(acting.group.id, app.clock.now(), acting.actor(), "edition.good-news", id);
        ledger::record(tx, event.with("said", Fact::Word(if good { "yes" } else { "no" }.into()))).await?;
    }
    Ok(())
}

/// Writes a sentence of the group's own above what an edition tells; empty takes it away.
///
/// # Errors
/// [`Error::Conflict`] once it is sent; [`Error::Invalid`] and [`Error::Refused`] for the text.
pub async fn set_note(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid, typed: &str) -> Result<()> {
    let whole = held(tx, acting, id).await?;
    let mut checks = Checks::default();
    let note = checks.text("note", typed, TextRule { required: None, name: "The sentence", max: 300, lines: false });
    checks.done()?;
    refuse_in_papers(&mut *tx, acting.group.id, [("note", note.as_str())].into_iter()).await?;
    if note == whole.edition.note {
        return Ok(());
    }
    store::set_note(tx, acting.group.id, id, &note).await?;
    ledger::record(tx, Event::new(acting.group.id, app.clock.now(), acting.actor(), "edition.note-set", id)).await
}

/// Stops a correction before it leaves, or lets it go again: then it waits anew. A correction that is let go at the deadline of its
/// edition or after goes with the next one. So already, nothing happens.
///
/// # Errors
/// [`Error::Conflict`] once it is sent.
pub async fn settle_correction(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid, correction: Uuid, goes: bool) -> Result<()> {
    let whole = held(tx, acting, id).await?;
    let now = app.clock.now();
    if !store::set_approved(tx, acting.group.id, id, correction, goes.then_some(now)).await? {
        return Ok(());
    }
    if goes {
        if whole.edition.closes_at <= now {
            carry(app, tx, &acting.group, &whole.network, id, None, Some(correction)).await?;
        }
        send_when_held(app, tx, acting.group.id).await?;
    }
    let verb = if goes { "correction.let-go" } else { "correction.stopped" };
    ledger::record(tx, Event::new(acting.group.id, now, acting.actor(), verb, id).with("correction", Fact::Key(correction))).await
}
