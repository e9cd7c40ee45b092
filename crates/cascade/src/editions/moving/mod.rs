//! The verb that moves the deadline of one edition: its editor is away, or a holiday lies in between.

pub(super) mod store;

use group::{acting::Acting, screening::refuse_in_papers};
use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
    words,
};
use terms::cadence::Deadline;
use uuid::Uuid;

pub(super) use store::planned;

use super::{course, jobs, queries};
use crate::{calls, networks::must_cascade};

/// Another deadline for one edition, as somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewDeadline {
    /// The day until which copy is taken: `2026-12-22`.
    pub closes_on: String,
    /// And the time: `12:00`.
    pub closes_time: String,
    /// The day on which it comes out.
    pub out_on: String,
    /// Why it is moved.
    pub why: String,
}

fn instant(day: Date, time: Time, zone: &TimeZone) -> Option<Timestamp> {
    day.to_datetime(time).to_zoned(zone.clone()).ok().map(|at| at.timestamp())
}

/// Moves the deadline of one edition, and the day on which it comes out. What waits moves along: it is in the same edition still. It can
/// be moved between the deadlines before and after it, and not into the past.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not say where things go; [`Error::Conflict`] once it is sent; [`Error::Invalid`] for days that
/// cannot be, and without a reason; [`Error::Refused`] for what the reason says.
pub async fn move_one(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid, typed: &NewDeadline) -> Result<()> {
    must_cascade(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let whole = queries::whole(&mut *tx, group, id).await?;
    if whole.edition.sent_at.is_some() {
        return Err(Error::Conflict("This edition has been sent already.".into()));
    }
    let (zone, now) = (&group.time_zone, app.clock.now());
    let mut others = store::beside(&mut *tx, group.id, whole.network.id, whole.edition.closes_at).await?;
    others.retain(|one| one.key != id);
    let (planned_at, _) = store::planned(&mut *tx, group.id, id).await?;
    let bounds = course::bounds(whole.network.cadence, zone, planned_at, now, &others);
    let (from, until) = bounds.ok_or_else(|| Error::internal("a network without a next deadline"))?;
    let mut checks = Checks::default();
    let day: Option<Date> = typed.closes_on.trim().parse().ok();
    if day.is_none() {
        checks.fail("closes_on", "Enter a day in the form 2026-12-22");
    }
    let time: Option<Time> = typed.closes_time.trim().parse().ok();
    if time.is_none() {
        checks.fail("closes_time", "Enter a time in the form 12:00");
    }
    let out_on: Option<Date> = typed.out_on.trim().parse().ok().filter(|out: &Date| day.is_none_or(|day| day <= *out));
    if out_on.is_none() {
        checks.fail("out_on", "Enter the day on which it comes out: not before its copy is due");
    }
    if let Some((out, until)) = out_on.zip(calls::asks_until(&mut *tx, group.id, id).await?).filter(|(out, until)| out > until) {
        let (out, until) = (words::date(out), words::date(until));
        checks.fail("out_on", format!("A call for issues in it asks for reports by {until}, and {out} is later: choose an earlier day, or give the call a later one first"));
    }
    let closes_at = day.zip(time).and_then(|(day, time)| instant(day, time, zone));
    let fits = |at: Timestamp| from < at && at < until && others.iter().all(|one| one.closes_at != at);
    if closes_at.is_some_and(|at| at != whole.edition.closes_at && !fits(at)) {
        let say = |at| words::date_and_time(at, zone);
        checks.fail("closes_on", format!("Choose a time after {} and before {}: editions stay in their order", say(from), say(until)));
    }
    let rule = TextRule { required: Some("Say in a line why it is moved"), name: "The reason", max: 300, lines: false };
    let why = checks.text("why", &typed.why, rule);
    checks.done()?;
    refuse_in_papers(&mut *tx, group.id, [("why", why.as_str())].into_iter()).await?;
    let (Some(closes_at), Some(out_on)) = (closes_at, out_on) else { return Err(Error::internal("a deadline without a day")) };
    if (closes_at, out_on) == (whole.edition.closes_at, whole.edition.out_on) {
        return Ok(());
    }
    store::move_one(tx, group.id, id, Deadline { closes_at, out_on }, &why).await?;
    let event = Event::new(group.id, now, acting.actor(), "edition.moved", id).with("as", acting.acted_as());
    ledger::record(tx, event.with("closes_at", Fact::Number(closes_at.as_second())).with("out_on", Fact::Word(out_on.to_string()))).await?;
    // Where copy leaves already by the new deadline, it does not wait for the schedule.
    let leaves = queries::whole(&mut *tx, group, id).await?.edition.leaves_at(group);
    jobs::send_at(app, tx, leaves.max(now)).await
}
