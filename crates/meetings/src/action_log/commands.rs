//! The verbs of the log.

use group::{
    acting::Acting,
    groups::Group,
    membership::{self, Seat},
    permissions::{Role, Verb},
    screening,
};
use issues::issues::journey;
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, On, Result, Tx,
    actor::Actor,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    mail,
    model::{Change, Typed},
    queries,
};
use crate::{
    actions::{self, From, Logged, Move, State},
    interests, past_actions,
    references::read_action,
};

/// So many years ahead a new day may lie.
const YEARS: i64 = 5;

/// Who changes an action: somebody of the group, or whoever outside was asked to do it and answers by a link.
#[derive(Clone, Debug)]
pub(crate) struct By<'a> {
    pub(crate) group: &'a Group,
    actor: Actor,
    acted_as: Option<Fact>,
    /// Their name, or what they are outside the group.
    called: String,
    outside: bool,
}

impl<'a> By<'a> {
    /// Somebody of the group.
    pub(crate) fn member(acting: &'a Acting) -> Self {
        Self { group: &acting.group, actor: acting.actor(), acted_as: Some(acting.acted_as()), called: acting.name.clone(), outside: false }
    }

    /// Somebody outside the group, by what they are.
    pub(crate) fn outside(group: &'a Group, role: &str) -> Self {
        Self { group, actor: Actor::Visitor, acted_as: None, called: role.to_owned(), outside: true }
    }

    /// Something that they say happened to an action, on a day.
    pub(crate) fn moved(&self, kind: actions::MoveKind, on: Date, words: String) -> Move {
        Move {
            kind,
            on,
            person: self.actor.person(),
            name: if self.outside { String::new() } else { self.called.clone() },
            outside: if self.outside { self.called.clone() } else { String::new() },
            to: None,
            words,
            due: None,
            successor: None,
        }
    }

    /// What follows by itself from what the group did.
    pub(crate) fn system(group: &'a Group) -> Self {
        Self { group, actor: Actor::System, acted_as: None, called: String::new(), outside: false }
    }

    /// Writes an event about an action into the ledger.
    pub(crate) async fn record(&self, app: &App, tx: &mut Tx, verb: &'static str, action: &Logged) -> Result<()> {
        let event = Event::new(self.group.id, app.clock.now(), self.actor, verb, action.id)
            .with("action", Fact::Reference(action.reference()))
            .with("due", Fact::Word(action.due.to_string()));
        let event = if let Some(acted_as) = &self.acted_as { event.with("as", acted_as.clone()) } else { event };
        let event = if let Some(owner) = action.owner { event.with("owner", Fact::Key(owner)) } else { event };
        ledger::record(tx, event).await
    }
}

/// The action with a number, whether it was set at a meeting or comes from the log of before.
///
/// # Errors
/// [`Error::NotFound`] when the group has none.
async fn find(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Logged> {
    let mut on = on.into();
    match actions::logged(on.again(), group, number).await {
        Err(Error::NotFound) => past_actions::find(on, group, number).await,
        found => found,
    }
}

/// The action with a number, as somebody reads it.
///
/// # Errors
/// [`Error::NotFound`] when the group has none; [`Error::Forbidden`] for who declared an interest in the reserved item that it comes
/// from.
pub(crate) async fn seen(on: impl Into<On<'_>>, acting: &Acting, number: i64) -> Result<Logged> {
    let mut on = on.into();
    let action = find(on.again(), acting.group.id, number).await?;
    if let Some(item) = action.item() {
        interests::must_be_open_to(on, acting.group.id, item, acting.person).await?;
    }
    Ok(action)
}

/// Whether somebody may say what happens to an action: its owner may, and those who keep the record.
pub(crate) fn may_change(acting: &Acting, action: &Logged) -> bool {
    action.owner == Some(acting.person) || acting.may(Verb::RunMeetings)
}

/// Goes on only for the owner of an action and those who keep the record.
///
/// # Errors
/// [`Error::Forbidden`] for anybody else.
pub(crate) fn must_change(acting: &Acting, action: &Logged) -> Result<()> {
    if may_change(acting, action) {
        return Ok(());
    }
    Err(Error::Forbidden("Only its owner, or those who keep the record, can say what becomes of an action.".into()))
}

/// Does with an action what its owner or a keeper of the record says.
///
/// # Errors
/// [`Error::NotFound`] for those who do not see meetings; [`Error::Forbidden`] for anybody but its owner and those who keep the
/// record; as any change of an action else.
pub async fn change(app: &App, tx: &mut Tx, acting: &Acting, number: i64, typed: &Typed) -> Result<Logged> {
    acting.must(Verb::SeeMeetings)?;
    ledger::hold(tx, acting.group.id).await?;
    let action = seen(&mut *tx, acting, number).await?;
    must_change(acting, &action)?;
    apply(app, tx, &By::member(acting), action, typed).await
}

/// What was typed, as it will be done.
struct Read {
    change: Change,
    words: String,
    due: Option<Date>,
    to: Option<Seat>,
    successor: Option<i64>,
}

/// Does with an action what was said. The same said twice on one day is done once. The group's lock is held.
///
/// # Errors
/// [`Error::Conflict`] for what is closed, not confirmed yet, or was changed meanwhile; [`Error::Invalid`] and [`Error::Refused`] for
/// what was typed.
pub(crate) async fn apply(app: &App, tx: &mut Tx, by: &By<'_>, action: Logged, typed: &Typed) -> Result<Logged> {
    let (group, now) = (by.group, app.clock.now());
    let today = app.clock.today(&group.time_zone);
    let read = checked(tx, by, &action, typed, today).await?;
    let moved = Move {
        due: read.due,
        successor: read.successor,
        to: read.to.as_ref().map(|seat| (seat.person, seat.name.clone())),
        ..by.moved(read.change.kind(), today, read.words.clone())
    };
    if actions::last_move(&mut *tx, group.id, action.number).await?.is_some_and(|last| last.repeats(&moved)) {
        return Ok(action);
    }
    must_be_open(&action, typed)?;
    must_differ(&action, &read)?;
    let next = changed(&action, &read, today);
    if !put(tx, group.id, &next, now).await? {
        return Err(Error::Conflict("Somebody else has changed this action meanwhile. It is shown as it is now.".into()));
    }
    actions::add_move(tx, group.id, app.ids.key(now)?, next.number, &moved).await?;
    by.record(app, tx, read.change.verb(), &next).await?;
    match (read.change, &read.to) {
        (Change::HandOver, Some(seat)) if by.actor.person() != Some(seat.person) => {
            mail::handed(app, tx, group, &by.called, seat, &next, &read.words).await?;
        }
        // Of somebody outside, whoever answers for the action is told (see `commissions`).
        (Change::Help, _) if !by.outside => mail::help(app, tx, group, &by.called, &next, &read.words).await?,
        _ => {}
    }
    if !next.state.is_open() {
        for issue in queries::finished_issues(tx, group.id, next.number).await? {
            journey::finish(app, tx, group.id, (by.actor, by.acted_as.clone()), issue).await?;
        }
    }
    Ok(Logged { version: next.version + 1, changed_at: Some(now), ..next })
}

async fn put(tx: &mut Tx, group: Uuid, action: &Logged, at: jiff::Timestamp) -> Result<bool> {
    match action.from {
        From::Item { .. } => actions::put(tx, group, action, at).await,
        From::Before { .. } => past_actions::put(tx, group, action, at).await,
    }
}

/// What is closed stays so, and what is not confirmed is changed at its meeting.
fn must_be_open(action: &Logged, typed: &Typed) -> Result<()> {
    let why = match action.state {
        State::Done => "This action is done already.",
        State::Superseded => "Something else has taken the place of this action already.",
        State::Open | State::InProgress if !action.is_confirmed() => {
            "This action can be closed or moved once both sides have confirmed it at the read-back."
        }
        State::Open | State::InProgress if typed.seen.is_some_and(|seen| seen != action.version) => {
            "Somebody else has changed this action meanwhile. It is shown as it is now: send yours once more if it still fits."
        }
        State::Open | State::InProgress => return Ok(()),
    };
    Err(Error::Conflict(why.into()))
}

/// A change that would change nothing is no change.
fn must_differ(action: &Logged, read: &Read) -> Result<()> {
    if read.change == Change::Carry && read.due == Some(action.due) {
        return Err(Error::field("due", "This is the day that it has now: enter another one"));
    }
    if read.change == Change::HandOver && read.to.as_ref().map(|seat| seat.person) == action.owner {
        return Err(Error::field("to", "They have it already: choose somebody else"));
    }
    Ok(())
}

fn changed(action: &Logged, read: &Read, today: Date) -> Logged {
    let mut next = Logged { said: Some((today, said(read))), ..action.clone() };
    match read.change {
        Change::Start => next.state = State::InProgress,
        Change::Help => {}
        Change::Done | Change::Supersede => {
            next.state = if read.change == Change::Done { State::Done } else { State::Superseded };
            next.closed_on = Some(today);
            next.evidence.clone_from(&read.words);
            next.successor = read.successor;
        }
        Change::Carry => {
            next.first_due = action.first_due.or(Some(action.due));
            next.carried += 1;
            next.due = read.due.unwrap_or(action.due);
        }
        Change::HandOver => {
            if let Some(seat) = &read.to {
                (next.owner, next.owner_name, next.side) = (Some(seat.person), seat.name.clone(), Some(seat.side.key().to_owned()));
            }
            // Whoever takes it has not begun yet.
            next.state = State::Open;
            next.handed_on = Some(today);
        }
    }
    next
}

/// What the log shows as the last word on an action.
fn said(read: &Read) -> String {
    if read.words.is_empty() { read.change.kind().words().to_owned() } else { read.words.clone() }
}

async fn checked(tx: &mut Tx, by: &By<'_>, action: &Logged, typed: &Typed, today: Date) -> Result<Read> {
    let group = by.group;
    let Some(change) = Change::from_key(&typed.change) else {
        return Err(Error::field("change", "Choose what has happened to the action"));
    };
    let mut checks = Checks::default();
    let rule = TextRule { required: change.required(), name: "The text", max: 600, lines: true };
    let words = checks.text(change.field(), &typed.words, rule);
    let due: Option<Date> = (change == Change::Carry).then(|| typed.due.trim().parse().ok()).flatten();
    let last = today.checked_add(YEARS.years()).unwrap_or(today);
    if change == Change::Carry && !due.is_some_and(|due| today < due && due <= last) {
        checks.fail("due", "Enter a day after today and within five years");
    }
    let to = if change == Change::HandOver {
        let seats = membership::seats(&mut *tx, group).await?;
        membership::find_seat(&seats, &typed.to).filter(|seat| seat.role != Role::Reader).cloned()
    } else {
        None
    };
    if change == Change::HandOver {
        match (&to, action.item()) {
            (None, _) => checks.fail("to", "Choose somebody who sits in the group"),
            (Some(seat), Some(item)) if interests::closed_items(&mut *tx, group.id, seat.person).await?.contains(&item) => {
                checks.fail("to", interests::NOT_THEIRS);
            }
            _ => {}
        }
    }
    let mut successor = None;
    if change == Change::Supersede {
        let typed = typed.successor.trim();
        successor = read_action(typed);
        let there = match successor {
            Some(number) if number != action.number => {
                find(&mut *tx, group.id, number).await.is_ok_and(|one| one.state != State::Superseded)
            }
            _ => false,
        };
        if !typed.is_empty() && !there {
            checks.fail("successor", "Enter the reference of another action that still holds, such as A-0078");
        }
        if typed.is_empty() && words.is_empty() {
            checks.fail(change.field(), "Say what has taken its place: an action, or a sentence");
        }
    }
    checks.done()?;
    let texts = [(change.field(), words.as_str())].into_iter();
    if by.outside {
        screening::refuse_in_group(&mut *tx, group.id, texts, typed.keep).await?;
    } else {
        screening::refuse_in_papers(&mut *tx, group.id, texts).await?;
    }
    Ok(Read { change, words, due, to, successor })
}
