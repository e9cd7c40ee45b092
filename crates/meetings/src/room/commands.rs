//! The verbs in the room: texts are kept as they grow, items begin and end, an action is set by a line, a question is parked.

use group::{
    acting::Acting,
    directory::{self, Entry},
    membership,
    permissions::Role,
    screening::{self, refuse_in_papers, refuse_unknown},
};
use jiff::{SignedDuration, ToSpan, civil::Date};
use kernel::{
    App, Error, On, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    days::Calendar,
    line::{Line, Named, Owner, find},
    store,
};
use crate::{
    actions::{Action, NewAction},
    commissions::{self, NewCommission},
    meetings::{self, Meeting, NOTE, event, merge, open},
};

/// A box of the screen that is kept as somebody types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// What is said.
    Note,
    /// The decision as it grows.
    Draft,
}

impl Text {
    /// The box of a name.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        [(Self::Note, "note"), (Self::Draft, "draft")].into_iter().find(|(_, name)| *name == key).map(|(found, _)| found)
    }
}

/// What became of a text that was sent to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is kept as this text, which also holds what somebody else has written.
    As(String),
    /// Both have changed the same paragraph: theirs, and both texts in one.
    Apart {
        /// What somebody else has kept.
        theirs: String,
        /// Both.
        both: String,
    },
}

/// A note that goes on is said once in so many minutes.
const SAID_AGAIN: SignedDuration = SignedDuration::from_mins(10);

/// Keeps a box as somebody types into it. `seen` is the text that theirs was made of: what somebody else has written since is brought
/// together with it.
///
/// # Errors
/// [`Error::Invalid`] and [`Error::Refused`] for the text; [`Error::Conflict`] for a meeting that is planned no more.
pub(super) async fn keep(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    (number, item): (i64, i64),
    which: Text,
    seen: &str,
    typed: &str,
) -> Result<Kept> {
    let record = open(tx, acting, number).await?;
    let (item, group) = (record.item(item)?, acting.group.id);
    let mut checks = Checks::default();
    let (field, max) = if which == Text::Note { ("note", NOTE) } else { ("decision", 600) };
    let mine = checks.text(field, typed, TextRule { required: None, name: "The text", max, lines: true });
    let seen = Checks::default().text(field, seen, TextRule { required: None, name: "The text", max: usize::MAX, lines: true });
    checks.done()?;
    refuse_unknown(&screening::known(&mut *tx, group).await?, [(field, mine.as_str())].into_iter(), true)?;
    let stored = match which {
        Text::Note => item.note.clone(),
        Text::Draft => growing(&store::draft(&mut *tx, group, item.id).await?, item),
    };
    let merged = merge(&seen, &mine, &stored);
    if merged.apart {
        return Ok(Kept::Apart { theirs: stored, both: merged.text });
    }
    if merged.text == stored {
        return Ok(Kept::As(stored));
    }
    if merged.text.chars().count() > max {
        return Err(Error::field(field, "Together with what somebody else has written the text is too long"));
    }
    match which {
        Text::Draft => store::set_draft(tx, group, item.id, &merged.text).await?,
        Text::Note => {
            store::set_note(tx, group, item.id, &merged.text).await?;
            let now = app.clock.now();
            let before = store::keeper(&mut *tx, group, item.id).await?;
            if before.is_none_or(|(person, at)| person != acting.person || now.duration_since(at) >= SAID_AGAIN) {
                store::set_keeper(tx, group, item.id, acting.person, now).await?;
                let event = event(app, acting, &record.meeting, "item.noted").with("item", Fact::Reference(item.reference()));
                ledger::record(tx, event).await?;
            }
        }
    }
    Ok(Kept::As(merged.text))
}

/// The decision as it stands in its box: as it grows, else as it was made.
pub(super) fn growing(draft: &str, item: &meetings::Item) -> String {
    let made = || item.decision.as_ref().map(|decision| decision.core().to_owned()).unwrap_or_default();
    if draft.is_empty() { made() } else { draft.to_owned() }
}

/// Forgets the decision as it grew: it is made.
pub(super) async fn made(tx: &mut Tx, acting: &Acting, item: Uuid) -> Result<()> {
    store::set_draft(tx, acting.group.id, item, "").await
}

/// Goes to an item: whatever was spoken about until now is over, and its minutes are counted. Without an item nothing is begun.
///
/// # Errors
/// [`Error::NotFound`] for an item that is not on the agenda; [`Error::Conflict`] for a meeting that is planned no more.
pub async fn go_on(app: &App, tx: &mut Tx, acting: &Acting, number: i64, to: Option<i64>) -> Result<()> {
    let record = open(tx, acting, number).await?;
    let (group, now) = (acting.group.id, app.clock.now());
    let to = to.map(|item| record.item(item)).transpose()?;
    let taken = store::times(&mut *tx, group, record.meeting.id).await?;
    let running = taken.iter().filter(|one| one.times.ended_at.is_none());
    for one in running.filter(|one| to.is_none_or(|to| to.id != one.item)) {
        // An item that was begun takes a minute at least.
        store::end(tx, group, one.item, now, one.times.taken(now).max(1)).await?;
    }
    let Some(to) = to else { return said(app, tx, acting, &record.meeting, "meeting.items-over", None).await };
    if taken.iter().any(|one| one.item == to.id && one.times.ended_at.is_none()) {
        return Ok(());
    }
    store::begin(tx, group, to.id, now).await?;
    said(app, tx, acting, &record.meeting, "item.begun", Some(to.reference())).await
}

async fn said(app: &App, tx: &mut Tx, acting: &Acting, meeting: &Meeting, verb: &'static str, item: Option<String>) -> Result<()> {
    let event = event(app, acting, meeting, verb);
    let event = if let Some(item) = item { event.with("item", Fact::Reference(item)) } else { event };
    ledger::record(tx, event).await
}

/// The days that a line counts from.
async fn calendar(tx: &mut Tx, group: Uuid, day: Date) -> Result<Calendar> {
    let after = day.tomorrow().map_err(|error| Error::Internal(error.into()))?;
    let next = meetings::next_planned(tx, group, after).await?;
    Ok(Calendar { today: day, next_meeting: next.map(|meeting| meeting.held_on) })
}

/// Those who may own an action.
pub(super) fn roster(seats: &[membership::Seat]) -> Vec<Named> {
    let may_own = seats.iter().filter(|seat| seat.role != Role::Reader);
    may_own.map(|seat| Named { person: seat.person, name: seat.name.clone() }).collect()
}

/// By when an action is due that names no day.
pub(super) fn usual_due(day: Date) -> Date {
    day.checked_add(4.weeks()).unwrap_or(day)
}

/// What shows that an action is done that does not say so.
const USUAL_DONE: &str = "Its owner has told the group that it is done";

/// Whom of the directory a line names that fits nobody of the group: the key of the entry, and who it is. They can be asked as an owner
/// outside the group, if the directory knows where mail reaches them.
///
/// # Errors
/// When the database fails.
pub(super) async fn of_directory(on: impl Into<On<'_>>, acting: &Acting, day: Date, typed: &str) -> Result<Option<(Uuid, String)>> {
    let mut on = on.into();
    let seats = membership::seats(on.again(), &acting.group).await?;
    let calendar = Calendar { today: day, next_meeting: None };
    let Owner::Unknown(named) = Line::read(typed, calendar, &roster(&seats)).owner else { return Ok(None) };
    let entries: Vec<Entry> = directory::all(on, acting.group.id).await?;
    let reached = |entry: &&Entry| entry.retired_on.is_none() && !entry.contact.email.is_empty();
    let all: Vec<&Entry> = entries.iter().filter(reached).collect();
    // Entries are called by their own name as well as by that of whoever answers for them.
    let names = all.iter().flat_map(|entry| [&entry.contact.name, &entry.name].map(|name| Named { person: entry.id, name: name.clone() }));
    let names: Vec<Named> = names.filter(|one| !one.name.is_empty()).collect();
    let Owner::One(found) = find(&names, &named) else { return Ok(None) };
    let who = |entry: &&&Entry| match entry.contact.name.as_str() {
        "" => entry.name.clone(),
        name => format!("{name}, {}", entry.name),
    };
    Ok(all.iter().find(|entry| entry.id == found.person).map(|entry| (entry.id, who(&entry))))
}

/// Sets an action by a line, as in `@Ailsa by 14 Nov: write to the wards, done when each has replied`. `outside` is the entry of the
/// directory that is to do it, where the line names nobody of the group: whoever writes answers for it here, and they get a letter once
/// both sides have confirmed it.
///
/// # Errors
/// [`Error::Invalid`] where it does not say who, or names more than one; as [`meetings::set_action`] else, at the field `line`.
pub(super) async fn set_by_line(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    (number, item): (i64, i64),
    typed: &str,
    outside: Option<Uuid>,
) -> Result<Action> {
    let record = open(tx, acting, number).await?;
    let day = record.meeting.held_on;
    let calendar = calendar(tx, acting.group.id, day).await?;
    let seats = membership::seats(&mut *tx, &acting.group).await?;
    let line = Line::read(typed, calendar, &roster(&seats));
    let problem = |words: String| Err(Error::field("line", words));
    let owner = match line.owner {
        Owner::One(one) => one,
        Owner::Several(names) => return problem(format!("More than one person fits: {}. Write more of the name", names.join(", "))),
        Owner::Unknown(_) if outside.is_some() => Named { person: acting.person, name: acting.name.clone() },
        Owner::Unknown(typed) => {
            return problem(format!("Nobody in the group is called “{typed}”. Write the name as it is in the list"));
        }
        Owner::Nobody => return problem("Say who does it: begin with @ and the name".into()),
    };
    if let Some(day) = line.unread {
        return problem(format!("“{day}” is no day that can be read. Write it as 14 Nov, next Friday or in 2 weeks"));
    }
    let done_means = if line.done_means.is_empty() { USUAL_DONE.to_owned() } else { line.done_means };
    let due = line.due.unwrap_or_else(|| usual_due(day)).to_string();
    let new = NewAction { words: line.words, owner: owner.person.to_string(), due, done_means };
    let set = async {
        let action = meetings::set_action(app, tx, acting, number, item, &new).await?;
        if let Some(entry) = outside {
            let asked = NewCommission { entry: entry.to_string(), ..NewCommission::default() };
            commissions::set(app, tx, acting, action.number, &asked).await?;
        }
        Ok(action)
    };
    // The line is one field.
    set.await.map_err(|error| match error {
        Error::Invalid(mut errors) => {
            errors.iter_mut().for_each(|error| error.field = "line".into());
            Error::Invalid(errors)
        }
        Error::Refused(mut errors, found) => {
            errors.iter_mut().for_each(|error| error.field = "line".into());
            Error::Refused(errors, found)
        }
        other => other,
    })
}

/// Parks a question that is not for this item: it waits for a meeting.
///
/// # Errors
/// [`Error::Invalid`] and [`Error::Refused`] for its words; [`Error::Conflict`] for a meeting that is planned no more.
pub async fn park(app: &App, tx: &mut Tx, acting: &Acting, number: i64, typed: &str) -> Result<()> {
    let record = open(tx, acting, number).await?;
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Write the question"), name: "The question", max: 120, lines: false };
    let words = checks.text("parked", typed, rule);
    checks.done()?;
    refuse_in_papers(&mut *tx, acting.group.id, [("parked", words.as_str())].into_iter()).await?;
    let now = app.clock.now();
    store::park(tx, acting.group.id, record.meeting.id, app.ids.key(now)?, &words, now).await?;
    said(app, tx, acting, &record.meeting, "meeting.question-parked", None).await
}

/// Takes a parked question up: it becomes a topic of a meeting, or is dropped.
///
/// # Errors
/// [`Error::NotFound`] for a question that does not wait; as [`meetings::add_topic`] else.
pub(super) async fn take_up(app: &App, tx: &mut Tx, acting: &Acting, question: Uuid, onto: Option<i64>) -> Result<()> {
    meetings::must_run(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let waiting = store::parked(&mut *tx, group).await?;
    let found = waiting.iter().find(|one| one.id == question).ok_or(Error::NotFound)?;
    let state = if let Some(number) = onto {
        meetings::add_topic(app, tx, acting, number, &found.words).await?;
        "topic"
    } else {
        "dropped"
    };
    if !store::unpark(tx, group, question, state).await? {
        return Err(Error::NotFound);
    }
    let event = Event::new(group, app.clock.now(), acting.actor(), "question.taken-up", question);
    ledger::record(tx, event.with("as", acting.acted_as()).with("became", Fact::Word(state.into()))).await
}
