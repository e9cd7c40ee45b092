//! The agenda: what is on it, in which order, with how many minutes.

use futures_util::future::BoxFuture;
use group::{acting::Acting, groups, screening::refuse_in_papers};
use issues::issues::{
    Issue,
    journey::{self, Place},
};
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    form::{Checks, TextRule},
    ledger::{Event, Fact},
};
use uuid::Uuid;

use super::{
    super::{
        items,
        model::{Item, Meeting, NewItem, moved},
        store,
    },
    ask_again,
    details::{MINUTES, read_minutes},
    event, open,
};
use crate::{presence, references};

/// The most items on one agenda.
pub(crate) const MOST: usize = 60;

/// Puts something onto an agenda, at its end; tells its key and its number. An issue that goes on from an earlier meeting is scheduled
/// already: it is only on another day.
///
/// # Errors
/// [`Error::Conflict`] for an issue that is not triaged.
pub(crate) async fn put(app: &App, tx: &mut Tx, acting: &Acting, meeting: &Meeting, new: &NewItem) -> Result<(Uuid, i64)> {
    let number = groups::next_number(tx, acting.group.id, &format!("items/{}", meeting.year)).await?;
    let id = app.ids.key(app.clock.now())?;
    items::insert_item(tx, acting.group.id, meeting, id, number, new).await?;
    let reference = references::item(meeting.year, number);
    if let Some(issue) = new.issue {
        let place = Place { meeting: meeting.number, held_on: meeting.held_on, item: reference.clone() };
        match new.follows {
            None => journey::schedule(app, tx, acting, issue, &place).await?,
            Some(_) => journey::reschedule(app, tx, acting, issue, &place).await?,
        }
    }
    let event = event(app, acting, meeting, "item.added").with("item", Fact::Reference(reference));
    kernel::ledger::record(tx, event).await?;
    ask_again(app, tx, acting, meeting).await?;
    Ok((id, number))
}

/// Goes on only while an agenda has room for one more.
pub(crate) fn must_fit(items: usize) -> Result<()> {
    if items < MOST { Ok(()) } else { Err(Error::Conflict(format!("An agenda holds {MOST} items at most."))) }
}

/// Puts an issue that both sides agreed to onto the agenda, at its end; tells the item's number in its year.
///
/// # Errors
/// [`Error::Conflict`] for an issue that is not triaged, or a meeting that is planned no more.
pub async fn add_issue(app: &App, tx: &mut Tx, acting: &Acting, number: i64, issue: &Issue) -> Result<i64> {
    let record = open(tx, acting, number).await?;
    must_fit(record.items.len())?;
    let title = issue.group_title.clone().unwrap_or_default();
    let new = NewItem { issue: Some(issue.id), title, minutes: record.rules.item_minutes, ..NewItem::default() };
    put(app, tx, acting, &record.meeting, &new).await.map(|(_, number)| number)
}

/// Puts something else onto the agenda, at its end; tells the item's number in its year.
///
/// # Errors
/// [`Error::Invalid`] and [`Error::Refused`] for the title; [`Error::Conflict`] for a meeting that is planned no more.
pub async fn add_topic(app: &App, tx: &mut Tx, acting: &Acting, number: i64, title: &str) -> Result<i64> {
    let record = open(tx, acting, number).await?;
    must_fit(record.items.len())?;
    let mut checks = Checks::default();
    let title =
        checks.text("title", title, TextRule { required: Some("Say what the item is about"), name: "The title", max: 120, lines: false });
    checks.done()?;
    refuse_in_papers(&mut *tx, acting.group.id, [("title", title.as_str())].into_iter()).await?;
    let new = NewItem { title, minutes: record.rules.item_minutes, ..NewItem::default() };
    put(app, tx, acting, &record.meeting, &new).await.map(|(_, number)| number)
}

/// Moves an item one place up or down. At the end of the agenda it stays where it is.
///
/// # Errors
/// [`Error::NotFound`] for an item that is not there; [`Error::Conflict`] for a meeting that is planned no more.
pub async fn move_item(app: &App, tx: &mut Tx, acting: &Acting, number: i64, item: i64, up: bool) -> Result<()> {
    let record = open(tx, acting, number).await?;
    let moving = record.item(item)?;
    let ids: Vec<Uuid> = record.items.iter().map(|item| item.id).collect();
    let Some(places) = moved(&ids, moving.id, up) else { return Ok(()) };
    for (position, id) in (1..).zip(places) {
        items::set_position(tx, acting.group.id, id, position).await?;
    }
    let event = event(app, acting, &record.meeting, "item.moved").with("item", Fact::Reference(moving.reference()));
    kernel::ledger::record(tx, event).await
}

/// Says how many minutes an item is given.
///
/// # Errors
/// [`Error::Invalid`] for no sensible number; [`Error::NotFound`] and [`Error::Conflict`] as [`move_item`].
pub async fn give_minutes(app: &App, tx: &mut Tx, acting: &Acting, number: i64, item: i64, minutes: &str) -> Result<()> {
    let record = open(tx, acting, number).await?;
    let item = record.item(item)?;
    let minutes = read_minutes(minutes).ok_or_else(|| Error::field("minutes", MINUTES))?;
    items::set_item_minutes(tx, acting.group.id, item.id, minutes).await?;
    let event = event(app, acting, &record.meeting, "item.timed").with("item", Fact::Reference(item.reference()));
    kernel::ledger::record(tx, event.with("minutes", Fact::Number(minutes))).await
}

/// Goes on only with an item on which nothing was said, decided or set.
///
/// # Errors
/// [`Error::Conflict`] that says what stands there.
pub(crate) fn must_be_blank(item: &Item) -> Result<()> {
    if item.decision.is_some() || !item.actions.is_empty() {
        return Err(Error::Conflict(format!("Take back the decision and the actions of {} first.", item.reference())));
    }
    if !item.note.is_empty() {
        return Err(Error::Conflict(format!(
            "There is a note on {}. Empty the note first, so that it is not lost by mistake.",
            item.reference()
        )));
    }
    Ok(())
}

/// Takes an item off the agenda. Its number is not used again; its issue waits for another meeting.
///
/// # Errors
/// [`Error::Conflict`] once something was decided or set on it, or the meeting is planned no more.
pub async fn remove_item(app: &App, tx: &mut Tx, acting: &Acting, number: i64, item: i64) -> Result<()> {
    let record = open(tx, acting, number).await?;
    take_off(app, tx, acting, &record.meeting, record.item(item)?).await
}

/// Takes an item off the agenda of a meeting that is planned.
///
/// # Errors
/// As [`remove_item`].
pub(crate) async fn take_off(app: &App, tx: &mut Tx, acting: &Acting, meeting: &Meeting, item: &Item) -> Result<()> {
    must_be_blank(item)?;
    if presence::moved_at(&mut *tx, acting.group.id, item.id).await? {
        return Err(Error::Conflict("Somebody came or went at this item, so that it stays on the agenda.".into()));
    }
    crate::papers::must_be_none(tx, acting.group.id, item).await?;
    items::delete_item(tx, acting.group.id, item.id).await?;
    if let Some(issue) = item.waiting_issue() {
        journey::carry(app, tx, acting, issue.id, meeting.number).await?;
    }
    let event = event(app, acting, meeting, "item.removed").with("item", Fact::Reference(item.reference()));
    kernel::ledger::record(tx, event).await?;
    ask_again(app, tx, acting, meeting).await
}

/// Takes an item on which nothing was said yet to the end of another agenda, with all that belongs to it. In another year it has
/// another number.
///
/// # Errors
/// When the database fails.
pub(crate) async fn take_to(app: &App, tx: &mut Tx, acting: &Acting, item: &Item, meeting: &Meeting) -> Result<String> {
    let number = match item.year == meeting.year {
        true => item.number,
        false => groups::next_number(tx, acting.group.id, &format!("items/{}", meeting.year)).await?,
    };
    items::take_to(tx, acting.group.id, item.id, meeting, number).await?;
    let reference = references::item(meeting.year, number);
    if let Some(issue) = item.waiting_issue() {
        let place = Place { meeting: meeting.number, held_on: meeting.held_on, item: reference.clone() };
        journey::reschedule(app, tx, acting, issue.id, &place).await?;
    }
    ask_again(app, tx, acting, meeting).await?;
    Ok(reference)
}

/// Gives items their places in this order, and their minutes.
///
/// # Errors
/// When the database fails.
pub(crate) async fn arrange(tx: &mut Tx, group: Uuid, items: &[(Uuid, i64)]) -> Result<()> {
    for (position, (id, minutes)) in (1..).zip(items) {
        items::set_position(tx, group, *id, position).await?;
        items::set_item_minutes(tx, group, *id, *minutes).await?;
    }
    Ok(())
}

/// When a report that leads others is taken back: the one that leads on takes its place on agendas, and the record of the meeting is
/// looked at once more.
pub fn hand_on<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let Some(Fact::Key(next)) = event.facts.get("next") else { return Ok(()) };
        for meeting in store::planned_with(tx, event.scope, event.thing).await? {
            store::hand_items_on(tx, event.scope, meeting, event.thing, *next).await?;
            store::clear_confirmations(tx, event.scope, meeting).await?;
        }
        Ok(())
    })
}

/// When a reporter takes an issue back that is on an agenda and was not decided yet: it leaves the agenda.
pub fn drop_withdrawn<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let Some((item, meeting)) = store::undecided_item(tx, event.scope, event.thing).await? else { return Ok(()) };
        items::delete_item(tx, event.scope, item).await?;
        store::clear_confirmations(tx, event.scope, meeting).await?;
        let said = Event::new(event.scope, event.at, Actor::System, "item.withdrawn", meeting);
        kernel::ledger::record(tx, said).await
    })
}
