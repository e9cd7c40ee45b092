//! How often a network has an edition: by which day and time copy must be there, and when it comes out.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Time, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

/// How often a network has an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Every {
    /// Each week; days are days of the week, Monday 1 to Sunday 7.
    Week,
    /// Each month; days are days of the month, and the last one where a month is shorter.
    Month,
}

impl Every {
    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The value of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Week, Self::Month].into_iter().find(|every| every.key() == key)
    }

    /// A day as people type it: `Wednesday`, `wed`; `20`, `20th`, `last`.
    #[must_use]
    pub fn read_day(self, typed: &str) -> Option<i64> {
        let typed = typed.trim().to_lowercase();
        match self {
            Self::Week if typed.chars().count() >= 3 => {
                let at = WEEKDAYS.iter().position(|(_, name)| name.to_lowercase().starts_with(&typed))?;
                i64::try_from(at + 1).ok()
            }
            Self::Week => None,
            Self::Month if ["last", "last day", "end"].contains(&typed.as_str()) => Some(31),
            Self::Month => {
                let typed = typed.trim_start_matches("the ").trim_start_matches("day ");
                let day = typed.trim_end_matches(|letter: char| letter.is_ascii_alphabetic()).parse().ok()?;
                (1..=31).contains(&day).then_some(day)
            }
        }
    }

    /// A day as people read it: `Wednesday`, `the 20th`.
    #[must_use]
    pub fn day_words(self, day: i64) -> String {
        match self {
            Self::Week => weekday(day).1.to_owned(),
            Self::Month if day >= 31 => "the last day".to_owned(),
            Self::Month => format!("the {day}{}", ordinal(day)),
        }
    }

    fn falls_on(self, day: i64, date: Date) -> bool {
        match self {
            Self::Week => date.weekday() == weekday(day).0,
            Self::Month => i64::from(date.day()) == day.min(i64::from(date.days_in_month())),
        }
    }
}

/// The letters after the number of a day: `st`, `nd`, `rd`, `th`.
fn ordinal(day: i64) -> &'static str {
    match (day / 10, day % 10) {
        (1, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "Monday"),
    (Weekday::Tuesday, "Tuesday"),
    (Weekday::Wednesday, "Wednesday"),
    (Weekday::Thursday, "Thursday"),
    (Weekday::Friday, "Friday"),
    (Weekday::Saturday, "Saturday"),
    (Weekday::Sunday, "Sunday"),
];

fn weekday(day: i64) -> (Weekday, &'static str) {
    let at = usize::try_from(day - 1).unwrap_or(0).min(WEEKDAYS.len() - 1);
    WEEKDAYS[at]
}

/// When a network's editions close and come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cadence {
    /// How often.
    pub every: Every,
    /// The day by which copy must be there: of the week, 1 to 7, or of the month, 1 to 31.
    pub copy_day: i64,
    /// The time of that day.
    pub copy_time: Time,
    /// The day on which it comes out.
    pub out_day: i64,
}

/// When one edition closes, and the day it comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// Until when copy is taken.
    pub closes_at: Timestamp,
    /// When it comes out.
    pub out_on: Date,
}

impl Cadence {
    /// A cadence as people type it: `week` or `month`, the day by which copy must be there and its time, the day that it
    /// comes out.
    ///
    /// # Errors
    /// A sentence for each of `every`, `copy_day`, `copy_time`, `out_day` that says what to type.
    pub fn read(every: &str, copy_day: &str, copy_time: &str, out_day: &str) -> Result<Self, Vec<(&'static str, String)>> {
        let Some(every) = Every::from_key(every) else { return Err(vec![("every", "Choose how often it comes out".into())]) };
        let example = if every == Every::Week { "a day of the week, as Wednesday" } else { "a day of the month from 1 to 31, or last" };
        let mut messages = Vec::new();
        let mut day = |field, text: &str, what: &str| {
            let day = every.read_day(text);
            if day.is_none() {
                messages.push((field, format!("For {what}, enter {example}")));
            }
            day.unwrap_or_default()
        };
        let (copy_day, out_day) = (day("copy_day", copy_day, "the copy"), day("out_day", out_day, "coming out"));
        let time = Time::strptime("%H:%M", copy_time.trim());
        if time.is_err() {
            messages.push(("copy_time", "Enter a time as 12:00".into()));
        }
        if messages.is_empty() { Ok(Self { every, copy_day, copy_time: time.unwrap_or_default(), out_day }) } else { Err(messages) }
    }

    /// The first deadline after an instant. A time that a day does not have, because clocks go forward in it, is an hour
    /// later; one that it has twice is the earlier. `None` only at the end of the calendar.
    #[must_use]
    pub fn next(&self, after: Timestamp, zone: &TimeZone) -> Option<Deadline> {
        // Two months and a day hold every day of a month at least once, however short the months are.
        let mut day = zone.to_datetime(after).date().yesterday().ok()?;
        for _ in 0..64 {
            if self.every.falls_on(self.copy_day, day) {
                let closes_at = day.to_datetime(self.copy_time).to_zoned(zone.clone()).ok()?.timestamp();
                if closes_at > after {
                    return Some(Deadline { closes_at, out_on: self.out_on(day)? });
                }
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    /// The day that the edition comes out whose copy is due on a day: that very day or the next one it can be.
    fn out_on(&self, mut day: Date) -> Option<Date> {
        for _ in 0..63 {
            if self.every.falls_on(self.out_day, day) {
                return Some(day);
            }
            day = day.checked_add(1.day()).ok()?;
        }
        None
    }

    /// In words: `weekly, copy by Wednesday 12:00, out on Thursday`.
    #[must_use]
    pub fn words(&self) -> String {
        let (often, out) = (if self.every == Every::Week { "weekly" } else { "monthly" }, self.every.day_words(self.out_day));
        format!("{often}, copy by {} {}, out on {out}", self.every.day_words(self.copy_day), self.copy_time.strftime("%H:%M"))
    }
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn london() -> TimeZone {
        TimeZone::get("Europe/London").expect("a zone")
    }

    fn weekly(copy: &str, at: &str, out: &str) -> Cadence {
        let day = |typed| Every::Week.read_day(typed).expect("a day");
        Cadence { every: Every::Week, copy_day: day(copy), copy_time: at.parse().expect("a time"), out_day: day(out) }
    }

    fn monthly(copy_day: i64, out_day: i64) -> Cadence {
        Cadence { every: Every::Month, copy_day, copy_time: "12:00".parse().expect("a time"), out_day }
    }

    fn next(cadence: Cadence, after: &str) -> (String, Date) {
        let deadline = cadence.next(after.parse().expect("an instant"), &london()).expect("a deadline");
        (deadline.closes_at.to_string(), deadline.out_on)
    }

    #[test]
    fn a_weekly_edition_closes_on_its_day_and_comes_out_on_the_next_that_fits() {
        let wednesday = weekly("Wednesday", "12:00", "Thursday");
        assert_eq!(wednesday.words(), "weekly, copy by Wednesday 12:00, out on Thursday");
        assert_eq!(next(wednesday, "2026-11-22T10:00:00Z"), ("2026-11-25T12:00:00Z".into(), date(2026, 11, 26)));
        assert_eq!(next(wednesday, "2026-11-25T11:59:59Z"), ("2026-11-25T12:00:00Z".into(), date(2026, 11, 26)));
        // At the deadline itself it is too late.
        assert_eq!(next(wednesday, "2026-11-25T12:00:00Z"), ("2026-12-02T12:00:00Z".into(), date(2026, 12, 3)));
        assert_eq!(next(weekly("fri", "17:00", "mon"), "2026-11-22T10:00:00Z").1, date(2026, 11, 30));
        assert_eq!(next(weekly("mon", "09:00", "mon"), "2026-11-22T10:00:00Z").1, date(2026, 11, 23));
    }

    #[test]
    fn a_deadline_stands_on_the_wall_clock_also_when_clocks_change() {
        let sunday = weekly("Sunday", "01:30", "Monday");
        // On 28 March 2027 half past one does not exist; on 25 October 2026 it comes twice.
        assert_eq!(next(sunday, "2027-03-27T12:00:00Z").0, "2027-03-28T01:30:00Z");
        assert_eq!(next(sunday, "2026-10-24T12:00:00Z").0, "2026-10-25T00:30:00Z");
        assert_eq!(next(weekly("Wednesday", "12:00", "Thursday"), "2027-06-01T00:00:00Z").0, "2027-06-02T11:00:00Z");
    }

    #[test]
    fn a_monthly_edition_keeps_to_the_last_day_where_a_month_is_short() {
        assert_eq!(next(monthly(31, 1), "2027-02-03T00:00:00Z"), ("2027-02-28T12:00:00Z".into(), date(2027, 3, 1)));
        assert_eq!(next(monthly(31, 5), "2028-02-29T13:00:00Z"), ("2028-03-31T11:00:00Z".into(), date(2028, 4, 5)));
        assert_eq!(next(monthly(20, 20), "2026-11-22T00:00:00Z"), ("2026-12-20T12:00:00Z".into(), date(2026, 12, 20)));
        assert_eq!(monthly(31, 1).words(), "monthly, copy by the last day 12:00, out on the 1st");
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        for (typed, day) in [("Wednesday", Some(3)), (" wed", Some(3)), ("SUN", Some(7)), ("we", None), ("20", None), ("midweek", None)] {
            assert_eq!(Every::Week.read_day(typed), day, "{typed}");
        }
        for (typed, day) in
            [("20", Some(20)), ("3rd", Some(3)), ("the 20th", Some(20)), ("last", Some(31)), ("32", None), ("0", None), ("Wednesday", None)]
        {
            assert_eq!(Every::Month.read_day(typed), day, "{typed}");
        }
    }

    proptest! {
        /// Whatever the cadence and the instant: the deadline lies ahead, is the first, and the next one after it is later.
        #[test]
        fn deadlines_follow_one_another_without_a_gap(
            week in any::<bool>(), copy in 1_i64..=31, out in 1_i64..=31, hour in 0_i8..24, minute in 0_i8..60, at in 1_600_000_000_i64..2_200_000_000
        ) {
            let every = if week { Every::Week } else { Every::Month };
            let most = if week { 7 } else { 31 };
            let cadence = Cadence {
                every, copy_day: copy.min(most), copy_time: Time::constant(hour, minute, 0, 0), out_day: out.min(most),
            };
            let (zone, after) = (london(), Timestamp::from_second(at).expect("an instant"));
            let first = cadence.next(after, &zone).expect("a deadline");
            let second = cadence.next(first.closes_at, &zone).expect("a deadline");
            prop_assert!(first.closes_at > after && second.closes_at > first.closes_at);
            let days = |one: Deadline, two: Deadline| (zone.to_datetime(two.closes_at).date() - zone.to_datetime(one.closes_at).date()).get_days();
            let longest = if week { 7 } else { 31 };
            prop_assert!((if week { 7 } else { 28 }..=longest).contains(&days(first, second)), "{}", days(first, second));
            // The one found from just before it is the same, and so from anywhere between.
            let just_before = first.closes_at - jiff::SignedDuration::from_secs(1);
            prop_assert_eq!(cadence.next(just_before.max(after), &zone), Some(first));
            let closed_on = zone.to_datetime(first.closes_at).date();
            prop_assert!(first.out_on >= closed_on && (first.out_on - closed_on).get_days() <= 31);
        }
    }
}
