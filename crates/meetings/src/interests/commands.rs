//! The verbs on interests: declare one, and end it.

use group::{acting::Acting, permissions::Verb, screening::refuse_in_papers};
use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx, clock,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{model::Interest, store};
use crate::meetings;

/// An interest as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct Declaration {
    /// What it is.
    pub words: String,
    /// The meeting and the item by their numbers; nothing for a standing interest.
    pub item: Option<(i64, i64)>,
    /// Whether they take no part in the item.
    pub no_part: bool,
    /// Since when; empty for today. Of a standing one only.
    pub from: String,
    /// Until when; may be empty. Of a standing one only.
    pub until: String,
}

fn day(checks: &mut Checks, field: &'static str, typed: &str) -> Option<Date> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let day = typed.parse().ok().filter(|day: &Date| (1900..=2199).contains(&day.year()));
    if day.is_none() {
        checks.fail(field, "Enter a day, as in 2027-03-14, or leave it empty");
    }
    day
}

/// Declares an interest of one's own: a standing one, or one in an item. It can be declared in the meeting too.
///
/// # Errors
/// [`Error::NotFound`] for those who do not see meetings; [`Error::Invalid`] and [`Error::Refused`] for what was typed;
/// [`Error::Conflict`] when the item was decided already, or its meeting is planned no more.
pub async fn declare(app: &App, tx: &mut Tx, acting: &Acting, new: &Declaration) -> Result<()> {
    acting.must(Verb::SeeMeetings)?;
    let (group, now) = (&acting.group, app.clock.now());
    ledger::hold(tx, group.id).await?;
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Say what the interest is"), name: "The interest", max: 400, lines: false };
    let words = checks.text("words", &new.words, rule);
    let (from_on, until_on) = (day(&mut checks, "from", &new.from), day(&mut checks, "until", &new.until));
    let from_on = from_on.unwrap_or_else(|| clock::day_of(now, &group.time_zone));
    if until_on.is_some_and(|until| until < from_on) {
        checks.fail("until", "It ends before it begins: enter a later day, or leave it empty");
    }
    checks.done()?;
    refuse_in_papers(&mut *tx, group.id, [("words", words.as_str())].into_iter()).await?;
    let mut event = Event::new(group.id, now, acting.actor(), "interest.declared", app.ids.key(now)?).with("as", acting.acted_as());
    let item = match new.item {
        None => None,
        Some((number, item)) => {
            let record = meetings::record(&mut *tx, group.id, number).await?;
            let item = record.item(item)?;
            if !record.meeting.is_open() {
                return Err(Error::Conflict("This meeting is no longer planned.".into()));
            }
            if item.decision.is_some() && new.no_part {
                return Err(Error::Conflict("This item is decided already, with everybody counted. Take the decision back first.".into()));
            }
            let part = if new.no_part { "none" } else { "yes" };
            event = event.with("item", Fact::Reference(item.reference())).with("part", Fact::Word(part.into()));
            Some((item.id, item.reference()))
        }
    };
    let (no_part, until_on) = (new.no_part && item.is_some(), until_on.filter(|_| item.is_none()));
    let interest = Interest { id: event.thing, person: acting.person, name: acting.name.clone(), item, words, no_part, from_on, until_on };
    store::insert(tx, group.id, &interest, now).await?;
    ledger::record(tx, event).await
}

/// Ends an interest: a standing one today, and it stays in the register; one in an item is taken back while nothing is decided on it.
///
/// # Errors
/// [`Error::NotFound`] for an interest that is not there; [`Error::Forbidden`] for those whose it is not and who do not run meetings;
/// [`Error::Conflict`] once the item is decided.
pub async fn end(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<()> {
    acting.must(Verb::SeeMeetings)?;
    let (group, now) = (&acting.group, app.clock.now());
    ledger::hold(tx, group.id).await?;
    let interest = store::find(&mut *tx, group.id, id).await?;
    if interest.person != acting.person && !acting.may(Verb::RunMeetings) {
        return Err(Error::Forbidden("An interest is ended by whose it is, or by the administrator and the co-chairs.".into()));
    }
    let today = clock::day_of(now, &group.time_zone);
    match &interest.item {
        None if interest.until_on.is_some_and(|until| until <= today) => return Ok(()),
        None => store::set_until(tx, group.id, id, today.max(interest.from_on)).await?,
        Some((item, _)) => {
            if store::is_settled(&mut *tx, group.id, *item).await? {
                return Err(Error::Conflict("This item is decided, and the interest is minuted with it.".into()));
            }
            store::delete(tx, group.id, id).await?;
        }
    }
    let event = Event::new(group.id, now, acting.actor(), "interest.ended", id).with("as", acting.acted_as());
    ledger::record(tx, event).await
}
