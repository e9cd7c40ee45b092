//! Who stands in for a co-chair: deputies, and where there is none, a member whom the side chooses for a stated time.
//! An empty chair never stops the group.

use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, Result, Tx, clock,
    form::Checks,
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    super::{
        model::{Seat, day},
        store,
    },
    co_chair,
};
use crate::{
    acting::Acting,
    permissions::{Role, Verb},
};

/// The longest time for which somebody is away or acts.
const YEARS: i64 = 1;

/// A co-chair names a core member of their own side to stand in for them, or ends that.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair; [`Error::Conflict`] for somebody who is no core member of the co-chair's side.
pub async fn name_deputy(app: &App, tx: &mut Tx, acting: &Acting, person: Uuid, deputy: bool) -> Result<()> {
    acting.must_or(Verb::NameDeputies, Verb::SeeMembers, "A co-chair names the deputies of their own side.")?;
    if !store::set_deputy(tx, acting.group.id, person, acting.side, deputy).await? {
        return Err(Error::Conflict("A deputy is a core member of the co-chair's own side.".into()));
    }
    let verb = if deputy { "deputy.named" } else { "deputy.ended" };
    ledger::record(tx, event(app, acting, verb, person)).await
}

fn event(app: &App, acting: &Acting, verb: &'static str, person: Uuid) -> Event {
    let side = Fact::Word(acting.side.key().into());
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, person).with("as", acting.acted_as()).with("side", side)
}

fn read_day(checks: &mut Checks, field: &'static str, typed: &str, today: Date, what: &str) -> Option<Date> {
    let day: Option<Date> = typed.trim().parse().ok();
    match day {
        None => checks.fail(field, format!("Enter the date {what}")),
        Some(day) if day > today.saturating_add(YEARS.years()) => checks.fail(field, "Enter a date within a year"),
        Some(_) => {}
    }
    day
}

/// Says that a co-chair is away from a day until another, both included; with both left empty, that they are back.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but themselves and those who keep the membership; [`Error::Conflict`] for somebody who is no
/// co-chair; [`Error::Invalid`] for the days.
pub async fn set_away(app: &App, tx: &mut Tx, acting: &Acting, person: Uuid, from: &str, until: &str) -> Result<()> {
    if acting.person == person {
        acting.must(Verb::SeeMembers)?;
    } else {
        super::must_run(acting)?;
    }
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let seat = store::seat_of(&mut *tx, group.id, person).await?;
    if seat.role != Role::CoChair {
        return Err(Error::Conflict("Only a co-chair says that they are away: nobody waits for another member's key.".into()));
    }
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    if from.trim().is_empty() && until.trim().is_empty() {
        store::set_away(tx, group.id, person, None).await?;
        store::set_acting(tx, group.id, seat.side, None).await?;
        return ledger::record(tx, event(app, acting, "chair.back", person)).await;
    }
    let mut checks = Checks::default();
    let from = read_day(&mut checks, "away_from", from, today, "of the first day away");
    let until = read_day(&mut checks, "away_until", until, today, "of the last day away");
    if let (Some(from), Some(until)) = (from, until)
        && (until < from || until < today)
    {
        checks.fail("away_until", "Enter a day that is not before the first, nor before today");
    }
    checks.done()?;
    store::set_away(tx, group.id, person, from.zip(until)).await?;
    if !from.zip(until).is_some_and(|(from, until)| from <= today && today <= until) {
        // They are here today, and hold the key themselves.
        store::set_acting(tx, group.id, seat.side, None).await?;
    } else if let Some(until) = until {
        store::cap_acting(tx, group.id, seat.side, until).await?;
    }
    ledger::record(tx, event(app, acting, "chair.away", person)).await
}

/// Why a side needs somebody to act: it has no co-chair, or theirs is away, until a day.
pub(in super::super) fn empty_chair(seats: &[Seat], side: crate::membership::Side, today: Date) -> Option<Option<Date>> {
    match co_chair(seats, side) {
        None => Some(None),
        Some(chair) if chair.is_away(today) => Some(chair.away.map(|(_, until)| until)),
        Some(_) => None,
    }
}

/// A core member of a side names who of them acts for it while it has no co-chair there; without `until`, ends that.
///
/// # Errors
/// [`Error::Forbidden`] for who is no core member of that side; [`Error::Conflict`] while the side has its co-chair, or for
/// somebody who cannot act; [`Error::Invalid`] for the day.
pub async fn name_acting(app: &App, tx: &mut Tx, acting: &Acting, person: Uuid, until: Option<&str>) -> Result<()> {
    let why = "Who acts for a side is named by a core member of that side.";
    acting.must_or(Verb::NameActing, Verb::SeeMembers, why)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let seats = store::seats(&mut *tx, group).await?;
    let core: Vec<&Seat> = seats.iter().filter(|seat| seat.core && seat.side == acting.side).collect();
    if !core.iter().any(|seat| seat.person == acting.person) || acting.side == crate::membership::Side::Other {
        return Err(Error::Forbidden(why.into()));
    }
    let chosen = core.iter().find(|seat| seat.person == person && seat.role == Role::Member);
    let Some(chosen) = chosen else {
        return Err(Error::Conflict("Who acts is a core member of the same side.".into()));
    };
    let Some(until) = until else {
        store::set_acting(tx, group.id, acting.side, None).await?;
        return ledger::record(tx, event(app, acting, "acting.ended", person)).await;
    };
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    let Some(back) = empty_chair(&seats, acting.side, today) else {
        return Err(Error::Conflict("The side has its co-chair, who holds its key.".into()));
    };
    if chosen.person == acting.person && core.iter().filter(|seat| seat.role == Role::Member).count() > 1 {
        return Err(Error::Conflict("Nobody names themselves: ask another core member of your side to name you.".into()));
    }
    let mut checks = Checks::default();
    let until = read_day(&mut checks, "until", until, today, "until which they act");
    match (until, back) {
        (Some(until), _) if until < today => checks.fail("until", "Enter today or a later day"),
        (Some(until), Some(back)) if until > back => {
            checks.fail("until", format!("The co-chair is away until {}: enter that day or an earlier one", day(back)));
        }
        _ => {}
    }
    checks.done()?;
    let Some(until) = until else { return Err(Error::internal("a day that was not read")) };
    store::set_acting(tx, group.id, acting.side, Some((person, until))).await?;
    ledger::record(tx, event(app, acting, "acting.named", person).with("until", Fact::Word(until.to_string()))).await
}
