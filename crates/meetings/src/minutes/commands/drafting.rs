//! A minute is drafted when its meeting is over, and mended by people while it is a draft.

use futures_util::future::BoxFuture;
use group::{
    acting::Acting,
    groups::{self, Group},
    membership,
    permissions::Role,
    screening::{self, refuse_unknown},
};
use kernel::{
    App, Error, Result, Tx, clock,
    error::FieldError,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};

use super::{
    super::{
        compose, mail,
        model::Section,
        recalled::recalled,
        store, versions,
        whole::{Whole, whole},
    },
    must_keep, refused,
};
use crate::meetings::{self, Attendee, Presence, Record, event};

/// When a meeting is over: drafts its minute from the record, and tells both co-chairs that it waits for them.
pub fn draft<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let Some(Fact::Number(number)) = event.facts.get("meeting") else {
            return Err(Error::internal("a meeting that is over names no number"));
        };
        let group = groups::by_id(&mut *tx, event.scope).await?;
        let record = meetings::record(&mut *tx, group.id, *number).await?;
        let now = app.clock.now();
        let today = clock::day_of(now, &group.time_zone);
        let sections = if record.meeting.is_in_writing() {
            compose::in_writing(&record)
        } else {
            let recalled = recalled(&mut *tx, &group, &record.meeting).await?;
            compose::sections(&record, &recalled, &on_behalf(tx, &group, &record).await?)
        };
        store::insert(tx, group.id, record.meeting.id, &sections, today).await?;
        let found = whole(&mut *tx, &group, *number).await?;
        versions::keep(tx, group.id, &found, versions::Kind::Drafted, None, "", now).await?;
        let said = Event::new(group.id, now, event.actor, "minute.drafted", record.meeting.id);
        ledger::record(tx, said).await?;
        mail::ask_for_approval(app, tx, &group, &record.meeting).await
    })
}

/// Who came in the place of whom: a deputy of a side, or who acts for it, whose co-chair sent apologies.
async fn on_behalf(tx: &mut Tx, group: &Group, record: &Record) -> Result<Vec<(String, String)>> {
    let seats = membership::seats(&mut *tx, group).await?;
    let day = record.meeting.held_on;
    let stands_in = |one: &&Attendee| {
        let seat = seats.iter().find(|seat| seat.person == one.person);
        one.presence == Presence::Present && one.role != Role::CoChair && seat.is_some_and(|seat| seat.holds_key(day))
    };
    let absent = record.attendees.iter().filter(|one| one.presence == Presence::Apologies && one.role == Role::CoChair);
    let pairs = absent.filter_map(|chair| {
        let deputy = record.attendees.iter().find(|one| one.side == chair.side && stands_in(one))?;
        Some((deputy.name.clone(), chair.name.clone()))
    });
    Ok(pairs.collect())
}

/// New words for a section, and the words that the writer saw there before.
#[derive(Clone, Debug)]
pub struct Change {
    /// The section's place.
    pub position: i64,
    /// What the writer saw.
    pub seen: String,
    /// What they typed.
    pub words: String,
}

/// Edits the words of sections. Only sections whose words were changed are written, so that two people can edit two sections
/// at once. Whoever has approved is asked again; tells whether anything was changed.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has edited the same section meanwhile, or the minute is published;
/// [`Error::Invalid`] and [`Error::Refused`] for the words.
pub async fn edit(app: &App, tx: &mut Tx, acting: &Acting, number: i64, changes: &[Change]) -> Result<bool> {
    must_keep(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let found = whole(&mut *tx, group, number).await?;
    super::must_be_draft(&found.minute)?;
    found.must_be_shown()?;
    let known = screening::known(&mut *tx, group.id).await?;
    let mut changed = Vec::new();
    for section in &found.sections {
        let Some(change) = changes.iter().find(|change| change.position == section.position) else { continue };
        // Who stands in the section already, such as a guest, is no patient.
        let words = checked(&known.clone().service(&section.words), section, &change.words)?;
        if words == change.seen || words == section.words {
            continue;
        }
        if change.seen != section.words {
            return Err(Error::Conflict(format!("Somebody else has edited {} meanwhile.", named(section))));
        }
        changed.push((section.position, words));
    }
    if changed.is_empty() {
        return Ok(false);
    }
    rewrite(app, tx, acting, &found, &changed).await?;
    Ok(true)
}

/// Writes new words of sections, keeps the text that comes of it, and asks again whoever had signed.
pub(in super::super) async fn rewrite(app: &App, tx: &mut Tx, acting: &Acting, found: &Whole, changed: &[(i64, String)]) -> Result<()> {
    let (group, meeting) = (&acting.group, &found.meeting);
    for (position, words) in changed {
        store::set_section(tx, group.id, meeting.id, *position, words).await?;
    }
    let now = whole(&mut *tx, group, meeting.number).await?;
    let asked_again = found.course().edit(now.hash.clone()).map_err(|why| refused(&why))?;
    store::clear_approvals(tx, group.id, meeting.id).await?;
    store::set_sent_back(tx, group.id, meeting.id, None).await?;
    versions::keep(tx, group.id, &now, versions::Kind::Edited, Some(acting.person), "", app.clock.now()).await?;
    ledger::record(tx, event(app, acting, meeting, "minute.edited")).await?;
    if asked_again.is_empty() { Ok(()) } else { mail::ask_again(app, tx, group, meeting, &asked_again).await }
}

/// A section as messages name it.
pub(in super::super) fn named(section: &Section) -> String {
    format!("section {}, “{}”", section.position, section.heading)
}

/// The words of a section as they will be kept; a message says which section it is about.
fn checked(known: &screening::Known, section: &Section, typed: &str) -> Result<String> {
    let mut checks = Checks::default();
    let words = checks.text("sections", typed, TextRule { required: None, name: "The text", max: 8_000, lines: true });
    let refused = checks.done().and_then(|()| refuse_unknown(known, [("sections", words.as_str())].into_iter(), true).map(drop));
    let about = |mut errors: Vec<FieldError>| {
        for error in &mut errors {
            error.message = format!("In {}: {}", named(section), error.message);
        }
        errors
    };
    match refused {
        Err(Error::Invalid(errors)) => Err(Error::Invalid(about(errors))),
        Err(Error::Refused(errors, found)) => Err(Error::Refused(about(errors), found)),
        other => other.map(|()| words),
    }
}
