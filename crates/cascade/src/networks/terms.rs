//! What the terms of reference settle for the cascade: which networks and groups there are, when a version comes into force.

use futures_util::future::BoxFuture;
use group::groups;
use kernel::{
    App, On, Result, Tx, clock,
    ledger::{self, Event, Fact},
};
use terms::{
    rules::{Answer, NamedGroup, NamedNetwork},
    versions,
};
use uuid::Uuid;

use super::{
    commands::NO_CADENCE,
    model::{Limits, Network, Readers, Takes},
    store,
};

/// Networks and groups as answers name them; the second and third say which of the two they speak of at all.
fn named(answers: Vec<Answer>) -> (Vec<Network>, bool, bool) {
    let (mut named, mut networks, mut groups) = (Vec::new(), false, false);
    for answer in answers {
        match answer {
            Answer::Networks(own) => {
                networks = true;
                named.extend(own.networks.into_iter().map(network));
            }
            Answer::MinuteGroups(own) => {
                groups = true;
                named.extend(own.groups.into_iter().map(minute_group));
            }
            _ => {}
        }
    }
    (named, networks, groups)
}

fn network(named: NamedNetwork) -> Network {
    let NamedNetwork { name, address, opening, list, cadence } = named;
    let takes = if list { Takes::List } else { Takes::Copy };
    Network {
        id: Uuid::nil(),
        version: 1,
        name,
        address,
        slug: String::new(),
        takes,
        opening,
        cadence,
        readers: Readers::default(),
        limits: Limits::default(),
        ended_on: None,
    }
}

fn minute_group(named: NamedGroup) -> Network {
    let NamedGroup { name, address } = named;
    let opening = String::new();
    Network {
        id: Uuid::nil(),
        version: 1,
        name,
        address,
        slug: String::new(),
        takes: Takes::Minute,
        opening,
        cadence: NO_CADENCE,
        readers: Readers::default(),
        limits: Limits::default(),
        ended_on: None,
    }
}

/// Whether two are one: of one name, and both get the minute or neither does.
fn is_same(one: &Network, other: &Network) -> bool {
    one.name.to_lowercase() == other.name.to_lowercase() && (one.takes == Takes::Minute) == (other.takes == Takes::Minute)
}

/// What the terms in force name without saying where mail to it goes, and nobody has added by hand.
///
/// # Errors
/// When the database fails.
pub async fn without_address(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<String>> {
    let mut on = on.into();
    let (named, ..) = named(versions::answers_in_force(on.again(), group).await?);
    if named.iter().all(|network| !network.address.is_empty()) {
        return Ok(Vec::new());
    }
    let known = store::all(on, group).await?;
    let unknown = named.into_iter().filter(|network| network.address.is_empty() && !known.iter().any(|other| is_same(network, other)));
    Ok(unknown.map(|network| network.name).collect())
}

/// When terms of reference come into force: what they name is added or changed, and what earlier terms had named and these
/// do not is ended. What somebody added by hand stays. A network without an address waits until somebody knows it.
pub fn follow_terms<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let group = event.scope;
        let (before, ..) = named(versions::answers_replaced(&mut *tx, group).await?);
        let (named, speaks_of_networks, speaks_of_groups) = named(versions::answers_in_force(&mut *tx, group).await?);
        let known = store::all(&mut *tx, group).await?;
        // What the terms before said as well may have been changed by hand since.
        for network in named.iter().filter(|network| !before.contains(network)) {
            match known.iter().find(|other| is_same(network, other)) {
                Some(old) => change(app, tx, event, network, old).await?,
                None if network.address.is_empty() => {}
                None => add(app, tx, event, network).await?,
            }
        }
        let own = store::by_terms(&mut *tx, group).await?;
        let today = clock::day_of(app.clock.now(), &groups::by_id(&mut *tx, group).await?.time_zone);
        let dropped = |old: &&Network| before.iter().any(|one| is_same(one, old)) && !named.iter().any(|one| is_same(one, old));
        for old in known.iter().filter(|old| own.contains(&old.id)).filter(dropped) {
            let spoken_of = if old.takes == Takes::Minute { speaks_of_groups } else { speaks_of_networks };
            if spoken_of && store::end(tx, group, old.id, today).await? {
                store::forget_webhook(tx, group, old.id).await?;
                said(app, tx, event, "network.ended", old).await?;
            }
        }
        Ok(())
    })
}

async fn said(app: &App, tx: &mut Tx, event: &Event, verb: &'static str, network: &Network) -> Result<()> {
    let takes = Fact::Word(network.takes.key().into());
    ledger::record(tx, Event::new(event.scope, app.clock.now(), event.actor, verb, network.id).with("takes", takes)).await
}

async fn add(app: &App, tx: &mut Tx, event: &Event, network: &Network) -> Result<()> {
    let network = Network { id: app.ids.key(app.clock.now())?, ..network.clone() };
    store::insert(tx, event.scope, &network).await?;
    store::set_by_terms(tx, event.scope, network.id).await?;
    said(app, tx, event, "network.added", &network).await
}

async fn change(app: &App, tx: &mut Tx, event: &Event, named: &Network, old: &Network) -> Result<()> {
    store::set_by_terms(tx, event.scope, old.id).await?;
    let address = if named.address.is_empty() { old.address.clone() } else { named.address.clone() };
    // The terms know an editor and a list. What somebody has made of it since, such as a page, stays, and has no address.
    let (takes, address) = if old.takes.needs_address() { (named.takes, address) } else { (old.takes, String::new()) };
    // Who reads it and how long our texts may be is not in the terms: what somebody has said stays.
    let (readers, limits) = (old.readers.clone(), old.limits);
    let (name, slug) = (old.name.clone(), old.slug.clone());
    let network = Network { id: old.id, version: old.version, address, slug, takes, name, readers, limits, ..named.clone() };
    if network == *old {
        return Ok(());
    }
    store::update(tx, event.scope, &network, old.version).await?;
    said(app, tx, event, "network.changed", &network).await
}
