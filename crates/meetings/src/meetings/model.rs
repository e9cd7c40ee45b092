//! What a meeting is: its day, its agenda, who is there, and when it may be changed.

use group::{membership::Side, permissions::Role};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Time},
    tz::TimeZone,
};
use uuid::Uuid;

pub use super::items::{Item, ItemIssue, NewItem};
use super::kind::Kind;
use crate::decisions::Quorum;

/// Where a meeting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is planned, or being held.
    Planned,
    /// Both sides confirmed what was decided.
    Confirmed,
    /// It is over, and its minute is drafted.
    Adjourned,
    /// It does not take place.
    Cancelled,
}

impl State {
    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Confirmed => "confirmed",
            Self::Adjourned => "adjourned",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Planned, Self::Confirmed, Self::Adjourned, Self::Cancelled].into_iter().find(|state| state.key() == key)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::Confirmed => "Decisions confirmed",
            Self::Adjourned => "Held",
            Self::Cancelled => "Cancelled",
        }
    }
}

/// How many of each side must be there to decide, and what a new meeting begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// GPs among the core members.
    pub quorum_gps: i64,
    /// Consultants among the core members.
    pub quorum_consultants: i64,
    /// When a meeting usually begins.
    pub usual_start: Time,
    /// How many minutes it usually lasts.
    pub usual_minutes: i64,
    /// The room where it usually is.
    pub usual_place: String,
    /// The link by which one usually joins online.
    pub usual_link: String,
    /// How many minutes an item usually takes.
    pub item_minutes: i64,
    /// Days between two reminders of open actions to the same person; 0 for none.
    pub remind_days: i64,
}

impl Default for Rules {
    /// What a new group begins with: at least one of each side, a lunch hour and a half.
    fn default() -> Self {
        Self {
            quorum_gps: 1,
            quorum_consultants: 1,
            usual_start: Time::constant(12, 30, 0, 0),
            usual_minutes: 90,
            usual_place: String::new(),
            usual_link: String::new(),
            item_minutes: 15,
            remind_days: 7,
        }
    }
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Its key.
    pub id: Uuid,
    /// Its running number in the group.
    pub number: i64,
    /// The year that its items count in.
    pub year: i64,
    /// Grows with every change of its details.
    pub version: i64,
    /// Where it stands.
    pub state: State,
    /// What kind of meeting it is.
    pub kind: Kind,
    /// The day.
    pub held_on: Date,
    /// When it begins, where the group's clock stands.
    pub starts: Time,
    /// How many minutes it lasts.
    pub minutes: i64,
    /// The theme's key; empty for a meeting without one.
    pub theme: String,
    /// The room; empty for one that is only online.
    pub place: String,
    /// The address by which one joins online; empty where nobody can. With a room as well, it is hybrid.
    pub link: String,
    /// Who else attended, a line each, with their role.
    pub guests: String,
    /// Whether invitations go out.
    pub invited: bool,
    /// How often the invitation was changed since the first.
    pub sequence: i64,
}

impl Meeting {
    /// When it begins and ends. A time that the clocks leave out on that day is read as the one after.
    #[must_use]
    pub fn span(&self, zone: &TimeZone) -> (Timestamp, Timestamp) {
        let begin = self.held_on.to_datetime(self.starts).to_zoned(zone.clone()).map_or(Timestamp::UNIX_EPOCH, |at| at.timestamp());
        (begin, begin.checked_add(self.minutes.minutes()).unwrap_or(begin))
    }

    /// The time of day when it ends.
    #[must_use]
    pub fn ends(&self) -> Time {
        self.starts.wrapping_add(self.minutes.minutes())
    }

    /// Where it is, in words: the room, that one can join online, or both; empty while nobody has said.
    #[must_use]
    pub fn whereabouts(&self) -> String {
        match (self.place.as_str(), self.link.is_empty()) {
            (place, true) => place.to_owned(),
            ("", false) => "Online".to_owned(),
            (place, false) => format!("{place}, and online"),
        }
    }

    /// Whether its agenda, attendance and record may be changed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == State::Planned
    }
}

/// How somebody stands to a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// There.
    Present,
    /// Sent apologies.
    Apologies,
}

impl Presence {
    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Apologies => "apologies",
        }
    }

    /// The presence of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Present, Self::Apologies].into_iter().find(|presence| presence.key() == key)
    }
}

/// Somebody who was at a meeting or sent apologies, with what they were in the group on that day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// The person.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// There, or not.
    pub presence: Presence,
    /// What they were in the group.
    pub role: Role,
    /// For which side.
    pub side: Side,
    /// Whether they count for the quorum.
    pub core: bool,
}

/// The quorum of those attending: core members of each side.
#[must_use]
pub fn quorum_of(attendees: &[Attendee], rules: &Rules) -> Quorum {
    let count = |side| {
        let there = attendees.iter().filter(|one| one.presence == Presence::Present && one.core && one.side == side);
        i64::try_from(there.count()).unwrap_or(0)
    };
    Quorum {
        gps: count(Side::Gp),
        consultants: count(Side::Consultant),
        gps_needed: rules.quorum_gps,
        consultants_needed: rules.quorum_consultants,
    }
}

/// One side's word that the decisions are as they were read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// The side.
    pub side: Side,
    /// The name of who gave it.
    pub name: String,
    /// Whether they stood in for the co-chair.
    pub deputy: bool,
}

/// The sides that have yet to give their word.
#[must_use]
pub(super) fn missing(given: &[Side]) -> Vec<Side> {
    [Side::Gp, Side::Consultant].into_iter().filter(|side| !given.contains(side)).collect()
}

/// When each item begins, if the meeting begins on time, and by how many minutes the items are more than the meeting.
#[must_use]
pub(super) fn timetable(meeting: &Meeting, items: &[Item]) -> (Vec<Time>, i64) {
    let mut at = meeting.starts;
    let mut begins = Vec::with_capacity(items.len());
    for item in items {
        begins.push(at);
        at = at.wrapping_add(item.minutes.minutes());
    }
    (begins, items.iter().map(|item| item.minutes).sum::<i64>() - meeting.minutes)
}

/// The places of items after one was moved by a step up or down; `None` when it is at the end already.
#[must_use]
pub(super) fn moved(ids: &[Uuid], id: Uuid, up: bool) -> Option<Vec<Uuid>> {
    let at = ids.iter().position(|other| *other == id)?;
    let to = if up { at.checked_sub(1)? } else { Some(at + 1).filter(|to| *to < ids.len())? };
    let mut ids = ids.to_vec();
    ids.swap(at, to);
    Some(ids)
}

#[cfg(test)]
mod unit {
    use jiff::civil::{date, time};

    use super::*;

    fn meeting(held_on: Date, starts: Time) -> Meeting {
        Meeting {
            id: Uuid::nil(),
            number: 1,
            year: 2026,
            version: 1,
            state: State::Planned,
            kind: Kind::Ordinary,
            held_on,
            starts,
            minutes: 90,
            theme: String::new(),
            place: String::new(),
            link: String::new(),
            guests: String::new(),
            invited: true,
            sequence: 0,
        }
    }

    fn attendee(side: Side, core: bool, presence: Presence) -> Attendee {
        Attendee { person: Uuid::nil(), name: "A".into(), presence, role: Role::Member, side, core }
    }

    #[test]
    fn a_meeting_lasts_as_long_in_summer_as_in_winter() {
        let london = TimeZone::get("Europe/London").expect("a zone");
        let (begin, end) = meeting(date(2026, 7, 14), time(12, 30, 0, 0)).span(&london);
        assert_eq!((begin.to_string(), end.to_string()), ("2026-07-14T11:30:00Z".into(), "2026-07-14T13:00:00Z".into()));
        let (begin, end) = meeting(date(2026, 12, 14), time(12, 30, 0, 0)).span(&london);
        assert_eq!((begin.to_string(), end.to_string()), ("2026-12-14T12:30:00Z".into(), "2026-12-14T14:00:00Z".into()));
    }

    #[test]
    fn only_core_members_who_are_there_count_for_the_quorum() {
        let rules = Rules { quorum_gps: 1, quorum_consultants: 1, ..Rules::default() };
        let mut there = vec![
            attendee(Side::Gp, true, Presence::Present),
            attendee(Side::Consultant, false, Presence::Present),
            attendee(Side::Consultant, true, Presence::Apologies),
            attendee(Side::Other, true, Presence::Present),
        ];
        assert!(!quorum_of(&there, &rules).reached());
        there.push(attendee(Side::Consultant, true, Presence::Present));
        assert!(quorum_of(&there, &rules).reached());
    }

    #[test]
    fn an_item_moves_by_one_place_and_not_past_the_ends() {
        let ids: Vec<Uuid> = (1..=3).map(Uuid::from_u128).collect();
        assert_eq!(moved(&ids, ids[2], true), Some(vec![ids[0], ids[2], ids[1]]));
        assert_eq!(moved(&ids, ids[0], false), Some(vec![ids[1], ids[0], ids[2]]));
        assert_eq!((moved(&ids, ids[0], true), moved(&ids, ids[2], false), moved(&ids, Uuid::nil(), true)), (None, None, None));
    }
}
