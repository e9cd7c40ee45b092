//! A report: the period that it is of, what people wrote into it, what it asks, and where it stands.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::numbers::Numbers;

/// Where a version of a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is being written, or waits for both sides.
    Draft,
    /// Both sides have approved it: it never changes.
    Approved,
    /// A later version took its place.
    Superseded,
    /// A draft that came to nothing.
    Withdrawn,
}

impl State {
    const ALL: [Self; 4] = [Self::Draft, Self::Approved, Self::Superseded, Self::Withdrawn];

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Approved => "Approved",
            Self::Superseded => "Replaced by a later version",
            Self::Withdrawn => "Withdrawn",
        }
    }

    /// Whether both sides approved it once.
    #[must_use]
    pub fn was_approved(self) -> bool {
        matches!(self, Self::Approved | Self::Superseded)
    }
}

/// What people add to the numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// What the reader should know if they read nothing else.
    pub summary: String,
    /// Good news.
    pub good_news: String,
    /// What could not be done, and why.
    pub could_not: String,
}

/// Something that those above are asked to decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Its key, by which a later version knows it again.
    pub id: Uuid,
    /// What it is about.
    pub words: String,
    /// The decision that is wanted.
    pub wanted: String,
    /// By when it would help.
    pub by: Option<Date>,
}

/// Something that an earlier report asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// Where: `Report 2, ask 1`.
    pub place: String,
    /// What was asked.
    pub words: String,
    /// When.
    pub asked_on: Date,
    /// What was answered; empty while nothing was.
    pub answer: String,
    /// When.
    pub answered_on: Option<Date>,
}

/// All that a version of a report says: what both sides approve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// The group's name.
    pub group: String,
    /// The board's.
    pub board: String,
    /// To whom it reports, the nearest first.
    pub line: Vec<String>,
    /// The first day of the period.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// The day on which the numbers were composed.
    pub composed_on: Date,
    /// Who put it together, by name and role.
    pub author: String,
    /// The numbers.
    pub numbers: Numbers,
    /// What people wrote.
    pub written: Written,
    /// What is asked.
    pub asks: Vec<Ask>,
    /// What earlier reports asked, and what became of it.
    pub earlier: Vec<Earlier>,
}

/// A version of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Its key.
    pub id: Uuid,
    /// The key of its first version, which all of them share.
    pub root: Uuid,
    /// Its number in the group.
    pub number: i64,
    /// Which version it is, from 1.
    pub version: i64,
    /// Grows with every change of a draft.
    pub revision: i64,
    /// Where it stands.
    pub state: State,
    /// What it says.
    pub content: Content,
    /// The hash of that.
    pub hash: Vec<u8>,
    /// When it was begun.
    pub drafted_on: Date,
    /// When both sides had approved it.
    pub approved_on: Option<Date>,
}

/// Somebody that the group reports to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its key.
    pub id: Uuid,
    /// 1 for the parent group, 2 for the one above it.
    pub level: i64,
    /// What it is called.
    pub name: String,
    /// Its secretary; may be empty.
    pub secretary: String,
    /// Where mail reaches them; empty while nobody knows.
    pub email: String,
}

/// A meeting of theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meeting {
    /// Its key.
    pub id: Uuid,
    /// Whose it is.
    pub line: Uuid,
    /// The day.
    pub held_on: Date,
    /// The day by which its papers must be there.
    pub papers_by: Date,
    /// When the administrator was reminded of it.
    pub reminded_on: Option<Date>,
}

/// The period that is proposed: from the day after the last report, else so many months back, to today.
#[must_use]
pub(super) fn proposed(last: Option<Date>, months: i64, today: Date) -> (Date, Date) {
    let back = today.saturating_sub(months.months()).saturating_add(1.day());
    let from = last.map_or(back, |last| last.saturating_add(1.day()));
    (from.min(today), today)
}

/// The longest period, in days: five years.
const LONGEST: i32 = 5 * 366;

/// Whether a report can be of a period.
#[must_use]
pub(super) fn is_period(from: Date, to: Date, today: Date) -> bool {
    from <= to && to <= today && (to - from).get_days() <= LONGEST
}

/// Whether the administrator is to be reminded today of the report for a meeting.
#[must_use]
pub(super) fn reminds(meeting: &Meeting, days: i64, today: Date) -> bool {
    days > 0 && meeting.reminded_on.is_none() && meeting.papers_by.saturating_sub(days.days()) <= today && today <= meeting.held_on
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_report_goes_on_where_the_last_one_ended() {
        let today = date(2026, 11, 22);
        assert_eq!(proposed(None, 12, today), (date(2025, 11, 23), today));
        assert_eq!(proposed(Some(date(2026, 3, 31)), 12, today), (date(2026, 4, 1), today));
        assert_eq!(proposed(Some(today), 12, today), (today, today), "a day at least");
    }

    #[test]
    fn a_period_ends_today_at_the_latest_and_is_no_longer_than_anybody_reads() {
        let today = date(2026, 11, 22);
        assert!(is_period(today, today, today) && is_period(date(2025, 4, 1), date(2026, 3, 31), today));
        assert!(!is_period(date(2026, 4, 1), date(2026, 3, 31), today) && !is_period(today, date(2026, 11, 23), today));
        assert!(!is_period(date(2016, 4, 1), today, today));
    }

    #[test]
    fn the_administrator_is_reminded_once_in_the_week_before_papers_are_due() {
        let (id, line) = (Uuid::nil(), Uuid::nil());
        let meeting = Meeting { id, line, held_on: date(2026, 12, 15), papers_by: date(2026, 12, 8), reminded_on: None };
        let on = |day: i8| reminds(&meeting, 7, date(2026, 12, day));
        assert!(!reminds(&meeting, 7, date(2026, 11, 30)) && on(1) && on(8) && on(15) && !on(16));
        assert!(!reminds(&Meeting { reminded_on: Some(date(2026, 12, 1)), ..meeting.clone() }, 7, date(2026, 12, 2)));
        assert!(!reminds(&meeting, 0, date(2026, 12, 2)));
    }

    #[test]
    fn stored_words_come_back_as_themselves() {
        assert!(State::ALL.into_iter().all(|state| State::from_key(state.key()) == Some(state)));
    }
}
