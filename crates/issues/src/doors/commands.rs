//! The verbs on doors: add, close, and note what came through one.

use group::{acting::Acting, permissions::Verb, screening::refuse_identifiers};
use kernel::{
    App, Error, Result, Tx, clock,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    model::{Door, Kind, bucket, key_of, says},
    store,
};
use crate::issues::{self, Known};

/// How somebody came to the form, and how long it took them.
#[derive(Clone, Debug, Default)]
pub struct Came {
    /// The key of the door; one that is not known is left alone.
    pub door: String,
    /// The seconds from the first letter to Send.
    pub seconds: Option<i64>,
}

/// A door as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct NewDoor {
    /// What people call it.
    pub label: String,
    /// `workplace`, `network`, `guidance` or `group`.
    pub kind: String,
    /// The partnership or site.
    pub place: String,
}

/// Goes on only for those who keep the ways in.
pub(super) fn must_keep(acting: &Acting) -> Result<()> {
    acting.must(Verb::WordIssues)
}

/// Adds a door. One of the same label is the same door.
///
/// # Errors
/// [`Error::NotFound`] for those who do not keep the ways in; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn add(app: &App, tx: &mut Tx, acting: &Acting, new: &NewDoor) -> Result<Door> {
    must_keep(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let mut checks = Checks::default();
    let rule = |required, name| TextRule { required, name, max: 120, lines: false };
    let label = checks.text("label", &new.label, rule(Some("Enter what people call it"), "The name"));
    let place = checks.text("place", &new.place, rule(None, "The place"));
    let kind = Kind::from_key(&new.kind);
    if kind.is_none() {
        checks.fail("kind", "Choose whose way in it is");
    }
    checks.done()?;
    refuse_identifiers([("label", label.as_str()), ("place", &place)].into_iter(), true)?;
    let Some(kind) = kind else { return Err(Error::internal("a door without a kind")) };
    let same = |door: &Door| door.label.to_lowercase() == label.to_lowercase();
    if let Some(there) = store::all(&mut *tx, group).await?.into_iter().find(same) {
        return Ok(there);
    }
    // What the directory knows need not be typed.
    let place = match kind {
        Kind::Workplace if place.is_empty() => issues::coarse_place(&mut *tx, group, &label).await?,
        _ => place,
    };
    let door = Door { id: app.ids.key(app.clock.now())?, key: free_key(tx, group, &label).await?, kind, label, place, closed_on: None };
    store::insert(tx, group, &door).await?;
    let event = Event::new(group, app.clock.now(), acting.actor(), "door.added", door.id)
        .with("as", acting.acted_as())
        .with("kind", Fact::Word(kind.key().into()));
    ledger::record(tx, event).await?;
    Ok(door)
}

/// Changes what people call a door and its place. Its link and its posters stay good; what came through it stays counted.
///
/// # Errors
/// [`Error::NotFound`] for those who do not keep the ways in, and for a door that is not open; [`Error::Conflict`] when
/// somebody else changed it since `seen`; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn change(app: &App, tx: &mut Tx, acting: &Acting, key: &str, seen: (&str, &str), new: &NewDoor) -> Result<()> {
    must_keep(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let door = store::open(&mut *tx, group, key).await?.ok_or(Error::NotFound)?;
    let mut checks = Checks::default();
    let rule = |required, name| TextRule { required, name, max: 120, lines: false };
    let label = checks.text("label", &new.label, rule(Some("Enter what people call it"), "The name"));
    let place = checks.text("place", &new.place, rule(None, "The place"));
    let taken = |other: &Door| other.id != door.id && other.label.to_lowercase() == label.to_lowercase();
    if store::all(&mut *tx, group).await?.iter().any(taken) {
        checks.fail("label", "Another way in has that name: give this one another");
    }
    checks.done()?;
    refuse_identifiers([("label", label.as_str()), ("place", &place)].into_iter(), true)?;
    if (door.label.as_str(), door.place.as_str()) == (label.as_str(), place.as_str()) {
        return Ok(());
    }
    if (door.label.as_str(), door.place.as_str()) != seen {
        return Err(Error::Conflict(format!(
            "Somebody else changed it meanwhile: it is called “{}”, of “{}”. Save again if yours is right.",
            door.label, door.place
        )));
    }
    store::change(tx, group, door.id, &label, &place).await?;
    ledger::record(tx, Event::new(group, app.clock.now(), acting.actor(), "door.changed", door.id).with("as", acting.acted_as())).await
}

/// A word for addresses that no door of the group had before: posters hang for years.
async fn free_key(tx: &mut Tx, group: Uuid, label: &str) -> Result<String> {
    let key = Some(key_of(label)).filter(|key| !key.is_empty()).unwrap_or_else(|| "door".into());
    let mut tried = key.clone();
    for n in 2..1_000 {
        if !store::key_is_taken(&mut *tx, group, &tried).await? {
            return Ok(tried);
        }
        tried = format!("{key}-{n}");
    }
    Err(Error::field("label", "There are very many with this name: choose another"))
}

/// Closes a door: its link still leads to the form, and is not counted any more.
///
/// # Errors
/// [`Error::NotFound`] for those who do not keep the ways in, and for a door that is not open.
pub async fn close(app: &App, tx: &mut Tx, acting: &Acting, key: &str) -> Result<()> {
    must_keep(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let door = store::open(&mut *tx, group.id, key).await?.ok_or(Error::NotFound)?;
    store::close(tx, group.id, door.id, clock::day_of(app.clock.now(), &group.time_zone)).await?;
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "door.closed", door.id).with("as", acting.acted_as());
    ledger::record(tx, event).await
}

/// Notes how a report came: its door, or of an anonymous one only the coarse place; and counts how long the form took,
/// apart from the report.
///
/// # Errors
/// When the database fails.
pub async fn came(tx: &mut Tx, group: Uuid, issue: Uuid, known: Known, came: &Came) -> Result<()> {
    let door = if came.door.is_empty() { None } else { store::open(&mut *tx, group, &came.door).await? };
    if let Some(door) = door {
        let (key, workplace) = says(&door, known == Known::Anonymous);
        let coarse = match known {
            Known::Anonymous => issues::no_finer(&mut *tx, group, workplace).await?,
            _ => workplace.to_owned(),
        };
        issues::set_door(tx, group, issue, key, &coarse).await?;
    }
    match came.seconds.and_then(bucket) {
        Some(bucket) => store::count_time(tx, group, bucket).await,
        None => Ok(()),
    }
}
