//! The verbs of placing: say the direction or the service, prepare an issue, take that back.

use analysis::themes::Direction;
use group::{acting::Acting, directory, permissions::Verb};
use kernel::{
    App, Error, Result, Tx,
    form::Checks,
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    model::direction_key,
    store::{self, Placing},
};
use crate::issues::{self, Issue};

/// What is said of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Which way the work flows; nothing takes it back.
    Direction(Option<Direction>),
    /// Which entry of the directory it is about; nothing takes it back.
    Service(Option<Uuid>),
}

/// An issue that still takes what those who triage say of it, with what was said.
async fn open(tx: &mut Tx, acting: &Acting, number: i64) -> Result<(Issue, Placing)> {
    acting.must(Verb::WordIssues)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let issue = issues::find(&mut *tx, group.id, number).await?;
    if !issue.takes_wording() {
        return Err(Error::Conflict("This issue is closed, so it stays where it is.".into()));
    }
    let placing = store::placing(&mut *tx, group.id, issue.id).await?;
    Ok((issue, placing))
}

fn event(app: &App, acting: &Acting, verb: &'static str, issue: &Issue) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, issue.id).with("as", acting.acted_as())
}

/// Says which way the work flows, or which service an issue is about.
///
/// # Errors
/// [`Error::Conflict`] when the issue is closed; [`Error::Invalid`] for a service that is not in the group's directory.
pub async fn place(app: &App, tx: &mut Tx, acting: &Acting, number: i64, place: Place) -> Result<()> {
    let (issue, before) = open(tx, acting, number).await?;
    let placing = match place {
        Place::Direction(direction) => Placing { direction, ..before.clone() },
        Place::Service(service) => Placing { service, ..before.clone() },
    };
    if placing == before {
        return Ok(());
    }
    if let Some(service) = placing.service.filter(|service| Some(*service) != before.service) {
        let entries = directory::all(&mut *tx, acting.group.id).await?;
        if !entries.iter().any(|entry| entry.id == service) {
            return Err(Error::field("service", "Choose a service of the group’s directory, or leave it empty"));
        }
    }
    store::put(tx, acting.group.id, issue.id, &placing).await?;
    let event = event(app, acting, "issue.placed", &issue);
    let event = match place {
        Place::Direction(direction) => event.with("direction", Fact::Word(direction.map_or("none", direction_key).into())),
        Place::Service(_) => event.with("service", Fact::Word(if placing.service.is_some() { "named" } else { "none" }.into())),
    };
    ledger::record(tx, event).await
}

/// Says that an issue is prepared: it has its theme and its group wording, and the two co-chairs can decide.
///
/// # Errors
/// [`Error::Conflict`] when it no longer waits for triage; [`Error::Invalid`] while theme, title or sentences are missing or have
/// a gap.
pub async fn prepare(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    let (issue, before) = open(tx, acting, number).await?;
    if !issue.awaits_triage() {
        return Err(Error::Conflict("This issue is no longer waiting for triage.".into()));
    }
    let wording = issues::wording(&issue);
    let mut checks = Checks::default();
    for (field, text, missing) in [
        ("theme", &wording.theme, "Choose a theme"),
        ("title", &wording.title, "Write a neutral title"),
        ("text", &wording.text, "Write two neutral sentences"),
    ] {
        if text.is_empty() {
            checks.fail(field, missing);
        } else if analysis::wording::has_gap(text) {
            checks.fail(field, "Put your own words in the place of the square brackets, or take them out");
        }
    }
    checks.done()?;
    if before.prepared_on.is_some() {
        return Ok(());
    }
    let placing = Placing { prepared_on: Some(app.clock.today(&acting.group.time_zone)), ..before };
    store::put(tx, acting.group.id, issue.id, &placing).await?;
    ledger::record(tx, event(app, acting, "issue.prepared", &issue)).await
}

/// Takes back that an issue is prepared.
///
/// # Errors
/// [`Error::Conflict`] when the issue is closed.
pub async fn take_back(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    let (issue, before) = open(tx, acting, number).await?;
    if before.prepared_on.is_none() {
        return Ok(());
    }
    store::put(tx, acting.group.id, issue.id, &Placing { prepared_on: None, ..before }).await?;
    ledger::record(tx, event(app, acting, "issue.unprepared", &issue)).await
}
