//! The record of a meeting as it is kept: who is there, what is said, what is decided, who does what.

use group::{
    acting::Acting,
    membership::{self, Seat},
    screening::{self, refuse_numbers, refuse_unknown},
};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::Fact,
};
use uuid::Uuid;

use super::{
    super::{
        merge::merge,
        model::{Attendee, Presence, quorum_of},
        queries::{self, Record},
        store,
    },
    ask_again, event, open, record,
};
use crate::{
    actions::{self, Action, NewAction},
    decisions::{self, Decision, NewDecision, Occasion, Quorum},
    presence::{self, Move},
};

/// What is said where two people have changed the same paragraph.
const SAME_WORDS: &str = "Somebody else has changed the same words meanwhile. Theirs are shown beside yours: put both into the box if \
                                     both are right, and save again";

/// The longest note on an item.
pub(crate) const NOTE: usize = 5_000;

/// Who is there, as somebody typed it: names, mail addresses or keys of people who sit in the group.
#[derive(Clone, Debug, Default)]
pub struct Attendance {
    /// Those who are there.
    pub present: Vec<String>,
    /// Those who sent apologies.
    pub apologies: Vec<String>,
    /// Who else is there, a line each, with their role; `None` leaves it as it is.
    pub guests: Option<String>,
    /// What the writer saw there before, as one text; `None` replaces whatever stands there.
    pub seen: Option<String>,
}

/// The attendance as one text: who changes it shows what they saw.
#[must_use]
pub(in super::super) fn attendance_seen(record: &Record) -> String {
    let mut people: Vec<String> = record.attendees.iter().map(|one| format!("{}:{}", one.person, one.presence.key())).collect();
    people.sort();
    kernel::keys::hex(&kernel::keys::hash(&format!("{} {}", people.join(" "), record.meeting.guests)))
}

fn seated<'a>(seats: &'a [Seat], named: &str, checks: &mut Checks, field: &'static str) -> Option<&'a Seat> {
    let seat = membership::find_seat(seats, named);
    if seat.is_none() {
        let named: String = named.chars().take(60).collect();
        checks.fail(field, format!("Nobody who sits in the group is called {named}, or more than one is"));
    }
    seat
}

/// Takes attendance, in place of what stood before. Who is named twice is there.
///
/// # Errors
/// [`Error::Invalid`] for a name that nobody has; [`Error::Conflict`] when somebody else has saved it meanwhile.
pub async fn take_attendance(app: &App, tx: &mut Tx, acting: &Acting, number: i64, attendance: &Attendance) -> Result<Quorum> {
    let before = open(tx, acting, number).await?;
    if attendance.seen.as_ref().is_some_and(|seen| *seen != attendance_seen(&before)) {
        let there: Vec<&str> =
            before.attendees.iter().filter(|one| one.presence == Presence::Present).map(|one| one.name.as_str()).collect();
        return Err(Error::Conflict(format!(
            "Somebody else has saved the attendance meanwhile. There: {}. What you chose is below; saving it replaces theirs",
            there.join(", ")
        )));
    }
    let seats = membership::seats(&mut *tx, &acting.group).await?;
    let mut checks = Checks::default();
    let mut attendees: Vec<Attendee> = Vec::new();
    for (presence, field, names) in
        [(Presence::Present, "present", &attendance.present), (Presence::Apologies, "apologies", &attendance.apologies)]
    {
        for named in names {
            let Some(seat) = seated(&seats, named, &mut checks, field) else { continue };
            if attendees.iter().any(|one| one.person == seat.person) {
                continue;
            }
            let (person, name) = (seat.person, seat.name.clone());
            attendees.push(Attendee { person, name, presence, role: seat.role, side: seat.side, core: seat.core });
        }
    }
    // Who was there and has left the group since was there all the same.
    let left = |one: &&Attendee| !seats.iter().any(|seat| seat.person == one.person);
    attendees.extend(before.attendees.iter().filter(left).cloned());
    let typed = attendance.guests.clone().unwrap_or(before.meeting.guests.clone());
    let guests = checks.text("guests", &typed, TextRule { required: None, name: "The list of guests", max: 1_000, lines: true });
    checks.done()?;
    refuse_numbers([("guests", guests.as_str())].into_iter(), true)?;
    let quorum = quorum_of(&attendees, &before.rules);
    store::put_attendance(tx, acting.group.id, before.meeting.id, &attendees, &guests).await?;
    recount(tx, acting, number).await?;
    let event = event(app, acting, &before.meeting, "meeting.attendance-taken")
        .with("gps", Fact::Number(quorum.gps))
        .with("consultants", Fact::Number(quorum.consultants));
    kernel::ledger::record(tx, event).await?;
    ask_again(app, tx, acting, &before.meeting).await?;
    Ok(quorum)
}

/// Counts anew who is there at each decision that is not confirmed.
async fn recount(tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    let now = queries::record(&mut *tx, acting.group.id, number).await?;
    for decision in now.items.iter().filter_map(|item| item.decision.as_ref()).filter(|decision| !decision.confirmed) {
        decisions::set_quorum(tx, acting.group.id, decision.id, now.quorum_at(decision.item)).await?;
        presence::count(tx, acting.group.id, decision.id, &now.counted_at(decision.item)).await?;
    }
    Ok(())
}

/// Says that somebody comes or goes while an item is spoken about. Whoever comes late or unexpectedly is put on the attendance.
///
/// # Errors
/// [`Error::NotFound`] for somebody who does not sit in the group; [`Error::Conflict`] for a meeting that is planned no more.
pub async fn come_or_go(app: &App, tx: &mut Tx, acting: &Acting, number: i64, item: i64, person: Uuid, here: bool) -> Result<()> {
    let before = open(tx, acting, number).await?;
    let item = before.item(item)?;
    let attends = |one: &&Attendee| one.person == person && one.presence == Presence::Present;
    if !before.attendees.iter().any(|one| attends(&one)) {
        let seats = membership::seats(&mut *tx, &acting.group).await?;
        let seat = seats.iter().find(|seat| seat.person == person).filter(|_| here).ok_or(Error::NotFound)?;
        let (name, presence) = (seat.name.clone(), Presence::Present);
        let mut attendees: Vec<Attendee> = before.attendees.iter().filter(|one| one.person != person).cloned().collect();
        attendees.push(Attendee { person, name, presence, role: seat.role, side: seat.side, core: seat.core });
        store::put_attendance(tx, acting.group.id, before.meeting.id, &attendees, &before.meeting.guests).await?;
    }
    presence::put(tx, acting.group.id, Move { item: item.id, person, here }).await?;
    recount(tx, acting, number).await?;
    let verb = if here { "meeting.came" } else { "meeting.went" };
    let event = event(app, acting, &before.meeting, verb).with("item", Fact::Reference(item.reference()));
    kernel::ledger::record(tx, event.with("person", Fact::Key(person))).await?;
    ask_again(app, tx, acting, &before.meeting).await
}

/// Writes what was said on an item. `seen` is what the writer saw there before: what somebody else has written since is brought
/// together with it, paragraph by paragraph.
///
/// # Errors
/// [`Error::Conflict`] when both changed the same paragraph; [`Error::Invalid`] and [`Error::Refused`] for the text.
pub async fn write_note(app: &App, tx: &mut Tx, acting: &Acting, number: i64, item: i64, seen: Option<&str>, typed: &str) -> Result<()> {
    let before = open(tx, acting, number).await?;
    let item = before.item(item)?;
    let mut checks = Checks::default();
    let note = checks.text("note", typed, TextRule { required: None, name: "The note", max: NOTE, lines: true });
    checks.done()?;
    refuse_unknown(&screening::known(&mut *tx, acting.group.id).await?, [("note", note.as_str())].into_iter(), true)?;
    let merged = merge(seen.unwrap_or(&item.note).trim(), &note, &item.note);
    if merged.apart {
        return Err(Error::Conflict(SAME_WORDS.into()));
    }
    if merged.text == item.note {
        return Ok(());
    }
    if merged.text.chars().count() > NOTE {
        return Err(Error::field(
            "note",
            "Together with what somebody else has written the note is too long: 5,000 characters are the most",
        ));
    }
    store::set_note(tx, acting.group.id, item.id, &merged.text).await?;
    let event = event(app, acting, &before.meeting, "item.noted").with("item", Fact::Reference(item.reference()));
    kernel::ledger::record(tx, event).await
}

/// Writes down what was decided on an item; an empty text takes the decision back. `seen` is what the writer saw there before.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has written meanwhile; [`Error::Invalid`] and [`Error::Refused`] for the sentence.
pub async fn decide(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    number: i64,
    item: i64,
    seen: Option<&str>,
    typed: &NewDecision,
) -> Result<Option<Decision>> {
    let before = open(tx, acting, number).await?;
    let item = before.item(item)?;
    let stored = item.decision.as_ref().map(Decision::as_text).unwrap_or_default();
    if seen.is_some_and(|seen| seen != stored) {
        return Err(Error::Conflict(
            "Somebody else has written a decision here meanwhile. It is shown above: save again to put yours in its place".into(),
        ));
    }
    if typed.words.trim().is_empty() && typed.settles() && item.decision.is_some() {
        decisions::drop_of(app, tx, acting, item.id).await?;
        ask_again(app, tx, acting, &before.meeting).await?;
        return Ok(None);
    }
    let occasion = Occasion { meeting: before.meeting.id, item: item.id, day: before.meeting.held_on, quorum: before.quorum_at(item.id) };
    let decision = decisions::make(app, tx, acting, &occasion, typed).await?;
    presence::count(tx, acting.group.id, decision.id, &before.counted_at(item.id)).await?;
    if item.decision.as_ref() != Some(&decision) {
        ask_again(app, tx, acting, &before.meeting).await?;
    }
    Ok(Some(decision))
}

/// Sets an action on an item.
///
/// # Errors
/// [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn set_action(app: &App, tx: &mut Tx, acting: &Acting, number: i64, item: i64, new: &NewAction) -> Result<Action> {
    let before = open(tx, acting, number).await?;
    let item = before.item(item)?;
    let action = actions::set(app, tx, acting, item.id, before.meeting.held_on, new).await?;
    ask_again(app, tx, acting, &before.meeting).await?;
    Ok(action)
}

/// What of an action can be changed, as one text: who changes it shows what they saw.
#[must_use]
pub(in super::super) fn action_seen(action: &Action) -> String {
    format!("{} | {} | {} | {}", action.words, action.owner, action.due, action.done_means)
}

/// Changes an action of this meeting. `seen` is the action as the writer saw it, as one text.
///
/// # Errors
/// [`Error::NotFound`] for an action of another meeting; [`Error::Conflict`] when somebody else has changed it meanwhile; as
/// [`set_action`] else.
pub async fn change_action(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    number: i64,
    action: i64,
    seen: &str,
    new: &NewAction,
) -> Result<Action> {
    let before = open(tx, acting, number).await?;
    let action = own_action(&before.items, action)?;
    if seen != action_seen(&action) {
        let (owner, due) = (&action.owner_name, kernel::words::date(action.due));
        let theirs = format!("“{}”, {owner}, by {due}", action.words);
        return Err(Error::Conflict(format!(
            "Somebody else has changed this action meanwhile. It is now: {theirs}. Saving again replaces that"
        )));
    }
    let action = actions::change(app, tx, acting, action, before.meeting.held_on, new).await?;
    ask_again(app, tx, acting, &before.meeting).await?;
    Ok(action)
}

/// Takes an action of this meeting back.
///
/// # Errors
/// [`Error::NotFound`] for an action of another meeting; [`Error::Conflict`] for a meeting that is planned no more.
pub async fn drop_action(app: &App, tx: &mut Tx, acting: &Acting, number: i64, action: i64) -> Result<()> {
    let before = open(tx, acting, number).await?;
    let action = own_action(&before.items, action)?;
    actions::drop(app, tx, acting, &action).await?;
    ask_again(app, tx, acting, &before.meeting).await?;
    record(app, tx, acting, &before.meeting, "meeting.action-taken-back").await
}

fn own_action(items: &[super::super::model::Item], number: i64) -> Result<Action> {
    items.iter().flat_map(|item| &item.actions).find(|action| action.number == number).cloned().ok_or(Error::NotFound)
}
