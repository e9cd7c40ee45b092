//! The verb that sends a call for issues, and what follows when an edition leaves that holds some.

use group::{acting::Acting, groups::Group};
use issues::doors::{self, NewDoor};
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    error::FieldError,
    ledger::{self, Event, Fact},
    words,
};
use meetings::{meetings::State, theme_calls};
use uuid::Uuid;

use super::{mail, store};
use crate::{
    editions,
    networks::{self, Takes, must_cascade},
};

/// How a call goes to a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In its next edition.
    Edition,
    /// As a mail at once.
    Mail,
}

fn sent(app: &App, group: &Group, actor: Actor, call: Uuid, way: &str) -> Event {
    Event::new(group.id, app.clock.now(), actor, "call.sent", call).with("way", Fact::Word(way.into()))
}

/// Sends a call as its sender saw it to networks, each in its own way; tells how many were new. What a network has got or waits
/// for already goes to it once.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::Conflict`] when its words have changed since `version`, or
/// its meeting is not to come or has another theme; [`Error::Invalid`] for an edition that comes too late.
pub async fn send(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid, version: i64, ways: &[(Uuid, Way)]) -> Result<usize> {
    must_cascade(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let call = theme_calls::find(&mut *tx, group.id, id).await?;
    if call.version != version {
        return Err(Error::Conflict("Somebody else has changed this call meanwhile: read it again before it goes out.".into()));
    }
    let today = app.clock.today(&group.time_zone);
    let meeting = meetings::meetings::find(&mut *tx, group.id, call.meeting).await?;
    if meeting.state != State::Planned || meeting.theme != call.theme || meeting.held_on <= today {
        let why = "Its meeting is not to come any more, or has another theme now: draft a call on the theme calendar.";
        return Err(Error::Conflict(why.into()));
    }
    if call.until < today {
        return Err(Error::field("until", "The day by which you ask for reports is over: enter a later one and save it first"));
    }
    // The link in the mail leads through a door of the theme, so that the form knows it.
    let door = NewDoor { label: call.name.clone(), kind: doors::Kind::Call.key().into(), place: String::new() };
    doors::add(app, &mut *tx, acting, &door).await?;
    let there = store::copies(&mut *tx, group.id, id).await?;
    let reads = store::one(&mut *tx, group.id, id).await?;
    let all = networks::all(&mut *tx, group.id).await?;
    let (mut errors, mut new, mut mailed) = (Vec::new(), 0, false);
    for (network, way) in ways.iter().filter(|(network, _)| !there.iter().any(|copy| copy.network == *network)) {
        let Some(network) = all.iter().find(|one| one.id == *network && one.takes != Takes::Minute) else { continue };
        match way {
            Way::Mail if !network.takes.needs_address() => {
                let message = format!("No mail of its own goes to {}: have it go with its next edition", network.name);
                errors.push(FieldError { field: format!("network-{}", network.id).into(), message });
                continue;
            }
            Way::Mail => {
                store::insert(tx, group.id, id, network.id, None, Some(today)).await?;
                mail::post(app, tx, group, network, &reads).await?;
                ledger::record(tx, sent(app, group, acting.actor(), id, "mail").with("network", Fact::Key(network.id))).await?;
                mailed = true;
            }
            Way::Edition => {
                let (edition, out_on) = editions::next(app, tx, group, network).await?;
                if out_on > call.until {
                    let message = format!(
                        "The next edition of {} comes out on {}, after the day by which you ask for reports: send it as a mail at once",
                        network.name,
                        words::date(out_on)
                    );
                    errors.push(FieldError { field: format!("network-{}", network.id).into(), message });
                    continue;
                }
                store::insert(tx, group.id, id, network.id, Some(edition), None).await?;
                let event = Event::new(group.id, app.clock.now(), acting.actor(), "call.entered", id);
                ledger::record(tx, event.with("network", Fact::Key(network.id))).await?;
            }
        }
        new += 1;
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    if mailed {
        theme_calls::called(tx, group.id, id, today).await?;
    }
    editions::send_soon(app, tx).await?;
    Ok(new)
}

/// When an edition has left: the calls in it are out.
pub(crate) async fn gone(app: &App, tx: &mut Tx, group: &Group, edition: Uuid) -> Result<()> {
    let today = app.clock.today(&group.time_zone);
    for call in store::in_edition(&mut *tx, group.id, edition).await? {
        store::posted(tx, group.id, call.id, edition, today).await?;
        theme_calls::called(tx, group.id, call.id, today).await?;
        ledger::record(tx, sent(app, group, Actor::System, call.id, "edition")).await?;
    }
    Ok(())
}
