//! A minute is put right after it went to groups: each that was sent it is told what it said and what it says now, in the same
//! transaction.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use group::{
    groups::{self, Group},
    membership,
};
use kernel::{
    App, Result, Tx,
    actor::Actor,
    ledger::{self, Event, Fact},
    mail::{self, Letter, Outgoing},
    words,
};
use meetings::minutes::mending::{self, PutRight};

use super::store;
use crate::networks::{self, Network, Takes};

/// When a line of a published minute was put right by both sides: tells the groups that were sent the minute.
pub fn tell_mended<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let (Some(Fact::Number(number)), Some(Fact::Key(id))) = (event.facts.get("meeting"), event.facts.get("correction")) else {
            return Ok(());
        };
        let group = groups::by_id(&mut *tx, event.scope).await?;
        match mending::put_right(&mut *tx, &group, *number, *id).await? {
            Some(put) => tell(app, tx, &group, &put).await,
            None => Ok(()),
        }
    })
}

/// When a decision was corrected: tells the groups that were sent the minute which quotes the old words.
pub fn tell_corrected<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let group = groups::by_id(&mut *tx, event.scope).await?;
        match mending::put_right_in_decision(&mut *tx, &group, event.thing).await? {
            Some(put) => tell(app, tx, &group, &put).await,
            None => Ok(()),
        }
    })
}

/// A copy that has not left yet is written with what was put right in it, so that its group is told nothing else.
async fn tell(app: &App, tx: &mut Tx, group: &Group, put: &PutRight) -> Result<()> {
    let copies = store::copies(&mut *tx, group.id, put.meeting.id).await?;
    let has = |network: &Network| copies.get(&network.id).is_some_and(|(posted, _)| posted.is_some());
    let mut letters: BTreeMap<String, Vec<Network>> = BTreeMap::new();
    for network in networks::all(&mut *tx, group.id).await?.into_iter().filter(|network| network.takes == Takes::Minute && has(network)) {
        letters.entry(network.address.to_lowercase()).or_default().push(network);
    }
    let (now, contact) = (app.clock.now(), membership::contact(&mut *tx, group).await?);
    let mut told = 0;
    for networks in letters.into_values() {
        let Some(first) = networks.first() else { continue };
        let cause = app.ids.key(now)?;
        let (to, letter) = (first.address.clone(), letter(group, put, &networks));
        for network in &networks {
            store::put_told(tx, group.id, (put.id, put.meeting.id, network.id), now, cause).await?;
            told += 1;
        }
        let mail =
            Outgoing { scope: Some(group.id), to, letter, cause, kind: "minute-put-right", parts: Vec::new(), reply_to: contact.clone() };
        mail::post_known(app, tx, mail).await?;
    }
    if told > 0 {
        let event = Event::new(group.id, now, Actor::System, "minute.correction-shared", put.meeting.id);
        ledger::record(tx, event.with("meeting", Fact::Number(put.meeting.number)).with("groups", Fact::Number(told))).await?;
    }
    Ok(())
}

fn letter(group: &Group, put: &PutRight, networks: &[Network]) -> Letter {
    let day = words::date(put.meeting.held_on);
    let committees = networks.iter().map(|network| network.name.trim_end_matches('.')).collect::<Vec<_>>().join("; ");
    let ask = if group.contact.is_empty() { "an answer to this mail reaches us".to_owned() } else { group.contact.clone() };
    Letter::new(format!("Put right: minute of {day}, {}", group.name), format!("The minute of {day} is put right"), &group.name)
        .paragraph(format!(
            "For: {committees}. We sent you the minute of this meeting. Something in it was not right, and both sides of the group have \
             approved how it should read."
        ))
        .section("It said")
        .paragraph(&put.was)
        .section("It says now")
        .paragraph(&put.words)
        .section("Why")
        .paragraph(&put.why)
        .paragraph(format!("Please put this with the minute that you have. Questions are welcome: {ask}."))
}
