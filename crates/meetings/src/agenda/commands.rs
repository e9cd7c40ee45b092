//! The verbs on an agenda as a whole: take a proposal over, move an item on, copy one, keep the standing items and the backlog.

use std::collections::HashSet;

use group::{acting::Acting, screening::refuse_in_papers};
use issues::issues as slice;
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    keys,
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    model::{Fixed, PAUSE, Source},
    store,
};
use crate::{
    meetings::{self, Item, Meeting, NewItem, Purpose, Record, Standing},
    references,
};

/// An agenda as one short text: who takes a proposal over shows what they saw.
#[must_use]
pub(super) fn agenda_seen(record: &Record) -> String {
    let line = |item: &Item| format!("{} {} {} {}", item.number, item.minutes, item.purpose.key(), item.title);
    let lines: Vec<String> = record.items.iter().map(line).collect();
    keys::hex(&keys::hash(&format!("{} {}\n{}", record.meeting.starts, record.meeting.minutes, lines.join("\n"))))
}

/// A line of a proposal that is taken over: where it comes from, and its minutes.
pub(super) type Taken = (Source, i64);

/// Takes a proposal over: the agenda is then these lines in this order. What was on it and is not among them waits on: an issue for
/// another meeting, a topic in the backlog. `seen` is the agenda that the proposal was made of.
///
/// # Errors
/// [`Error::Conflict`] when the agenda has changed meanwhile, when something that was begun is left out, or when what was proposed is
/// not there any more; [`Error::Invalid`] for minutes that are none.
pub(super) async fn take_over(app: &App, tx: &mut Tx, acting: &Acting, number: i64, seen: &str, lines: &[Taken]) -> Result<()> {
    let record = meetings::open(tx, acting, number).await?;
    let (meeting, group) = (&record.meeting, acting.group.id);
    if seen != agenda_seen(&record) {
        return Err(Error::Conflict(
            "Somebody else has changed this agenda meanwhile. It is proposed again below, with what you had fixed: look at it and take it over"
                .into(),
        ));
    }
    if lines.len() > meetings::MOST {
        return Err(Error::Conflict(format!("An agenda holds {} items at most.", meetings::MOST)));
    }
    let once: HashSet<Source> = lines.iter().map(|(source, _)| *source).collect();
    if once.len() != lines.len() || lines.iter().any(|(_, minutes)| !(1..=240).contains(minutes)) {
        return Err(Error::field("agenda", "Give each item a number of minutes from 1 to 240"));
    }
    let today = app.clock.today(&acting.group.time_zone);
    for item in record.items.iter().filter(|item| !once.contains(&Source::Item(item.number))) {
        meetings::take_off(app, tx, acting, meeting, item).await?;
        if item.issue.is_none() && item.kind.is_none() && item.title != PAUSE {
            store::keep_topic(tx, group, app.ids.key(app.clock.now())?, &as_new(item), today, 1).await?;
        }
    }
    let standing = store::standing(&mut *tx, group).await?;
    let mut places = Vec::with_capacity(lines.len());
    for (source, minutes) in lines {
        let id = match source {
            Source::Item(number) => record.item(*number)?.id,
            other => {
                let new = new_item(tx, group, &standing, *other, *minutes).await?;
                meetings::put(app, tx, acting, meeting, &new).await?.0
            }
        };
        places.push((id, *minutes));
    }
    meetings::arrange(tx, group, &places).await?;
    let planned: i64 = lines.iter().map(|(_, minutes)| minutes).sum();
    let event = meetings::event(app, acting, meeting, "agenda.composed")
        .with("items", Fact::Number(i64::try_from(lines.len()).unwrap_or(i64::MAX)))
        .with("minutes", Fact::Number(planned));
    ledger::record(tx, event).await
}

/// What is put onto the agenda for a line that is not on it yet.
async fn new_item(tx: &mut Tx, group: Uuid, standing: &[Fixed], source: Source, minutes: i64) -> Result<NewItem> {
    let gone = || Error::Conflict("Something that was proposed does not wait any more. Load the page again.".into());
    Ok(match source {
        Source::Issue(number) => {
            let issue = slice::find(&mut *tx, group, number).await.map_err(|_| gone())?;
            NewItem { issue: Some(issue.id), title: issue.group_title.unwrap_or_default(), minutes, ..NewItem::default() }
        }
        Source::Topic(id) => NewItem { minutes, ..store::take_topic(tx, group, id).await?.ok_or_else(gone)?.new },
        Source::Standing(_) => {
            let one = standing.iter().find(|one| one.source == source).ok_or_else(gone)?;
            let purpose = if one.kind == Standing::LastMinute { Purpose::Decide } else { Purpose::Hear };
            NewItem { title: one.title.clone(), minutes, purpose, kind: Some(one.kind), ..NewItem::default() }
        }
        Source::Pause => NewItem { title: PAUSE.into(), minutes, purpose: Purpose::Hear, ..NewItem::default() },
        Source::Item(_) => return Err(Error::internal("an item that is on the agenda is not put onto it")),
    })
}

/// The next meeting after one.
async fn next(tx: &mut Tx, group: Uuid, meeting: &Meeting) -> Result<Option<Meeting>> {
    let after = meeting.held_on.checked_add(1.day()).unwrap_or(meeting.held_on);
    meetings::next_planned(tx, group, after).await
}

/// Moves an item on to the next meeting, with its thread: what nothing was said on goes there as it is; what something was said on stays,
/// and goes on there as an item that follows it. Without a next meeting it waits in the backlog. Tells the meeting it went to.
///
/// # Errors
/// [`Error::Conflict`] once it is decided, or when the meeting is planned no more.
pub(super) async fn move_on(app: &App, tx: &mut Tx, acting: &Acting, number: i64, item: i64) -> Result<Option<Meeting>> {
    let record = meetings::open(tx, acting, number).await?;
    let (meeting, group, item) = (&record.meeting, acting.group.id, record.item(item)?);
    if item.decision.is_some() {
        return Err(Error::Conflict("This item is decided. To take it up again, copy it to another meeting.".into()));
    }
    if item.kind.is_some() {
        return Err(Error::Conflict("This item stands on every agenda, so it has nowhere to be moved on to.".into()));
    }
    if item.moved_to.is_some() {
        return Err(Error::Conflict("This item has been moved on already.".into()));
    }
    let Some(to) = next(tx, group, meeting).await? else {
        meetings::must_be_blank(item)?;
        meetings::take_off(app, tx, acting, meeting, item).await?;
        if item.issue.is_none() {
            let today = app.clock.today(&acting.group.time_zone);
            store::keep_topic(tx, group, app.ids.key(app.clock.now())?, &as_new(item), today, 1).await?;
        }
        return Ok(None);
    };
    meetings::must_fit(meetings::record(&mut *tx, group, to.number).await?.items.len())?;
    let blank = item.note.is_empty() && item.actions.is_empty();
    let reference = match blank {
        true => meetings::take_to(app, tx, acting, item, &to).await?,
        false => {
            let issue = item.waiting_issue().map(|issue| issue.id);
            let new = NewItem { issue, follows: Some(item.id), ..as_new(item) };
            references::item(to.year, meetings::put(app, tx, acting, &to, &new).await?.1)
        }
    };
    let event = meetings::event(app, acting, meeting, "item.moved-on")
        .with("item", Fact::Reference(item.reference()))
        .with("as-item", Fact::Reference(reference))
        .with("to", Fact::Number(to.number));
    ledger::record(tx, event).await?;
    meetings::ask_again(app, tx, acting, meeting).await?;
    Ok(Some(to))
}

/// Has something wait for a meeting that nobody put there by hand.
///
/// # Errors
/// When the database fails.
pub(crate) async fn wait(app: &App, tx: &mut Tx, group: Uuid, new: &NewItem, today: Date) -> Result<()> {
    store::keep_topic(tx, group, app.ids.key(app.clock.now())?, new, today, 0).await
}

/// An item as something new, without what was said on it.
fn as_new(item: &Item) -> NewItem {
    NewItem {
        issue: None,
        title: item.title.clone(),
        minutes: item.minutes,
        purpose: item.purpose,
        presenter: item.presenter.clone(),
        reserved: item.reserved.clone(),
        consent: item.consent,
        kind: None,
        follows: None,
    }
}

/// Copies an item to the next meeting as a new one that knows nothing of it: a topic, with its own thread. Without a next meeting it
/// waits in the backlog. Tells the meeting it went to.
///
/// # Errors
/// [`Error::NotFound`] for an item that is not there.
pub(super) async fn copy(app: &App, tx: &mut Tx, acting: &Acting, number: i64, item: i64) -> Result<Option<Meeting>> {
    meetings::must_run(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let record = meetings::record(&mut *tx, group, number).await?;
    let item = record.item(item)?;
    let today = app.clock.today(&acting.group.time_zone);
    let from = record.meeting.held_on.checked_add(1.day()).unwrap_or(record.meeting.held_on).max(today);
    let event = meetings::event(app, acting, &record.meeting, "item.copied").with("item", Fact::Reference(item.reference()));
    ledger::record(tx, event).await?;
    let Some(to) = meetings::next_planned(&mut *tx, group, from).await? else {
        store::keep_topic(tx, group, app.ids.key(app.clock.now())?, &as_new(item), today, 1).await?;
        return Ok(None);
    };
    meetings::must_fit(meetings::record(&mut *tx, group, to.number).await?.items.len())?;
    meetings::put(app, tx, acting, &to, &as_new(item)).await?;
    Ok(Some(to))
}

/// Takes a topic out of the backlog for good.
///
/// # Errors
/// [`Error::NotFound`] for one that does not wait.
pub(super) async fn drop_topic(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<()> {
    meetings::must_run(acting)?;
    let group = acting.group.id;
    store::take_topic(tx, group, id).await?.ok_or(Error::NotFound)?;
    let event = Event::new(group, app.clock.now(), acting.actor(), "backlog.dropped", id).with("as", acting.acted_as());
    ledger::record(tx, event).await
}

/// A standing item as somebody typed it.
#[derive(Clone, Debug, Default)]
pub(super) struct NewStanding {
    /// Which one it is.
    pub(super) kind: String,
    /// What the group calls it; without a title it stands on no agenda.
    pub(super) title: String,
    /// How many minutes it is given.
    pub(super) minutes: String,
}

/// Keeps the group's standing items, in the order of an agenda; its own ones in the order in which they were typed.
///
/// # Errors
/// [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub(super) async fn set_standing(app: &App, tx: &mut Tx, acting: &Acting, typed: &[NewStanding]) -> Result<()> {
    meetings::must_run(acting)?;
    let group = acting.group.id;
    let mut checks = Checks::default();
    let mut items = Vec::new();
    for (at, one) in typed.iter().enumerate() {
        let title = checks.text(format!("title-{at}"), &one.title, TextRule { required: None, name: "The title", max: 120, lines: false });
        if title.is_empty() {
            continue;
        }
        let minutes = one.minutes.trim().parse().ok().filter(|minutes| (1..=240).contains(minutes));
        if minutes.is_none() {
            checks.fail(format!("minutes-{at}"), format!("Enter a number of minutes from 1 to 240 for {title}"));
        }
        let kind = Standing::from_key(&one.kind).unwrap_or(Standing::Own);
        items.push(Fixed { source: Source::Standing(0), kind, title, minutes: minutes.unwrap_or(1) });
    }
    if items.is_empty() {
        checks.fail("title-0", "Keep one standing item at least");
    }
    checks.done()?;
    refuse_in_papers(&mut *tx, group, items.iter().enumerate().map(|(at, item)| (format!("title-{at}"), item.title.as_str()))).await?;
    items.sort_by_key(|item| Standing::ALL.iter().position(|kind| *kind == item.kind));
    store::put_standing(tx, group, &items).await?;
    let event = Event::new(group, app.clock.now(), acting.actor(), "standing-items.set", group)
        .with("as", acting.acted_as())
        .with("items", Fact::Number(i64::try_from(items.len()).unwrap_or(i64::MAX)));
    ledger::record(tx, event).await
}
