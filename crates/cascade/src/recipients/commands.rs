//! The verbs on lists: add, remove, confirm, say no, want it again, forget.

use std::collections::{HashMap, HashSet};

use futures_util::future::BoxFuture;
use group::{acting::Acting, groups::Group, screening::refuse_numbers};
use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    app::compute,
    form::Checks,
    ledger::{self, Event, Fact},
    mail::runs,
};
use uuid::Uuid;

use super::{
    import, links,
    model::{Recipient, pasted},
    store::{self, Owner},
};
use crate::{
    editions,
    networks::{self, Network, Takes, must_cascade},
};
use group::importing::{Checked, Problem, Sheet};

/// The list that a key names, for whoever may change it.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not say where things go; [`Error::NotFound`] for what is no list, or not any more.
pub(super) async fn own(on: impl Into<kernel::On<'_>>, acting: &Acting, network: Uuid) -> Result<Network> {
    must_cascade(acting)?;
    let network = networks::find(on, acting.group.id, network).await?;
    if network.takes == Takes::Recipients && network.ended_on.is_none() { Ok(network) } else { Err(Error::NotFound) }
}

/// What came of addresses that were added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// How many are new on the list.
    pub new: usize,
    /// How many were on it.
    pub already: usize,
    /// How many have said no, and stay off it.
    pub said_no: usize,
}

fn number(n: usize) -> Fact {
    Fact::Number(i64::try_from(n).unwrap_or(i64::MAX))
}

fn event(app: &App, acting: &Acting, verb: &'static str, thing: Uuid) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, thing).with("as", acting.acted_as())
}

/// The addresses that somebody typed or pasted, each once.
fn read(text: &str, most: usize) -> Result<Vec<String>> {
    let mut seen = HashSet::new();
    let found: Vec<String> = pasted(text).into_iter().filter(|address| seen.insert(address.clone())).collect();
    if found.is_empty() {
        return Err(Error::field("addresses", "Enter an address, or paste several"));
    }
    if found.len() > most {
        return Err(Error::field("addresses", "That is too many to paste at once: bring them in as a table"));
    }
    // One message for all, because they stand in one field: the first that are none, as they were typed.
    let is_none = |address: &&String| {
        let mut checks = Checks::default();
        checks.mail_address("addresses", address);
        checks.done().is_err() || !address.contains('@')
    };
    let wrong: Vec<&str> = found.iter().filter(is_none).take(5).map(String::as_str).collect();
    if !wrong.is_empty() {
        let message = format!("Each must be in the form name@example.scot. Look at: {}. Nothing was added", wrong.join(", "));
        return Err(Error::field("addresses", message));
    }
    refuse_numbers(found.iter().map(|address| ("addresses", address.as_str())), false)?;
    Ok(found)
}

/// Adds what somebody typed or pasted to a list. Who has said no stays off it.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not say where things go; [`Error::NotFound`] for what is no list; [`Error::Invalid`] and
/// [`Error::Refused`] for what was typed: then nothing was added.
pub async fn add(app: &App, tx: &mut Tx, acting: &Acting, network: Uuid, typed: &str) -> Result<Added> {
    let found = read(typed, app.settings.most_pasted)?;
    ledger::hold(tx, acting.group.id).await?;
    let network = own(&mut *tx, acting, network).await?;
    let known = Known::of(&mut *tx, acting.group.id, network.id).await?;
    let mut added = Added::default();
    let mut new = Vec::new();
    for address in found {
        match known.of_address(app, &address) {
            Standing::New => new.push(address),
            Standing::There => added.already += 1,
            Standing::SaidNo => added.said_no += 1,
        }
    }
    added.new = new.len();
    put(app, tx, acting, network.id, &new, "recipients.added").await?;
    Ok(added)
}

/// Puts addresses on a list that are not on it and have not said no.
async fn put(app: &App, tx: &mut Tx, acting: &Acting, network: Uuid, new: &[String], verb: &'static str) -> Result<()> {
    let (group, today) = (acting.group.id, app.clock.today(&acting.group.time_zone));
    for address in new {
        let (id, hash) = (app.ids.key(app.clock.now())?, links::address_hash(app, group, address));
        store::put(tx, (group, network), id, address, &hash, today).await?;
    }
    if !new.is_empty() {
        ledger::record(tx, event(app, acting, verb, network).with("addresses", number(new.len()))).await?;
    }
    Ok(())
}

/// How an address stands with a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    New,
    There,
    SaidNo,
}

/// What is known of addresses, by their hashes.
#[derive(Clone, Debug)]
pub(super) struct Known {
    group: Uuid,
    there: HashMap<Vec<u8>, bool>,
    refused: HashSet<Vec<u8>>,
}

impl Known {
    /// Of one list, and of who has said no to any of the group's.
    pub(super) async fn of(on: impl Into<kernel::On<'_>>, group: Uuid, network: Uuid) -> Result<Self> {
        let mut on = on.into();
        let there = store::known(on.again(), group, network).await?;
        Ok(Self { group, there, refused: store::refusals(on, group).await?.into_iter().collect() })
    }

    /// How an address stands.
    pub(super) fn of_address(&self, app: &App, address: &str) -> Standing {
        let hash = links::address_hash(app, self.group, address);
        if self.refused.contains(&hash) {
            Standing::SaidNo
        } else if self.there.get(&hash) == Some(&true) {
            Standing::There
        } else {
            Standing::New
        }
    }
}

/// What would come of a table of addresses; nothing is written.
///
/// # Errors
/// When the database fails.
pub(super) async fn check(
    app: &App,
    group: &Group,
    network: Uuid,
    sheet: Sheet,
    found: Vec<Problem>,
) -> Result<(Sheet, Vec<Problem>, Checked<String>)> {
    let known = Known::of(&app.db, group.id, network).await?;
    let own = app.clone();
    compute(move || {
        let checked = import::plan(&sheet, &found, |address| known.of_address(&own, address));
        (sheet, found, checked)
    })
    .await
}

/// Brings in what is ready of a table; `goes` has the last word on what is found under the group's lock. Tells how many.
///
/// # Errors
/// As [`own`].
pub(super) async fn bring_in(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    network: Uuid,
    (sheet, found): (&Sheet, &[Problem]),
    goes: impl FnOnce(&Checked<String>) -> bool,
) -> Result<Result<usize, Checked<String>>> {
    ledger::hold(tx, acting.group.id).await?;
    let network = own(&mut *tx, acting, network).await?;
    let known = Known::of(&mut *tx, acting.group.id, network.id).await?;
    let checked = import::plan(sheet, found, |address| known.of_address(app, address));
    if !goes(&checked) {
        return Ok(Err(checked));
    }
    let new: Vec<String> = checked.ready.into_iter().map(|(_, address)| address).collect();
    put(app, tx, acting, network.id, &new, "recipients.imported").await?;
    Ok(Ok(new.len()))
}

/// Takes an address off a list. Taken off twice, it is off.
///
/// # Errors
/// As [`own`].
pub(super) async fn remove(app: &App, tx: &mut Tx, acting: &Acting, network: Uuid, recipient: Uuid) -> Result<()> {
    ledger::hold(tx, acting.group.id).await?;
    let network = own(&mut *tx, acting, network).await?;
    if store::remove(tx, acting.group.id, network.id, recipient).await?.is_some() {
        ledger::record(tx, event(app, acting, "recipient.removed", recipient)).await?;
    }
    Ok(())
}

/// Says that an address is right although mail to it came back: it gets mail again.
///
/// # Errors
/// As [`own`].
pub(super) async fn confirm(app: &App, tx: &mut Tx, acting: &Acting, network: Uuid, recipient: Uuid) -> Result<()> {
    ledger::hold(tx, acting.group.id).await?;
    let network = own(&mut *tx, acting, network).await?;
    if store::confirm(tx, acting.group.id, network.id, recipient, app.clock.now()).await? {
        ledger::record(tx, event(app, acting, "recipient.confirmed", recipient)).await?;
    }
    Ok(())
}

/// Every address of a list, for a table; that it was taken out is noted.
///
/// # Errors
/// As [`own`].
pub(super) async fn take_out(app: &App, tx: &mut Tx, acting: &Acting, network: Uuid) -> Result<(Network, Vec<Recipient>)> {
    ledger::hold(tx, acting.group.id).await?;
    let network = own(&mut *tx, acting, network).await?;
    let all = store::all(&mut *tx, acting.group.id, network.id).await?;
    ledger::record(tx, event(app, acting, "recipients.exported", network.id).with("addresses", number(all.len()))).await?;
    Ok((network, all))
}

/// Somebody wants nothing more of the group's lists. Their address is forgotten at once, on all of them, and what waits for them
/// in a sending that is under way is taken out. Said twice, it is said.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours.
pub(super) async fn say_no(app: &App, tx: &mut Tx, group: &Group, code: &str) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let owner = links::open(app, &mut *tx, group, code).await?;
    if owner.said_no {
        return Ok(());
    }
    let today = app.clock.today(&group.time_zone);
    for address in store::refuse(tx, group.id, &owner.hash, today).await? {
        runs::leave_out(tx, group.id, &address).await?;
    }
    ledger::record(tx, said(app, group, &owner, "recipient.stopped")).await
}

/// Somebody who has said no wants it again: by the link of their own mail, and with the address, which we no longer have.
///
/// # Errors
/// [`Error::Invalid`] for another address than the one that the mail went to; [`Error::Conflict`] when the list is no more.
pub(super) async fn want_again(app: &App, tx: &mut Tx, group: &Group, code: &str, typed: &str) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let owner = links::open(app, &mut *tx, group, code).await?;
    if !owner.said_no {
        return Ok(());
    }
    let mut checks = Checks::default();
    let address = checks.mail_address("address", typed).to_lowercase();
    checks.done()?;
    if !kernel::keys::same(&links::address_hash(app, group.id, &address), &owner.hash) {
        return Err(Error::field("address", "Enter the address that the mail with this link came to"));
    }
    let today: Date = app.clock.today(&group.time_zone);
    if !store::want_again(tx, group.id, &owner, &address, today).await? {
        return Err(Error::Conflict("This list no longer exists, so no mail would come.".into()));
    }
    ledger::record(tx, said(app, group, &owner, "recipient.started")).await
}

/// As the ledger has it: whose key it was, and nothing of who they are.
fn said(app: &App, group: &Group, owner: &Owner, verb: &'static str) -> Event {
    Event::new(group.id, app.clock.now(), Actor::Visitor, verb, owner.id)
}

/// When a network has ended: what is under way ends, and its addresses are forgotten.
pub fn forget<'a>(app: &'a App, tx: &'a mut Tx, ended: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let (group, network) = (ended.scope, ended.thing);
        for edition in editions::of_network(&mut *tx, group, network, 10).await? {
            if let Some(run) = runs::standing(&mut *tx, group, edition.id).await?
                && run.finished_at.is_none()
            {
                if run.stopped_at.is_none() {
                    runs::stop(app, tx, group, run.id, ended.actor).await?;
                }
                runs::end(app, tx, group, run.id).await?;
            }
        }
        let gone = store::forget(tx, group, network).await?;
        if gone > 0 {
            let fact = Fact::Number(i64::try_from(gone).unwrap_or(i64::MAX));
            let event = Event::new(group, app.clock.now(), ended.actor, "recipients.forgotten", network);
            ledger::record(tx, event.with("addresses", fact)).await?;
        }
        Ok(())
    })
}
