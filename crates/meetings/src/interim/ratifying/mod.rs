//! The next ordinary meeting ratifies what was decided between meetings, by itself: an item lists it, and when both sides confirm
//! that meeting it is ratified. What a meeting does not ratify is shown as such, and comes back to the one after.

mod store;

use futures_util::future::BoxFuture;
use group::{acting::Acting, groups};
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    ledger::{self, Event, Fact},
    words,
};
use uuid::Uuid;

use self::store::Waiting;
use super::store as interims;
use crate::{meetings, minutes};

/// For how many days after a meeting its record may still be confirmed, so that what it was asked to ratify stays with it.
const WRITING_UP: i64 = 60;

/// The heading of the item.
const TITLE: &str = "Interim decisions to ratify";

/// When something is decided between meetings, or a meeting is planned, moved or cancelled: what waits to be ratified stands on the
/// agenda of the next ordinary meeting, and on no other.
pub fn put_on_agenda<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(arrange(app, tx, event.scope))
}

async fn arrange(app: &App, tx: &mut Tx, group: Uuid) -> Result<()> {
    let waiting = store::waiting(&mut *tx, group).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let group = groups::by_id(&mut *tx, group).await?;
    let today = app.clock.today(&group.time_zone);
    let since = today.checked_sub(WRITING_UP.days()).unwrap_or(today);
    let moving: Vec<&Waiting> = waiting.iter().filter(|one| !one.is_being_ratified(since, today)).collect();
    if moving.is_empty() {
        return Ok(());
    }
    let next = store::next_ordinary(&mut *tx, group.id, today).await?;
    let item = match next {
        None => None,
        Some(number) => {
            let meeting = meetings::find(&mut *tx, group.id, number).await?;
            let title = title(&moving);
            let there = moving.iter().find(|one| one.meeting == Some(meeting.id)).and_then(|one| one.item);
            Some(meetings::put_item(app, tx, &group, &meeting, there, &title).await?)
        }
    };
    for one in &moving {
        if one.item != item {
            store::put_under(tx, group.id, one.id, item).await?;
        }
    }
    for left in moving.iter().filter_map(|one| one.item).filter(|old| Some(*old) != item) {
        meetings::drop_item(tx, group.id, left).await?;
    }
    Ok(())
}

/// `Interim decisions to ratify: 26/D09, 26/D10`.
fn title(waiting: &[&Waiting]) -> String {
    const NAMED: usize = 8;
    let mut named: Vec<String> = waiting.iter().take(NAMED).map(|one| one.reference.clone()).collect();
    if waiting.len() > NAMED {
        named.push(format!("{} more", waiting.len() - NAMED));
    }
    format!("{TITLE}: {}", named.join(", "))
}

/// When both sides confirm a meeting: what stood on its agenda to be ratified is, if the meeting was quorate and did not say no.
/// Its minute says so.
pub fn ratify<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let mut asked = store::waiting(&mut *tx, event.scope).await?;
        asked.retain(|one| one.meeting == Some(event.thing));
        let (Some(first), Some(Fact::Number(number))) = (asked.first().and_then(|one| one.item), event.facts.get("meeting")) else {
            return Ok(());
        };
        let record = meetings::record(&mut *tx, event.scope, *number).await?;
        let quorate = record.quorum().reached();
        let mut lines = Vec::new();
        for one in &asked {
            let (verb, line) = match (one.refused, quorate) {
                (true, _) => {
                    ("interim.not-ratified", format!("The Group did not ratify {} of {}. It comes back.", one.reference, one.day()))
                }
                (false, false) => (
                    "interim.not-ratified",
                    format!("Without a quorum {} of {} could not be ratified. It comes back.", one.reference, one.day()),
                ),
                (false, true) => ("interim.ratified", format!("The Group ratified {} of {}: {}", one.reference, one.day(), one.words)),
            };
            if one.refused || !quorate {
                store::set_refused(tx, event.scope, one.id, record.meeting.held_on).await?;
            } else {
                store::set_ratified(tx, event.scope, one.id, event.thing).await?;
                let said = Event::new(event.scope, event.at, event.actor, "minute.confirmed", one.written);
                minutes::confirm_with(tx, said.with("at", Fact::Number(*number)), event.thing).await?;
            }
            let said = Event::new(event.scope, event.at, event.actor, verb, one.id)
                .with("interim", Fact::Number(one.number))
                .with("meeting", Fact::Number(*number));
            ledger::record(tx, said).await?;
            lines.push(line);
        }
        meetings::note_on_item(tx, event.scope, first, &lines.join("\n")).await?;
        arrange(app, tx, event.scope).await
    })
}

/// Notes that the meeting which is asked to ratify it says no, or does after all.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the record; [`Error::Conflict`] where no meeting is asked, or it is confirmed.
pub async fn refuse(app: &App, tx: &mut Tx, acting: &Acting, number: i64, refused: bool) -> Result<()> {
    meetings::must_run(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let interim = interims::find(&mut *tx, group, number).await?;
    let waiting = store::waiting(&mut *tx, group).await?;
    let asked = waiting.iter().find(|one| one.id == interim.id).filter(|one| one.planned).and_then(|one| one.at);
    let Some(at) = asked else {
        return Err(Error::Conflict("No meeting that is still being held is asked to ratify this.".into()));
    };
    if interim.ratified.refused == refused {
        return Ok(());
    }
    store::set_refusing(tx, group, interim.id, refused).await?;
    let meeting = meetings::find(&mut *tx, group, at).await?;
    let verb = if refused { "interim.refused" } else { "interim.refused-no-more" };
    let said = super::commands::event(&acting.group, app.clock.now(), Actor::Person(acting.person), verb, &interim);
    ledger::record(tx, said.with("as", acting.acted_as()).with("meeting", Fact::Number(at))).await?;
    meetings::ask_again(app, tx, acting, &meeting).await
}

impl Waiting {
    /// Whether the meeting that is asked lies behind, and its record is not confirmed yet.
    fn is_being_ratified(&self, since: Date, today: Date) -> bool {
        self.planned && self.held_on.is_some_and(|day| since <= day && day < today)
    }

    fn day(&self) -> String {
        words::date(self.decided_on)
    }
}
