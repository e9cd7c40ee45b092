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

use super::{
    course::{self, Slot},
    jobs,
    model::{Entry, going},
    moving,
    queries::{self, Whole},
    store,
    story::Reading,
    ways,
};
use crate::{
    calls,
    networks::{self, Network, Takes, must_cascade},
    versions,
};

/// When both sides have confirmed what a meeting decided: every decision goes into the next edition of every network. What both sides
/// confirmed is approved with it, and Brig's draft of it goes by itself, unless the group wants a person's approval of each.
pub fn enter<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let group = groups::by_id(&mut *tx, event.scope).await?;
        let decisions = store::to_tell(&mut *tx, group.id, event.thing).await?;
        if decisions.is_empty() {
            return Ok(());
        }
        let by_hand = versions::rules(&mut *tx, group.id).await?.by_hand;
        let approved_at = (!by_hand).then(|| app.clock.now());
        for network in networks::all(&mut *tx, group.id).await?.iter().filter(|network| network.takes != Takes::Minute) {
            let (edition, _) = next(app, tx, &group, network).await?;
            for decision in &decisions {
                store::put(tx, group.id, network.id, edition, *decision).await?;
                versions::enter(tx, group.id, network.id, *decision, approved_at).await?;
            }
        }
        send_when_held(app, tx, group.id).await
    })
}

/// When a decision was corrected: every network that was sent the old words gets the new ones with its next edition. What waits in an
/// edition has the new words already, if it goes in Brig's; what a person wrote must be approved again.
pub fn correct<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let (group, now) = (groups::by_id(&mut *tx, event.scope).await?, app.clock.now());
        let Some(correction) = store::last_correction(&mut *tx, group.id, event.thing).await? else { return Ok(()) };
        versions::core_changed(tx, group.id, event.thing, now).await?;
        for (network, edition) in store::closed_with(&mut *tx, group.id, event.thing, now).await? {
            let network = networks::find(&mut *tx, group.id, network).await?;
            carry(app, tx, &group, &network, edition, Some(event.thing), None).await?;
        }
        for id in store::told_of(&mut *tx, group.id, event.thing).await? {
            let network = networks::find(&mut *tx, group.id, id).await?;
            let (edition, _) = next(app, tx, &group, &network).await?;
            store::put_correction(tx, group.id, network.id, edition, correction, now).await?;
        }
        send_when_held(app, tx, group.id).await
    })
}

/// A network's next edition, which begins with the first thing in it: its key, and when it comes out.
pub(crate) async fn next(app: &App, tx: &mut Tx, group: &Group, network: &Network) -> Result<(Uuid, Date)> {
    let slot = free(tx, group, network, app.clock.now(), None).await?;
    if let Some(edition) = slot.waits {
        return Ok((edition, slot.deadline.out_on));
    }
    let id = app.ids.key(app.clock.now())?;
    store::insert(tx, group.id, id, network.id, &slot).await?;
    Ok((id, slot.deadline.out_on))
}

/// When a network's next edition comes out, whether or not anything waits for it.
pub(super) async fn next_out(app: &App, tx: &mut Tx, group: &Group, network: &Network) -> Result<Date> {
    Ok(free(tx, group, network, app.clock.now(), None).await?.deadline.out_on)
}

/// The deadline for what is confirmed now, and the edition that waits for it, if one does: as [`course::deadline`] says, as if one
/// edition were not there.
async fn free(tx: &mut Tx, group: &Group, network: &Network, now: Timestamp, without: Option<Uuid>) -> Result<Slot<Uuid>> {
    let mut there = store::there(&mut *tx, group.id, network.id, now).await?;
    there.retain(|one| Some(one.key) != without);
    let lead = SignedDuration::from_mins(group.copy_lead);
    let found = course::deadline(network.cadence, &group.time_zone, lead, now, &there);
    found.ok_or_else(|| Error::internal("a network without a next deadline"))
}

/// Has a decision or a correction go over from an edition to the next one.
pub(super) async fn carry(
    app: &App,
    tx: &mut Tx,
    group: &Group,
    network: &Network,
    from: Uuid,
    decision: Option<Uuid>,
    correction: Option<Uuid>,
) -> Result<()> {
    let (to, _) = next(app, tx, group, network).await?;
    if let Some(decision) = decision {
        store::move_entry(tx, group.id, (from, to), decision).await?;
    }
    if let Some(correction) = correction {
        store::move_correction(tx, group.id, (from, to), correction).await?;
    }
    Ok(())
}

/// When a person has approved a text: what was approved after the deadline of its edition goes with the next one. `of` is that edition
/// with its deadline.
pub(crate) async fn approved(
    app: &App,
    tx: &mut Tx,
    group: &Group,
    network: &Network,
    decision: Uuid,
    of: (Uuid, Timestamp),
) -> Result<()> {
    if of.1 <= app.clock.now() {
        carry(app, tx, group, network, of.0, Some(decision), None).await?;
    }
    send_when_held(app, tx, group.id).await
}

/// Has what is due sent as soon as what is approved now has waited.
pub(super) async fn send_when_held(app: &App, tx: &mut Tx, group: Uuid) -> Result<()> {
    let rules = versions::rules(&mut *tx, group).await?;
    jobs::send_at(app, tx, app.clock.now() + SignedDuration::from_mins(rules.hold_minutes)).await
}

/// When a network has changed: what waits for it closes at its new next deadline.
pub fn move_deadline<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let (group, now) = (groups::by_id(&mut *tx, event.scope).await?, app.clock.now());
        let network = networks::find(&mut *tx, group.id, event.thing).await?;
        let Some(edition) = moving::store::open_after(&mut *tx, group.id, network.id, now).await? else { return Ok(()) };
        let slot = free(tx, &group, &network, now, Some(edition)).await?;
        let (planned_at, moved_why) = moving::planned(&mut *tx, group.id, edition).await?;
        // What was moved stays where it was moved to, unless its deadline is no more.
        let stays = slot.planned_at == planned_at && !moved_why.is_empty();
        if slot.waits.is_none() && !stays {
            moving::store::set_deadline(tx, group.id, edition, &slot).await?;
        }
        jobs::send_soon(app, tx).await
    })
}

/// When a network has ended: nothing more goes to it.
pub fn withdraw<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        store::delete_open(&mut *tx, event.scope, event.thing).await?;
        versions::delete_unsent(tx, event.scope, event.thing).await
    })
}

/// Sends an edition before its deadline, as soon as what is in it has waited; what is decided after goes into the one that follows.
/// Tells when it leaves: `None` for at once.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not say where things go; [`Error::Conflict`] when it is sent already, or nothing goes with it.
pub async fn send_now(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<Option<Timestamp>> {
    must_cascade(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let edition = queries::whole(&mut *tx, &acting.group, id).await?.edition;
    if edition.sent_at.is_some() {
        return Err(Error::Conflict("This edition has been sent already.".into()));
    }
    if edition.told == 0 && edition.calls == 0 {
        let why =
            if edition.waiting > 0 { "Nobody has approved what is in this edition" } else { "Everything is left out of this edition" };
        return Err(Error::Conflict(format!("{why}: there is nothing to send.")));
    }
    let now = app.clock.now();
    if !edition.early {
        store::set_early(tx, acting.group.id, id).await?;
        ledger::record(tx, Event::new(acting.group.id, now, acting.actor(), "edition.early", id)).await?;
    }
    let leaves = queries::whole(&mut *tx, &acting.group, id).await?.edition.leaves_at(&acting.group);
    if leaves > now {
        jobs::send_at(app, tx, leaves).await?;
        return Ok(Some(leaves));
    }
    send(app, tx, &acting.group, acting.actor(), id).await?;
    Ok(None)
}

/// Sends an edition with what is approved for it; tells whether it had not been sent. What waits for a person goes over to the next one.
/// One with which nothing goes is over, and nothing is mailed; where also nothing is left in it, it is not there any more.
pub(super) async fn send(app: &App, tx: &mut Tx, group: &Group, actor: Actor, id: Uuid) -> Result<bool> {
    let now = app.clock.now();
    let Whole { edition, network, entries, calls, .. } = queries::whole(&mut *tx, group, id).await?;
    if edition.sent_at.is_some() {
        return Ok(false);
    }
    let over = |entry: &&Entry| entry.standing(&network, &group.contact).goes_over(edition.closes_at);
    let mut waiting: Vec<Entry> = entries.iter().filter(over).cloned().collect();
    // An edition is forgotten where all of it goes over, and what does goes over to another than this one.
    let forgotten = waiting.len() == entries.len() && calls.is_empty() && !waiting.is_empty();
    if forgotten && edition.closes_at > now {
        return Ok(false);
    }
    if !forgotten {
        store::set_sent(tx, group.id, id, now).await?;
    }
    let n = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
    for entry in waiting.drain(..) {
        let (decision, correction) = entry.corrects.map_or((Some(entry.decision.id), None), |corrected| (None, Some(corrected.id)));
        carry(app, tx, group, &network, id, decision, correction).await?;
    }
    if n > 0 {
        ledger::record(tx, Event::new(group.id, now, actor, "edition.went-over", id).with("decisions", Fact::Number(n))).await?;
    }
    if forgotten {
        store::delete(tx, group.id, id).await?;
        return Ok(true);
    }
    let going = going(entries, &edition, &network, &group.contact);
    if !going.is_empty() || !calls.is_empty() {
        let reports = store::reports(&mut *tx, group.id, id).await?;
        let reading = Reading::of(group, &network, &edition, &going, &calls).with_thanks(reports);
        ways::go(app, tx, group, &network, &reading, id).await?;
        calls::gone(app, tx, group, id).await?;
    }
    for entry in going.iter().filter(|entry| entry.corrects.is_none()) {
        let told = entry.told(&network, &group.contact);
        let of = (network.id, entry.decision.id);
        versions::sent(tx, group.id, of, (&told.headline, &told.body), versions::room(&network), now).await?;
    }
    let told = Fact::Number(edition.told);
    ledger::record(tx, Event::new(group.id, now, actor, "edition.sent", id).with("decisions", told)).await?;
    Ok(true)
}

/// Sends an edition once more, as it went, to where the network's mail goes now: its address was wrong perhaps.
///
/// # Errors
/// [`Error::Conflict`] before it is sent, when nothing was in it, and for a network that has ended.
pub async fn send_again(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<()> {
    must_cascade(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let Whole { edition, network, entries, calls, .. } = queries::whole(&mut *tx, group, id).await?;
    let going = going(entries, &edition, &network, &group.contact);
    if edition.sent_at.is_none() || (going.is_empty() && calls.is_empty()) || network.ended_on.is_some() {
        return Err(Error::Conflict("Only an edition that was sent, to a network that is still there, can be sent again.".into()));
    }
    let (now, cause) = (app.clock.now(), app.ids.key(app.clock.now())?);
    let reports = store::reports(&mut *tx, group.id, id).await?;
    let reading = Reading::of(group, &network, &edition, &going, &calls).with_thanks(reports);
    ways::go(app, tx, group, &network, &reading, cause).await?;
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
