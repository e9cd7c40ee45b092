//! What a pattern is, what it is called, and what of it may be shown to whom.
//!
//! A pattern lasts. Each night the open reports are put together anew, and what comes out is matched with what was known: pairs
//! with most reports in common first (`analysis::patterns::kept`). The matched one keeps its number, its day and the name
//! that people gave it. The same reports give the same patterns in whatever order they stand, and few that come move few that
//! are there. Reports that are dealt with stay with their pattern for its chart, so that closing them makes no rise.

use analysis::surges::{self, Surge};
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use uuid::Uuid;

/// Fewer than these are not told to people outside triage.
pub(super) const FEWEST_SHOWN: i64 = 5;
/// With fewer open reports it is not a pattern yet: they are listed apart.
pub(super) const FEWEST_OPEN: i64 = 2;
/// How far back reports that are dealt with count, and the chart goes.
pub(super) const WEEKS: i64 = 78;
/// What is *lately*, in weeks.
pub(super) const LATELY: i64 = 8;

/// How far a reading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Somebody asked for it.
    Waits,
    /// It is being done.
    Running,
    /// It is done.
    Done,
    /// Somebody stopped it.
    Stopped,
}

impl State {
    const ALL: [Self; 4] = [Self::Waits, Self::Running, Self::Done, Self::Stopped];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Waits => "waits",
            Self::Running => "running",
            Self::Done => "done",
            Self::Stopped => "stopped",
        }
    }

    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// The latest reading of a group's reports.
#[derive(Clone, Debug)]
pub(super) struct Round {
    pub(super) state: State,
    pub(super) done: i64,
    pub(super) total: i64,
    /// Whether somebody wants it to stop.
    pub(super) stop: bool,
    /// The day of the last whole reading.
    pub(super) read_on: Option<Date>,
    /// The first week of the charts.
    pub(super) begins_on: Option<Date>,
    /// How many rows were watched for surges.
    pub(super) watched: usize,
}

impl Round {
    /// Whether it is under way.
    pub(super) fn is_busy(&self) -> bool {
        matches!(self.state, State::Waits | State::Running)
    }
}

/// A pattern as it is kept.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) id: Uuid,
    pub(super) number: i64,
    /// What people call it; empty while they have not.
    pub(super) name: String,
    /// The kind of fault that its reports speak of; empty where there is none.
    pub(super) fault: String,
    /// Its telling words, with commas between.
    pub(super) telling: String,
    pub(super) first_on: Date,
    pub(super) counts: Counts,
    pub(super) surge: Option<Rise>,
}

/// What is counted of a pattern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) open: i64,
    pub(super) all: i64,
    /// In the last weeks, and in as many before them.
    pub(super) lately: i64,
    pub(super) before: i64,
    /// From how many workplaces.
    pub(super) places: i64,
    pub(super) primary: i64,
    pub(super) secondary: i64,
}

/// A rise beyond chance of late.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rise {
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) reports: i64,
    pub(super) expected: f64,
}

impl Pattern {
    /// What it is called: by people, by its kind of fault, by its telling words.
    pub(super) fn title(&self) -> String {
        let first = [&self.name, &self.fault, &self.telling].into_iter().find(|words| !words.is_empty());
        first.map_or_else(|| format!("Pattern {}", self.number), |words| capital(words))
    }

    /// Whether it is there since the last weeks only.
    pub(super) fn is_new(&self) -> bool {
        self.counts.lately == self.counts.all
    }

    /// Whether more came in the last weeks than in those before, by any number: chance may do that too.
    pub(super) fn grows(&self) -> bool {
        self.counts.lately > self.counts.before && !self.is_new()
    }

    /// Whether somebody outside triage may know of it.
    pub(super) fn is_shown(&self, triages: bool) -> bool {
        triages || self.counts.all >= FEWEST_SHOWN
    }
}

fn capital(words: &str) -> String {
    let mut signs = words.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// A count as somebody may see it: outside triage small ones are not told.
pub(super) fn told(n: i64, triages: bool) -> String {
    if triages || n == 0 || n >= FEWEST_SHOWN { n.to_string() } else { format!("fewer than {FEWEST_SHOWN}") }
}

/// How much of it comes from each side, in words. Outside triage it is told only where no side has few: what is left out
/// could be worked out from the rest.
pub(super) fn sides(counts: &Counts, triages: bool) -> String {
    let other = counts.all - counts.primary - counts.secondary;
    let parts = [(counts.primary, "general practice"), (counts.secondary, "hospital"), (other, "elsewhere or not said")];
    if !triages && parts.iter().any(|(n, _)| (1..FEWEST_SHOWN).contains(n)) {
        let both = counts.primary > 0 && counts.secondary > 0;
        return if both && counts.primary + counts.secondary >= FEWEST_SHOWN { "both sides".into() } else { "not told: few".into() };
    }
    let some = parts.iter().filter(|(n, _)| *n > 0).map(|(n, side)| format!("{side} {n}"));
    some.collect::<Vec<_>>().join(", ")
}

/// The Monday of a day's week.
pub(super) fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().since(Weekday::Monday)).days())
}

/// How many came in each whole week, from the week of `begins` until the last that is over.
pub(super) fn weeks(days: &[Date], begins: Date, today: Date) -> Vec<(Date, u32)> {
    let (begins, ends) = (monday(begins), monday(today));
    let mut weeks: Vec<(Date, u32)> = Vec::new();
    let mut week = begins;
    while week < ends {
        weeks.push((week, 0));
        week = week.saturating_add(1.weeks());
    }
    for day in days.iter().filter(|day| **day >= begins) {
        let at = usize::try_from((*day - begins).get_days() / 7).unwrap_or(usize::MAX);
        if let Some((_, n)) = weeks.get_mut(at) {
            *n += 1;
        }
    }
    weeks
}

/// The surges of a row of weeks, with their days.
pub(super) fn rises(weeks: &[(Date, u32)], watched: usize) -> Vec<(Surge, Rise)> {
    let counts: Vec<u32> = weeks.iter().map(|(_, n)| *n).collect();
    let day = |at: usize| weeks.get(at).map_or(Date::MAX, |(week, _)| *week);
    let rise = |surge: &Surge| Rise {
        from: day(surge.first),
        to: day(surge.last).saturating_add(6.days()),
        reports: surge.reports.into(),
        expected: surge.expected,
    };
    surges::surges(&counts, watched).into_iter().map(|surge| (surge, rise(&surge))).collect()
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn whole_weeks_are_counted_and_the_present_one_is_not() {
        let days = [date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 8), date(2026, 11, 16), date(2026, 11, 23)];
        let counted = weeks(&days, date(2026, 11, 4), date(2026, 11, 25));
        assert_eq!(counted, [(date(2026, 11, 2), 2), (date(2026, 11, 9), 0), (date(2026, 11, 16), 1)]);
        assert!(weeks(&days, date(2026, 11, 24), date(2026, 11, 25)).is_empty());
    }

    #[test]
    fn outside_triage_small_counts_are_not_told_and_cannot_be_worked_out() {
        assert_eq!(
            (told(4, true), told(4, false), told(0, false), told(5, false)),
            ("4".into(), "fewer than 5".into(), "0".into(), "5".into())
        );
        let counts = |all, primary, secondary| Counts { all, primary, secondary, ..Counts::default() };
        assert_eq!(sides(&counts(14, 9, 3), true), "general practice 9, hospital 3, elsewhere or not said 2");
        assert_eq!(sides(&counts(14, 9, 5), false), "general practice 9, hospital 5");
        assert_eq!(sides(&counts(14, 9, 3), false), "both sides");
        assert_eq!(sides(&counts(6, 1, 0), false), "not told: few");
    }

    #[test]
    fn a_rise_has_its_days() {
        let mut days = vec![date(2026, 11, 16); 7];
        days.extend([date(2026, 11, 9); 5]);
        let rises = rises(&weeks(&days, date(2026, 6, 1), date(2026, 11, 23)), 5);
        assert_eq!(rises.len(), 1);
        assert!(rises[0].1.to == date(2026, 11, 22) && rises[0].1.reports == 12, "{rises:?}");
    }
}
