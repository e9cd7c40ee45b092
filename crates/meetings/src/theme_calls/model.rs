//! What a call for issues is, the words that it begins with, and the weeks around it.

use jiff::{ToSpan, civil::Date};
use uuid::Uuid;

/// How many of the next meetings the theme calendar shows.
pub const THEMES_AHEAD: usize = 3;
/// So many days before the meeting reports should have come, so that they can still be triaged.
const DAYS_BEFORE: i32 = 14;
/// A count below this points at somebody: outside the group it is not shown.
pub(super) const FEWEST_SHOWN: i64 = 5;
/// The most weeks on each side of a call.
pub(super) const WEEKS: i64 = 8;

/// A call for issues on a meeting's theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Its key.
    pub id: Uuid,
    /// The meeting's number.
    pub meeting: i64,
    /// The day of the meeting.
    pub held_on: Date,
    /// The theme's key.
    pub theme: String,
    /// The theme's name.
    pub name: String,
    /// Grows with every change.
    pub version: i64,
    /// Its heading.
    pub title: String,
    /// What it says, in paragraphs.
    pub words: String,
    /// By when reports should have come.
    pub until: Date,
    /// The day on which it went out first, once it has.
    pub called_on: Option<Date>,
}

/// A call as somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its heading.
    pub title: String,
    /// What it says.
    pub words: String,
    /// By when, as in `2026-12-14`.
    pub until: String,
}

impl Draft {
    /// The words that a call begins with: the theme, why, by when, and how.
    pub(super) fn first(theme: &str, held_on: Date, until: Date, reports: i64) -> Self {
        let (meets, by) = (in_words(held_on), in_words(until));
        let so_far = match reports {
            FEWEST_SHOWN.. => format!(" {reports} reports on it have come in over the last year; what you add tells us where it is worst."),
            _ => " Few have told us of it so far, so each report counts.".to_owned(),
        };
        let words = format!(
            "On {meets} the group meets on one theme: {theme}. GPs and consultants sit at one table then, and decide what can be put \
             right.{so_far}\n\n\
             Please tell us by {by} what goes wrong for you and your patients, and what works well. A few lines are enough. You need no \
             account and can stay anonymous. Please write nothing that could identify a patient.\n\n\
             Every report is read. Everybody who leaves an address hears what the group did with theirs."
        );
        Self { title: format!("{theme}: what goes wrong? Tell us by {by}"), words, until: until.to_string() }
    }
}

fn in_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// By when reports should have come: two weeks before the meeting, or half the way to it where that is near.
pub(super) fn until(held_on: Date, today: Date) -> Date {
    let far = (held_on - today).get_days();
    let before = DAYS_BEFORE.min(far / 2).max(1);
    held_on.checked_sub(before.days()).unwrap_or(held_on).max(today)
}

/// The weeks on both sides of a call that are over, each with its first day, whether it lies after it, and how many reports came
/// in it.
pub(super) fn weeks(called_on: Date, reported: &[(Date, i64)], today: Date) -> Vec<(Date, bool, i64)> {
    let week = |at: i64| {
        let first = called_on.checked_add((7 * at).days()).ok()?;
        let last = first.checked_add(6.days()).ok()?;
        let n = reported.iter().filter(|(day, _)| (first..=last).contains(day)).map(|(_, n)| n).sum();
        (last < today).then_some((first, at >= 0, n))
    };
    (-WEEKS..WEEKS).map_while(week).collect()
}

/// A count as it may be shown.
pub(super) fn told(n: i64, everything: bool) -> String {
    match n {
        0 => "none".into(),
        1..FEWEST_SHOWN if !everything => "fewer than 5".into(),
        n => n.to_string(),
    }
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_call_begins_with_the_theme_why_by_when_and_how() {
        let draft = Draft::first("Discharge letters", date(2027, 1, 12), date(2026, 12, 29), 23);
        assert_eq!(draft.title, "Discharge letters: what goes wrong? Tell us by 29 December 2026");
        for words in
            ["On 12 January 2027 the group meets on one theme: Discharge letters", "23 reports", "no account", "identify a patient"]
        {
            assert!(draft.words.contains(words), "{words}: {}", draft.words);
        }
        let few = Draft::first("IT", date(2027, 1, 12), date(2026, 12, 29), 4).words;
        assert!(!few.contains('4') && few.contains("Few have told us"), "a small count is not told to everybody: {few}");
    }

    #[test]
    fn reports_are_asked_for_until_two_weeks_before_or_halfway() {
        assert_eq!(until(date(2027, 1, 12), date(2026, 11, 22)), date(2026, 12, 29));
        assert_eq!(until(date(2026, 12, 2), date(2026, 11, 22)), date(2026, 11, 27));
        assert_eq!(until(date(2026, 11, 23), date(2026, 11, 22)), date(2026, 11, 22));
        assert_eq!(until(date(2026, 11, 22), date(2026, 11, 22)), date(2026, 11, 22));
    }

    #[test]
    fn weeks_are_counted_from_the_call_and_only_when_they_are_over() {
        let called = date(2027, 3, 24);
        let reported =
            [(date(2027, 3, 17), 1), (date(2027, 3, 23), 2), (date(2027, 3, 24), 4), (date(2027, 3, 30), 8), (date(2027, 3, 31), 16)];
        let found = weeks(called, &reported, date(2027, 4, 6));
        assert_eq!(found.len(), 9, "eight before, one after; the second is over on the seventh");
        assert_eq!((found[7], found[8]), ((date(2027, 3, 17), false, 3), (date(2027, 3, 24), true, 12)));
        assert_eq!(weeks(called, &reported, date(2027, 4, 7)).len(), 10, "across the clock change a week is a week");
        assert_eq!(weeks(called, &[], called).len(), 8);
    }
}
