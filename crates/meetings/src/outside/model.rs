//! Who invites, and what an entry of another calendar says of a meeting.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use reading::calendar::Entry;

/// Who sends the entries for calendars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Inviter {
    /// Brig does.
    #[default]
    Brig,
    /// A calendar of the group's own does.
    Outside,
}

impl Inviter {
    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Brig => "brig",
            Self::Outside => "outside",
        }
    }

    /// Who it is, of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Brig, Self::Outside].into_iter().find(|inviter| inviter.key() == key)
    }
}

/// What an entry says of a meeting, where the group's clocks stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) starts: DateTime,
    pub(super) minutes: i64,
    pub(super) place: String,
    pub(super) link: String,
}

/// How much of a series is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    /// The most meetings at once.
    pub(super) meetings: usize,
    /// How many months ahead.
    pub(super) months: i64,
}

impl Bounds {
    /// What can be chosen as the most meetings.
    pub(super) const MEETINGS: std::ops::RangeInclusive<i64> = 1..=60;
    /// What can be chosen as months.
    pub(super) const MONTHS: std::ops::RangeInclusive<i64> = 1..=36;
}

impl Default for Bounds {
    fn default() -> Self {
        Self { meetings: 24, months: 12 }
    }
}

/// By what a meeting is known as an entry of another calendar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Which<'a> {
    pub(super) key: &'a str,
    /// The series that it is one of; empty for one by itself.
    pub(super) series: &'a str,
    /// Of one of a series: whether an entry of its own says it.
    pub(super) apart: bool,
}

/// A meeting that is an entry of another calendar, and what was taken of it last.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) key: String,
    pub(super) number: i64,
    pub(super) held_on: Date,
    pub(super) planned: bool,
    pub(super) apart: bool,
    pub(super) last: (i64, Timestamp),
}

/// What another calendar calls a meeting that is nowhere.
const NOWHERE: &[&str] = &["microsoft teams meeting", "microsoft teams-meeting", "teams meeting", "online", "virtual", "zoom meeting"];

/// What an entry says; nothing where it names no hour.
pub(super) fn said(entry: &Entry, zone: &TimeZone, usual_minutes: i64) -> Option<Said> {
    let starts = entry.starts?;
    let minutes = entry.ends.map_or(usual_minutes, |ends| (ends - starts).get_seconds() / 60);
    let place = if entry.link.is_empty() { entry.place.clone() } else { entry.place.replace(&entry.link, " ") };
    let parts = place.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty() && !NOWHERE.contains(&part.to_lowercase().as_str()));
    let place: String = parts.collect::<Vec<_>>().join("; ").chars().take(300).collect();
    Some(Said { starts: zone.to_datetime(starts), minutes, place, link: entry.link.clone() })
}

/// Whether an entry is newer than what was taken last: by its change, then by when it was written.
pub(super) fn is_newer(entry: &Entry, last: (i64, Timestamp)) -> bool {
    (entry.sequence, entry.stamp.unwrap_or(Timestamp::MAX)) > last
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn the_room_is_what_is_left_of_a_place_without_the_link() {
        let place = |place: &str, link: &str| {
            let entry = Entry { starts: Some(Timestamp::UNIX_EPOCH), place: place.into(), link: link.into(), ..Entry::default() };
            said(&entry, &TimeZone::UTC, 90).expect("a meeting").place
        };
        assert_eq!(place("Microsoft Teams Meeting", "https://teams.microsoft.com/l/x"), "");
        assert_eq!(place("Room 4; Microsoft Teams Meeting", ""), "Room 4");
        assert_eq!(place("Room 4, Moorfield; https://teams.microsoft.com/l/x", "https://teams.microsoft.com/l/x"), "Room 4, Moorfield");
    }
}
