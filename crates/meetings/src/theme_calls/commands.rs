//! The verbs on a call for issues: draft it, write it.

use group::{acting::Acting, permissions::Verb, screening::refuse_in_papers, themes};
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    model::{Call, Draft, until},
    store,
};
use crate::meetings::{self, State};

/// Goes on only for those who call for issues.
///
/// # Errors
/// [`Error::Forbidden`] for who sees meetings only, [`Error::NotFound`] for everybody else.
pub fn must_call(acting: &Acting) -> Result<()> {
    acting.must_or(Verb::RunCascade, Verb::SeeMeetings, "Calling for issues is for the administrator and the co-chairs.")
}

fn event(app: &App, acting: &Acting, verb: &'static str, call: &Call) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, call.id)
        .with("as", acting.acted_as())
        .with("meeting", Fact::Number(call.meeting))
        .with("theme", Fact::Word(call.theme.clone()))
}

/// Drafts a call for the theme of a meeting that is still to come. Where one is drafted already, it is that one.
///
/// # Errors
/// [`Error::Conflict`] for a meeting that is not to come, or that has no theme yet.
pub async fn draft(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<Call> {
    must_call(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let meeting = meetings::find(&mut *tx, group, number).await?;
    let today = app.clock.today(&acting.group.time_zone);
    if meeting.state != State::Planned || meeting.held_on <= today {
        return Err(Error::Conflict("Issues are called for before a meeting: choose one that is still to come.".into()));
    }
    let theme = themes::all(&mut *tx, group).await?.into_iter().find(|theme| theme.key == meeting.theme);
    let Some(theme) = theme else { return Err(Error::Conflict("This meeting has no theme yet: choose one first.".into())) };
    if let Some(there) = store::of_meeting(&mut *tx, group, meeting.id, &theme.key).await? {
        return Ok(there);
    }
    let year = (today.checked_sub(12.months()).unwrap_or(today), today);
    let reports = store::reported(&mut *tx, group, &theme.key, year).await?.iter().map(|(_, n)| n).sum();
    let until = until(meeting.held_on, today);
    let first = Draft::first(&theme.name, meeting.held_on, until, reports);
    let call = Call {
        id: app.ids.key(app.clock.now())?,
        meeting: number,
        held_on: meeting.held_on,
        theme: theme.key,
        name: theme.name,
        version: 1,
        title: first.title,
        words: first.words,
        until,
        called_on: None,
    };
    store::insert(tx, group, meeting.id, &call).await?;
    ledger::record(tx, event(app, acting, "call.drafted", &call)).await?;
    Ok(call)
}

/// Writes a call, until it has gone out.
///
/// # Errors
/// [`Error::Conflict`] once it has gone out, and when somebody else has changed it since `version`; [`Error::Invalid`] and
/// [`Error::Refused`] for what was typed.
pub async fn write(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid, version: i64, new: &Draft) -> Result<Call> {
    must_call(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let old = store::find(&mut *tx, group, id).await?;
    if old.called_on.is_some() {
        return Err(Error::Conflict("This call has gone out, so its words stay as they are.".into()));
    }
    let today = app.clock.today(&acting.group.time_zone);
    let mut checks = Checks::default();
    let rule = |required, name, max, lines| TextRule { required: Some(required), name, max, lines };
    let title = checks.text("title", &new.title, rule("Enter a heading", "The heading", 150, false));
    let words = checks.text("words", &new.words, rule("Say what you ask for", "The call", 3_000, true));
    let until: Option<Date> = new.until.trim().parse().ok();
    match until {
        None => checks.fail("until", "Enter the day by which reports should have come"),
        Some(day) if day < today => checks.fail("until", "This day is over: enter a later one"),
        Some(day) if day > old.held_on => checks.fail("until", "This day is after the meeting: enter an earlier one"),
        Some(_) => {}
    }
    checks.done()?;
    refuse_in_papers(&mut *tx, group, [("title", title.as_str()), ("words", &words)].into_iter()).await?;
    let call = Call { title, words, until: until.unwrap_or(old.until), ..old.clone() };
    if call == old && version == old.version {
        return Ok(old);
    }
    if !store::update(tx, group, &call, version).await? {
        return Err(Error::Conflict("Somebody else has changed this call meanwhile. Saving again replaces what they wrote.".into()));
    }
    ledger::record(tx, event(app, acting, "call.changed", &call)).await?;
    Ok(Call { version: version + 1, ..call })
}
