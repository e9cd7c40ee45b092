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
        model::{Meeting, Rules, moved},
        store::{self, NewItem},
    },
    ask_again, event, open,
};
use crate::references;

/// The most items on one agenda.
const MOST: usize = 60;

async fn add(app: &App, tx: &mut Tx, acting: &Acting, meeting: &Meeting, rules: &Rules, issue: Option<Uuid>, title: &str) -> Result<i64> {
    let number = groups::next_number(tx, acting.group.id, &format!("items/{}", meeting.year)).await?;
    let item = NewItem { id: app.ids.key(app.clock.now())?, issue, number, minutes: rules.item_minutes, title };
    store::insert_item(tx, acting.group.id, meeting, &item).await?;
    let reference = references::item(meeting.year, number);
    if let Some(issue) = issue {
        let place = Place { meeting: meeting.number, held_on: meeting.held_on, item: reference.clone() };
        journey::schedule(app, tx, acting, issue, &place).await?;
    }
    let event = event(app, acting, meeting, "item.added").with("item", Fact::Reference(reference));
    kernel::ledger::record(tx, event).await?;
    ask_again(app, tx, acting, meeting).await?;
    Ok(number)
}

fn must_fit(items: usize) -> Result<()> {
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
    add(app, tx, acting, &record.meeting, &record.rules, Some(issue.id), &title).await
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
    add(app, tx, acting, &record.meeting, &record.rules, None, &title).await
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
        store::set_position(tx, acting.group.id, id, position).await?;
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
    let minutes = minutes.trim().parse().ok().filter(|minutes| (1..=240).contains(minutes));
    let minutes = minutes.ok_or_else(|| Error::field("minutes", "Enter a number of minutes from 1 to 240"))?;
    store::set_item_minutes(tx, acting.group.id, item.id, minutes).await?;
    let event = event(app, acting, &record.meeting, "item.timed").with("item", Fact::Reference(item.reference()));
    kernel::ledger::record(tx, event.with("minutes", Fact::Number(minutes))).await
}

/// Takes an item off the agenda. Its number is not used again; its issue waits for another meeting.
///
/// # Errors
/// [`Error::Conflict`] once something was decided or set on it, or the meeting is planned no more.
pub async fn remove_item(app: &App, tx: &mut Tx, acting: &Acting, number: i64, item: i64) -> Result<()> {
    let record = open(tx, acting, number).await?;
    let item = record.item(item)?;
    if item.decision.is_some() || !item.actions.is_empty() {
        return Err(Error::Conflict("Take back the decision and the actions of this item first.".into()));
    }
    if !item.note.is_empty() {
        return Err(Error::Conflict("There is a note on this item. Empty the note first, so that it is not lost by mistake.".into()));
    }
    store::delete_item(tx, acting.group.id, item.id).await?;
    if let Some(issue) = item.waiting_issue() {
        journey::carry(app, tx, acting, issue.id, number).await?;
    }
    let event = event(app, acting, &record.meeting, "item.removed").with("item", Fact::Reference(item.reference()));
    kernel::ledger::record(tx, event).await?;
    ask_again(app, tx, acting, &record.meeting).await
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
        store::delete_item(tx, event.scope, item).await?;
        store::clear_confirmations(tx, event.scope, meeting).await?;
        let said = Event::new(event.scope, event.at, Actor::System, "item.withdrawn", meeting);
        kernel::ledger::record(tx, said).await
    })
}
