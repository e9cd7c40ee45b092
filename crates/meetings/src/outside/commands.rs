//! The verbs: say who invites, and take an entry of the group's own calendar as the meeting.

use std::ops::RangeInclusive;

use group::{acting::Acting, permissions::Verb};
use jiff::Timestamp;
use kernel::{
    App, Error, Result, Tx,
    form::Checks,
    ledger::{self, Event, Fact},
};
use reading::calendar::{Calendar, Entry};

use super::{
    model::{Bounds, Inviter, Known, Which, is_newer, said},
    series::{self, Count},
    store,
};
use crate::{
    invitations::{self, Invitation},
    meetings::{self, Meeting, NewMeeting},
};

/// The longest name by which another calendar knows a meeting.
const LONGEST: usize = 500;

fn must_run(acting: &Acting) -> Result<()> {
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, "Saying who invites is for the administrator and the co-chairs.")
}

/// Says who invites from now on. What was sent stays in people's calendars.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not plan meetings.
pub async fn set_inviter(app: &App, tx: &mut Tx, acting: &Acting, inviter: Inviter) -> Result<()> {
    must_run(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    store::set_inviter(tx, group, inviter).await?;
    let event = Event::new(group, app.clock.now(), acting.actor(), "meetings.inviter-set", group).with("as", acting.acted_as());
    ledger::record(tx, event.with("inviter", Fact::Word(inviter.key().into()))).await
}

/// Says how much of a series is taken: the most meetings at once, and how many months ahead, as they were typed.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not plan meetings; [`Error::Conflict`] while Brig invites; [`Error::Invalid`] for what was
/// typed.
pub async fn set_bounds(app: &App, tx: &mut Tx, acting: &Acting, (meetings, months): (&str, &str)) -> Result<()> {
    must_run(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    if store::inviter(&mut *tx, group).await? != Inviter::Outside {
        return Err(Error::Conflict("Brig invites to this group’s meetings. Say first that your own calendar does.".into()));
    }
    let mut checks = Checks::default();
    let mut number = |field: &'static str, typed: &str, range: RangeInclusive<i64>| {
        let read = typed.trim().parse().ok().filter(|n| range.contains(n));
        if read.is_none() {
            checks.fail(field, format!("Enter a number from {} to {}", range.start(), range.end()));
        }
        read.unwrap_or(*range.start())
    };
    let bounds = (number("meetings", meetings, Bounds::MEETINGS), number("months", months, Bounds::MONTHS));
    checks.done()?;
    store::set_bounds(tx, group, bounds).await?;
    let event = Event::new(group, app.clock.now(), acting.actor(), "meetings.series-bounded", group).with("as", acting.acted_as());
    ledger::record(tx, event.with("meetings", Fact::Number(bounds.0)).with("months", Fact::Number(bounds.1))).await
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A meeting was planned by it.
    Planned(i64),
    /// A meeting that was planned is the entry now, as it says.
    Followed(i64),
    /// Its meeting is cancelled.
    Cancelled(i64),
    /// It is a series, and so many of its meetings changed.
    Series(Count),
    /// It says nothing new.
    Known,
}

/// Takes the entry of a calendar file as a meeting: the one that it was before, else the one that is planned on its day, else a new
/// one. What is older than what was taken changes nothing. Of a series each time to come is taken so, up to the group's bounds; its
/// rule is kept as `file`, which is what `calendar` was read from, says it, so that it goes on by itself.
///
/// # Errors
/// [`Error::Conflict`] while Brig invites; [`Error::Invalid`] for a file without exactly one meeting or one series, or a series whose
/// rule could not be read; as [`meetings::schedule`], [`meetings::change`] and [`meetings::cancel`] else.
pub async fn take_entry(app: &App, tx: &mut Tx, acting: &Acting, calendar: &Calendar, file: &[u8]) -> Result<Taken> {
    must_run(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    if store::inviter(&mut *tx, group.id).await? != Inviter::Outside {
        return Err(Error::Conflict("Brig invites to this group’s meetings. Say first that your own calendar does.".into()));
    }
    let Some(first) = calendar.entries.first() else {
        return Err(Error::field("file", "Choose a file with one meeting in it"));
    };
    if calendar.entries.iter().any(|entry| entry.uid.is_empty() || entry.uid.len() > LONGEST) {
        return Err(Error::field("file", "This file does not say which meeting it is. Save the invitation from the calendar once more"));
    }
    if series::is_one(calendar) {
        let count = series::take(app, tx, acting, calendar).await?;
        series::keep(tx, acting, calendar, file).await?;
        return Ok(if count == Count::default() { Taken::Known } else { Taken::Series(count) });
    }
    if calendar.entries.len() > 1 {
        return Err(Error::field("file", "Choose a file with one meeting in it"));
    }
    let over = first.cancelled || calendar.method == "CANCEL";
    let of_series = store::of_series(tx, group.id, &first.uid).await?;
    if over && !of_series.is_empty() {
        // Some calendars cancel a series without its rule.
        let count = series::take(app, tx, acting, calendar).await?;
        store::end_series(tx, group.id, &first.uid).await?;
        return Ok(if count == Count::default() { Taken::Known } else { Taken::Series(count) });
    }
    let known = store::by_uid(tx, group.id, &first.uid).await?;
    take_one(app, tx, acting, &Which { key: &first.uid, series: "", apart: false }, (first, over), known.as_ref()).await
}

/// Takes one entry as the meeting that it was before, else the one that is planned on its day, else a new one.
pub(super) async fn take_one(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    which: &Which<'_>,
    (entry, over): (&Entry, bool),
    known: Option<&Known>,
) -> Result<Taken> {
    let group = &acting.group;
    if known.is_some_and(|known| !is_newer(entry, known.last)) {
        return Ok(Taken::Known);
    }
    let rules = meetings::rules(&mut *tx, group.id).await?;
    let said = said(entry, &group.time_zone, rules.usual_minutes);
    let number = match (known, &said) {
        (Some(known), _) => Some(known.number),
        (None, Some(said)) => store::by_day(tx, group.id, said.starts.date()).await?,
        (None, None) => None,
    };
    Ok(match (number, over, said) {
        // A time of a series that was taken out before anybody heard of it is nobody's meeting.
        (_, true, _) if known.is_none() && !which.series.is_empty() => Taken::Known,
        (Some(number), true, _) => {
            let meeting = meetings::find(&mut *tx, group.id, number).await?;
            if !which.series.is_empty() && series::has_decided(tx, group.id, number).await? {
                return Ok(Taken::Known);
            }
            if meeting.is_open() {
                meetings::cancel(app, tx, acting, number).await?;
            }
            note(tx, acting, &meeting, which, entry).await?;
            Taken::Cancelled(number)
        }
        (None, true, _) => Taken::Known,
        (_, false, None) => return Err(Error::field("file", "This entry is for a whole day. A meeting needs its hour")),
        (number, false, Some(said)) => {
            let new = NewMeeting {
                date: said.starts.date().to_string(),
                start: said.starts.strftime("%H:%M").to_string(),
                minutes: said.minutes.to_string(),
                place: said.place,
                link: said.link,
                invite: true,
                ..NewMeeting::default()
            };
            match number {
                None => {
                    let meeting = meetings::schedule(app, tx, acting, &new).await?;
                    note(tx, acting, &meeting, which, entry).await?;
                    Taken::Planned(meeting.number)
                }
                Some(number) => follow(app, tx, acting, number, new, (which, entry)).await?,
            }
        }
    })
}

/// Changes a meeting to what its entry says. A link that is not said again is kept.
async fn follow(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    number: i64,
    new: NewMeeting,
    (which, entry): (&Which<'_>, &Entry),
) -> Result<Taken> {
    let before = meetings::find(&mut *tx, acting.group.id, number).await?;
    let link = if new.link.is_empty() { before.link.clone() } else { new.link };
    let new = NewMeeting { theme: before.theme.clone(), kind: before.kind.key().into(), link, ..new };
    note(tx, acting, &before, which, entry).await?;
    if !before.invited {
        store::ask_people(tx, acting.group.id, before.id).await?;
    }
    let meeting = meetings::change(app, tx, acting, number, before.version, &new).await?;
    // Where nothing changed nobody was written to; whoever was not asked before is asked now.
    invitations::send(app, tx, acting, &Meeting { invited: true, ..meeting }, Invitation::First).await?;
    Ok(Taken::Followed(number))
}

async fn note(tx: &mut Tx, acting: &Acting, meeting: &Meeting, which: &Which<'_>, entry: &Entry) -> Result<()> {
    let last = (entry.sequence, entry.stamp.unwrap_or(Timestamp::MIN));
    store::put(tx, acting.group.id, meeting.id, which, last).await
}
