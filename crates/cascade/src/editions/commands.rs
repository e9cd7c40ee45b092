//! The verbs on editions, and what follows from events elsewhere.

use futures_util::future::BoxFuture;
use group::{
    acting::Acting,
    groups::{self, Group},
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{jobs, model::told, store, story::Reading, ways};
use terms::cadence::Deadline;

use crate::{
    calls,
    networks::{self, Network, Takes, must_cascade},
};

/// When both sides have confirmed what a meeting decided: every decision goes into the next edition of every network.
pub fn enter<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let group = groups::by_id(&mut *tx, event.scope).await?;
        let decisions = store::to_tell(&mut *tx, group.id, event.thing).await?;
        if decisions.is_empty() {
            return Ok(());
        }
        for network in networks::all(&mut *tx, group.id).await?.iter().filter(|network| network.takes != Takes::Minute) {
            let (edition, _) = next(app, tx, &group, network).await?;
            for decision in &decisions {
                store::put(tx, group.id, network.id, edition, *decision).await?;
            }
        }
        jobs::send_soon(app, tx).await
    })
}

/// When a decision was corrected: every network that was sent the old words gets the new ones with its next edition. What waits in an
/// edition has the new words already.
pub fn correct<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let group = groups::by_id(&mut *tx, event.scope).await?;
        let Some(correction) = store::last_correction(&mut *tx, group.id, event.thing).await? else { return Ok(()) };
        for id in store::told_of(&mut *tx, group.id, event.thing).await? {
            let network = networks::find(&mut *tx, group.id, id).await?;
            let (edition, _) = next(app, tx, &group, &network).await?;
            store::put_correction(tx, group.id, network.id, edition, correction).await?;
        }
        jobs::send_soon(app, tx).await
    })
}

/// A network's next edition, which begins with the first thing in it: its key, and when it comes out.
pub(crate) async fn next(app: &App, tx: &mut Tx, group: &Group, network: &Network) -> Result<(Uuid, Date)> {
    let (deadline, there) = free(tx, group, network, app.clock.now()).await?;
    if let Some(edition) = there {
        return Ok((edition, deadline.out_on));
    }
    let id = app.ids.key(app.clock.now())?;
    store::insert(tx, group.id, id, network.id, deadline).await?;
    Ok((id, deadline.out_on))
}

/// The deadline for what is confirmed now, and the edition that waits for it, if one does. It is the first deadline ahead;
/// where its edition was sent early it is the one after that, unless copy leaves already: then there is a second edition,
/// which still is in time.
async fn free(tx: &mut Tx, group: &Group, network: &Network, now: Timestamp) -> Result<(Deadline, Option<Uuid>)> {
    let mut after = now;
    loop {
        let never = || Error::internal("a network without a next deadline");
        let deadline = network.cadence.next(after, &group.time_zone).ok_or_else(never)?;
        let (waits, sent) = store::closing_at(&mut *tx, group.id, network.id, deadline.closes_at).await?;
        let leaves = deadline.closes_at - SignedDuration::from_mins(group.copy_lead);
        if waits.is_some() || !sent || leaves <= now {
            return Ok((deadline, waits));
        }
        after = deadline.closes_at;
    }
}

/// When a network has changed: what waits for it closes at its new next deadline.
pub fn move_deadline<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let (group, now) = (groups::by_id(&mut *tx, event.scope).await?, app.clock.now());
        let network = networks::find(&mut *tx, group.id, event.thing).await?;
        let Some(edition) = store::open_after(&mut *tx, group.id, network.id, now).await? else { return Ok(()) };
        let (deadline, there) = free(tx, &group, &network, now).await?;
        if there.is_none_or(|there| there == edition) {
            store::set_deadline(tx, group.id, edition, deadline).await?;
        }
        jobs::send_soon(app, tx).await
    })
}

/// When a network has ended: nothing more goes to it.
pub fn withdraw<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(store::delete_open(tx, event.scope, event.thing))
}

/// Sends an edition before its deadline; what is decided after goes into the one that follows.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not say where things go; [`Error::Conflict`] when it is sent already, or everything is
/// left out.
pub async fn send_now(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<()> {
    must_cascade(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let edition = store::find(&mut *tx, acting.group.id, id).await?;
    if edition.told == 0 && edition.calls == 0 && edition.sent_at.is_none() {
        return Err(Error::Conflict("Everything is left out of this edition: there is nothing to send.".into()));
    }
    if !send(app, tx, &acting.group, acting.actor(), id).await? {
        return Err(Error::Conflict("This edition has been sent already.".into()));
    }
    Ok(())
}

/// Sends an edition; tells whether it had not been sent. One from which everything is left out is over, and nothing is mailed.
pub(super) async fn send(app: &App, tx: &mut Tx, group: &Group, actor: Actor, id: Uuid) -> Result<bool> {
    let now = app.clock.now();
    if !store::set_sent(tx, group.id, id, now).await? {
        return Ok(false);
    }
    let edition = store::find(&mut *tx, group.id, id).await?;
    let network = networks::find(&mut *tx, group.id, edition.network).await?;
    let entries = told(store::entries(&mut *tx, group.id, id).await?);
    let calls = calls::in_edition(&mut *tx, group.id, id).await?;
    if !entries.is_empty() || !calls.is_empty() {
        ways::go(app, tx, group, &network, &Reading::of(group, &network, &edition, &entries, &calls), id).await?;
        calls::gone(app, tx, group, id).await?;
    }
    let told = Fact::Number(edition.told);
    ledger::record(tx, Event::new(group.id, now, actor, "edition.sent", id).with("decisions", told)).await?;
    Ok(true)
}

/// Sends an edition once more, to where the network's mail goes now: its address was wrong perhaps.
///
/// # Errors
/// [`Error::Conflict`] before it is sent, when nothing was in it, and for a network that has ended.
pub async fn send_again(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<()> {
    must_cascade(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let edition = store::find(&mut *tx, group.id, id).await?;
    let network = networks::find(&mut *tx, group.id, edition.network).await?;
    let entries = told(store::entries(&mut *tx, group.id, id).await?);
    let calls = calls::in_edition(&mut *tx, group.id, id).await?;
    if edition.sent_at.is_none() || (entries.is_empty() && calls.is_empty()) || network.ended_on.is_some() {
        return Err(Error::Conflict("Only an edition that was sent, to a network that is still there, can be sent again.".into()));
    }
    let (now, cause) = (app.clock.now(), app.ids.key(app.clock.now())?);
    ways::go(app, tx, group, &network, &Reading::of(group, &network, &edition, &entries, &calls), cause).await?;
    ledger::record(tx, Event::new(group.id, now, acting.actor(), "edition.sent-again", id)).await
}

/// Leaves a decision, named by its year and number, out of an edition, or takes it back in. Other networks get it all the same.
///
/// # Errors
/// [`Error::Conflict`] once it is sent; [`Error::NotFound`] for a decision that is not in it.
pub async fn leave_out(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid, decision: (i64, i64), left_out: bool) -> Result<()> {
    must_cascade(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    if store::find(&mut *tx, acting.group.id, id).await?.sent_at.is_some() {
        return Err(Error::Conflict("This edition has been sent already.".into()));
    }
    if !store::set_left_out(tx, acting.group.id, id, decision, left_out).await? {
        return Err(Error::NotFound);
    }
    let verb = if left_out { "edition.left-out" } else { "edition.taken-in" };
    ledger::record(tx, Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, id)).await
}
