//! Plan a meeting, change it, cancel it; the group's rules for meetings.

use group::{acting::Acting, groups, screening::refuse_numbers};
use issues::{
    issues::journey::{self, Place},
    themes,
};
use jiff::civil::{Date, Time};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::Fact,
};

use super::{
    super::{
        kind::{self, Kind},
        model::{Meeting, Rules, State},
        pages::when,
        store,
    },
    event, must_run, open, record,
};
use crate::invitations::{self, Invitation};

/// A meeting as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct NewMeeting {
    /// The day, as in `2026-12-14`.
    pub date: String,
    /// When it begins, as in `12:30`.
    pub start: String,
    /// How many minutes it lasts.
    pub minutes: String,
    /// The theme's key; empty for none.
    pub theme: String,
    /// `ordinary`, `extraordinary` or `interim`; nothing is ordinary.
    pub kind: String,
    /// The room. A link alone is taken as the link.
    pub place: String,
    /// The address by which people join online; empty for none.
    pub link: String,
    /// Whether invitations go out by mail.
    pub invite: bool,
}

struct Details {
    held_on: Date,
    starts: Time,
    minutes: i64,
    theme: String,
    kind: Kind,
    place: String,
    link: String,
}

/// A time of day as people type it: `12:30`, `9.05`, `9:30am`.
pub(crate) fn read_time(typed: &str) -> Option<Time> {
    let typed = typed.trim().to_lowercase().replace('.', ":");
    let (clock, half) = match (typed.strip_suffix("am"), typed.strip_suffix("pm")) {
        (Some(clock), _) => (clock.trim_end().to_owned(), Some(0)),
        (_, Some(clock)) => (clock.trim_end().to_owned(), Some(12)),
        _ => (typed, None),
    };
    let (hour, minute) = clock.split_once(':').or_else(|| half.map(|_| (clock.as_str(), "0")))?;
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match half {
        Some(add) if (1..=12).contains(&hour) => hour % 12 + add,
        Some(_) => return None,
        None => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

async fn checked(tx: &mut Tx, acting: &Acting, new: &NewMeeting) -> Result<Details> {
    let mut checks = Checks::default();
    let held_on: Option<Date> = new.date.trim().parse().ok().filter(|day: &Date| (2000..=2199).contains(&day.year()));
    if held_on.is_none() {
        checks.fail("date", "Enter the day of the meeting");
    }
    let starts = read_time(&new.start);
    if starts.is_none() {
        checks.fail("start", "Enter when it begins, as in 12:30");
    }
    let minutes = new.minutes.trim().parse().ok().filter(|minutes| (5..=600).contains(minutes));
    if minutes.is_none() {
        checks.fail("minutes", "Enter how many minutes it lasts, from 5 to 600");
    }
    if !new.theme.is_empty() && !themes::all(&mut *tx, acting.group.id).await?.iter().any(|theme| theme.key == new.theme) {
        checks.fail("theme", "Choose one of the group's themes");
    }
    let kind = if new.kind.is_empty() { Some(Kind::Ordinary) } else { Kind::from_key(&new.kind) };
    if kind.is_none() {
        checks.fail("kind", "Choose what kind of meeting it is");
    }
    let (place, link) = whereabouts(&mut checks, ("place", &new.place), ("link", &new.link));
    checks.done()?;
    refuse_whereabouts(("place", &place), ("link", &link))?;
    let (Some(held_on), Some(starts), Some(minutes), Some(kind)) = (held_on, starts, minutes, kind) else {
        return Err(Error::internal("a meeting without day, time, length or kind"));
    };
    Ok(Details { held_on, starts, minutes, theme: new.theme.clone(), kind, place, link })
}

/// A room and a link as they were typed, each with the name of its field. A link that stands alone where the room should
/// is the link.
fn whereabouts(checks: &mut Checks, place: (&'static str, &str), link: (&'static str, &str)) -> (String, String) {
    let (room, typed) = if link.1.trim().is_empty() && kind::is_link(place.1.trim()) { ("", place.1) } else { (place.1, link.1) };
    let room = checks.text(place.0, room, TextRule { required: None, name: "The room", max: 300, lines: false });
    let joined = kind::read_link(typed).unwrap_or_else(|message| {
        checks.fail(link.0, message);
        String::new()
    });
    (room, joined)
}

/// What surely is a patient's number is refused here too; what may be one is let through, because the address of a meeting
/// on the web is a long number more often than not.
fn refuse_whereabouts(place: (&'static str, &str), link: (&'static str, &str)) -> Result<()> {
    refuse_numbers([place, link].into_iter(), true).map(drop)
}

/// Plans a meeting and, unless told otherwise, invites those who sit in the group.
///
/// # Errors
/// [`Error::Invalid`] for what was typed.
pub async fn schedule(app: &App, tx: &mut Tx, acting: &Acting, new: &NewMeeting) -> Result<Meeting> {
    must_run(acting)?;
    let Details { held_on, starts, minutes, theme, kind, place, link } = checked(tx, acting, new).await?;
    let meeting = Meeting {
        id: app.ids.key(app.clock.now())?,
        number: groups::next_number(tx, acting.group.id, "meetings").await?,
        year: i64::from(held_on.year()),
        version: 1,
        state: State::Planned,
        kind,
        held_on,
        starts,
        minutes,
        theme,
        place,
        link,
        guests: String::new(),
        invited: new.invite,
        sequence: 0,
    };
    store::insert(tx, acting.group.id, &meeting).await?;
    dated(app, tx, acting, &meeting, "meeting.planned").await?;
    invitations::send(app, tx, acting, &meeting, Invitation::First).await?;
    Ok(meeting)
}

/// Writes what happened into the ledger, with the day of the meeting.
async fn dated(app: &App, tx: &mut Tx, acting: &Acting, meeting: &Meeting, verb: &'static str) -> Result<()> {
    kernel::ledger::record(tx, event(app, acting, meeting, verb).with("on", Fact::Word(meeting.held_on.to_string()))).await
}

/// Changes a meeting's day, time, length, theme, kind, room or link, and tells those who were invited. Nothing changed, nothing is sent.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has changed it since `version`, or it is planned no more; as [`schedule`] else.
pub async fn change(app: &App, tx: &mut Tx, acting: &Acting, number: i64, version: i64, new: &NewMeeting) -> Result<Meeting> {
    let old = open(tx, acting, number).await?;
    let Details { held_on, starts, minutes, theme, kind, place, link } = checked(tx, acting, new).await?;
    let meeting_day = old.meeting.held_on;
    let mut meeting = Meeting { held_on, starts, minutes, theme, kind, place, link, ..old.meeting.clone() };
    if meeting == old.meeting && version == meeting.version {
        return Ok(meeting);
    }
    if held_on != meeting_day && old.items.iter().any(|item| item.decision.is_some()) {
        return Err(Error::field("date", "Something is decided already, so the meeting stays on its day"));
    }
    if old.items.is_empty() {
        meeting.year = i64::from(held_on.year());
    }
    // The theme stands in no calendar: who is invited need not hear of it by mail.
    let told = meeting != Meeting { theme: meeting.theme.clone(), ..old.meeting.clone() };
    meeting.sequence += i64::from(told);
    if !store::update(tx, acting.group.id, &meeting, version).await? {
        let now = [when(&old.meeting), old.meeting.whereabouts()].join(", ");
        let now = now.trim_end_matches(", ");
        return Err(Error::Conflict(format!(
            "Somebody else changed this meeting while you were writing: it is now {now}. Saving again replaces that"
        )));
    }
    meeting.version += 1;
    dated(app, tx, acting, &meeting, "meeting.changed").await?;
    if held_on != old.meeting.held_on {
        for item in &old.items {
            if let Some(issue) = item.waiting_issue() {
                let place = Place { meeting: number, held_on, item: item.reference() };
                journey::reschedule(app, tx, acting, issue.id, &place).await?;
            }
        }
    }
    if told {
        invitations::send(app, tx, acting, &meeting, Invitation::Changed).await?;
    }
    Ok(meeting)
}

/// Gives a meeting another theme, or none. Nobody gets a mail of it.
///
/// # Errors
/// As [`change`].
pub async fn set_theme(app: &App, tx: &mut Tx, acting: &Acting, number: i64, version: i64, theme: &str) -> Result<Meeting> {
    let Meeting { held_on, starts, minutes, kind, place, link, .. } = open(tx, acting, number).await?.meeting;
    let new = NewMeeting {
        date: held_on.to_string(),
        start: starts.strftime("%H:%M").to_string(),
        minutes: minutes.to_string(),
        theme: theme.to_owned(),
        kind: kind.key().into(),
        place,
        link,
        ..NewMeeting::default()
    };
    change(app, tx, acting, number, version, &new).await
}

/// Cancels a meeting: its issues wait for another one, and those who were invited are told.
///
/// # Errors
/// [`Error::Conflict`] once something was decided, or when it is planned no more.
pub async fn cancel(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    let record_of = open(tx, acting, number).await?;
    if record_of.items.iter().any(|item| item.decision.is_some() || !item.actions.is_empty()) {
        return Err(Error::Conflict("This meeting has decided something already, so it cannot be cancelled.".into()));
    }
    let meeting = record_of.meeting;
    store::cancel(tx, acting.group.id, meeting.id).await?;
    for item in &record_of.items {
        if let Some(issue) = item.waiting_issue() {
            journey::carry(app, tx, acting, issue.id, number).await?;
        }
    }
    record(app, tx, acting, &meeting, "meeting.cancelled").await?;
    let meeting = Meeting { sequence: meeting.sequence + 1, ..meeting };
    invitations::send(app, tx, acting, &meeting, Invitation::Cancelled).await
}

/// The rules as somebody typed them.
#[derive(Clone, Debug, Default)]
pub struct NewRules {
    /// GPs that must be there to decide.
    pub quorum_gps: String,
    /// Consultants that must be there to decide.
    pub quorum_consultants: String,
    /// When a meeting usually begins.
    pub usual_start: String,
    /// How many minutes it usually lasts.
    pub usual_minutes: String,
    /// The room where it usually is.
    pub usual_place: String,
    /// The link by which one usually joins online.
    pub usual_link: String,
    /// How many minutes an item usually takes.
    pub item_minutes: String,
    /// Days between two reminders of open actions to the same person: 0 for none, else at least a week.
    pub remind_days: String,
}

/// Sets the group's rules for meetings. Decisions made before keep the quorum that they were made under.
///
/// # Errors
/// [`Error::Invalid`] for what was typed. A quorum is at least one of each side: one side alone decides nothing.
pub async fn set_rules(app: &App, tx: &mut Tx, acting: &Acting, new: &NewRules) -> Result<()> {
    must_run(acting)?;
    let mut checks = Checks::default();
    let mut number = |field: &'static str, typed: &str, low: i64, high: i64| {
        let read = typed.trim().parse().ok().filter(|n| (low..=high).contains(n));
        if read.is_none() {
            checks.fail(field, format!("Enter a number from {low} to {high}"));
        }
        read.unwrap_or(low)
    };
    let quorum_gps = number("quorum_gps", &new.quorum_gps, 1, 50);
    let quorum_consultants = number("quorum_consultants", &new.quorum_consultants, 1, 50);
    let usual_minutes = number("usual_minutes", &new.usual_minutes, 5, 600);
    let item_minutes = number("item_minutes", &new.item_minutes, 1, 240);
    let remind_days = number("remind_days", &new.remind_days, 0, 90);
    if (1..7).contains(&remind_days) {
        checks.fail("remind_days", "Nobody is reminded more than once a week: enter 7 or more, or 0 for no reminders");
    }
    let usual_start = read_time(&new.usual_start);
    if usual_start.is_none() {
        checks.fail("usual_start", "Enter a time of day, as in 12:30");
    }
    let (usual_place, usual_link) = whereabouts(&mut checks, ("usual_place", &new.usual_place), ("usual_link", &new.usual_link));
    checks.done()?;
    refuse_whereabouts(("usual_place", &usual_place), ("usual_link", &usual_link))?;
    let usual_start = usual_start.unwrap_or_else(Time::midnight);
    let rules = Rules { quorum_gps, quorum_consultants, usual_start, usual_minutes, usual_place, usual_link, item_minutes, remind_days };
    store::put_rules(tx, acting.group.id, &rules).await?;
    let event = kernel::ledger::Event::new(acting.group.id, app.clock.now(), acting.actor(), "meeting-rules.set", acting.group.id)
        .with("as", acting.acted_as())
        .with("gps", Fact::Number(quorum_gps))
        .with("consultants", Fact::Number(quorum_consultants));
    kernel::ledger::record(tx, event).await
}

#[cfg(test)]
mod unit {
    use jiff::civil::time;

    use super::read_time;

    #[test]
    fn times_are_read_as_people_type_them() {
        for (typed, at) in [
            ("12:30", time(12, 30, 0, 0)),
            ("9.05", time(9, 5, 0, 0)),
            (" 9:30am", time(9, 30, 0, 0)),
            ("12 pm", time(12, 0, 0, 0)),
            ("12am", time(0, 0, 0, 0)),
            ("6PM", time(18, 0, 0, 0)),
        ] {
            assert_eq!(read_time(typed), Some(at), "{typed}");
        }
        for wrong in ["", "9", "25:00", "12:60", "13pm", "half nine", "-1:00", "9:30:00"] {
            assert_eq!(read_time(wrong), None, "{wrong}");
        }
    }
}
