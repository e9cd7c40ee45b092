//! What is asked, and how a round goes: it is open, it is closed, its results are shown.

use jiff::{ToSpan, civil::Date};
use uuid::Uuid;

/// A question of which one answer is chosen.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// Its word in forms, in calls and in the database.
    pub key: &'static str,
    /// What is asked.
    pub asks: &'static str,
    /// The answers: the word that is stored, and what people read.
    pub choices: &'static [(&'static str, &'static str)],
    /// How many of them, from the first on, go from bad to good or from good to bad, so that there is a middle; 0 for none.
    pub scale: usize,
}

/// The same in every round: a question that changed could not be compared.
pub const QUESTIONS: [Question; 4] = [
    Question {
        key: "works",
        asks: "How well do general practice and hospital work together here?",
        choices: &[
            ("very-badly", "Very badly"),
            ("badly", "Badly"),
            ("neither", "Neither well nor badly"),
            ("well", "Well"),
            ("very-well", "Very well"),
        ],
        scale: 5,
    },
    Question {
        key: "change",
        asks: "How is it, compared with a year ago?",
        choices: &[
            ("much-worse", "Much worse"),
            ("worse", "Worse"),
            ("same", "About the same"),
            ("better", "Better"),
            ("much-better", "Much better"),
            ("cannot-say", "I cannot say"),
        ],
        scale: 5,
    },
    Question {
        key: "knows",
        asks: "When something goes wrong between the two, do you know how to raise it?",
        choices: &[("yes", "Yes"), ("no", "No"), ("not-sure", "Not sure")],
        scale: 0,
    },
    Question {
        key: "hears",
        asks: "Do you hear what became of what you raised?",
        choices: &[
            ("always", "Always"),
            ("mostly", "Mostly"),
            ("seldom", "Seldom"),
            ("never", "Never"),
            ("none-raised", "I have raised none"),
        ],
        scale: 4,
    },
];

/// The last question, answered in words.
pub(super) const IN_WORDS: &str = "What do patients meet most often where the two sides join?";

/// The longest answer in words.
pub(super) const LONGEST: usize = 500;

/// Days for which a closed round can be opened again, unless its results are shown before.
const GRACE: i64 = 7;
/// Weeks that a round is open, if nobody says otherwise.
const WEEKS: i64 = 4;
/// Months after which it is time to ask again.
const YEARLY: i64 = 11;

/// Where a round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It takes answers.
    Open,
    /// It takes none, and shows none: it can still be opened again.
    Closed {
        /// The day from which its results are shown, if nobody shows them before.
        until: Date,
    },
    /// Its results are shown. It stays closed: what a late answer said could be told from the difference.
    Shown,
}

impl Stage {
    /// The word that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed { .. } => "closed",
            Self::Shown => "shown",
        }
    }
}

/// A round of the survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its key.
    pub id: Uuid,
    /// Its number in the group: 1 is the baseline.
    pub number: i64,
    /// The day it was opened.
    pub opened_on: Date,
    /// The last day on which it takes answers.
    pub closes_on: Date,
    /// The day it was closed by hand.
    pub closed_on: Option<Date>,
    /// Whether its results were shown by hand, or a newer round was opened.
    pub shown: bool,
    /// How many have answered.
    pub answers: u64,
}

impl Round {
    /// Where it stands on a day.
    #[must_use]
    pub fn stage(&self, today: Date) -> Stage {
        if self.shown {
            return Stage::Shown;
        }
        if self.closed_on.is_none() && today <= self.closes_on {
            return Stage::Open;
        }
        let until = self.closed_on.unwrap_or(self.closes_on).saturating_add(GRACE.days());
        if today < until { Stage::Closed { until } } else { Stage::Shown }
    }

    /// Whether it may be given another last day, if no newer one was opened. Once somebody has seen its results it may not:
    /// one more answer could be read from the difference.
    #[must_use]
    pub fn may_go_on(&self, today: Date) -> bool {
        self.stage(today) != Stage::Shown || self.answers < super::hiding::FEWEST
    }

    /// What people call it: `Baseline`, `November 2027`.
    #[must_use]
    pub fn title(&self) -> String {
        if self.number == 1 { "Baseline".to_owned() } else { self.opened_on.strftime("%B %Y").to_string() }
    }

    /// How many have answered at least, while its results are not shown: told by fives, so that no single answer is seen to come.
    #[must_use]
    pub fn answers_so_far(&self) -> u64 {
        self.answers - self.answers % super::hiding::FEWEST
    }
}

/// The last day that is proposed for a round that is opened on a day.
#[must_use]
pub(super) fn proposed(today: Date) -> Date {
    today.saturating_add(WEEKS.weeks())
}

/// Whether it is time to ask: before the first meeting, and then yearly. `newest` is the round that was opened last.
#[must_use]
pub(super) fn is_due(newest: Option<&Round>, today: Date) -> bool {
    newest.is_none_or(|round| round.stage(today) != Stage::Open && round.opened_on.saturating_add(YEARLY.months()) <= today)
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    fn round() -> Round {
        let (opened_on, closes_on) = (date(2026, 11, 22), date(2026, 12, 20));
        Round { id: Uuid::nil(), number: 1, opened_on, closes_on, closed_on: None, shown: false, answers: 12 }
    }

    #[test]
    fn a_round_is_open_to_the_end_of_its_last_day_and_shown_a_week_later() {
        let one = round();
        assert_eq!(one.stage(date(2026, 12, 20)), Stage::Open);
        assert_eq!(one.stage(date(2026, 12, 21)), Stage::Closed { until: date(2026, 12, 27) });
        assert_eq!(one.stage(date(2026, 12, 26)), Stage::Closed { until: date(2026, 12, 27) });
        assert_eq!(one.stage(date(2026, 12, 27)), Stage::Shown);
        let early = Round { closed_on: Some(date(2026, 12, 1)), ..round() };
        assert_eq!(early.stage(date(2026, 12, 1)), Stage::Closed { until: date(2026, 12, 8) });
        assert_eq!(early.stage(date(2026, 12, 8)), Stage::Shown);
        assert_eq!(Round { shown: true, ..early }.stage(date(2026, 12, 1)), Stage::Shown);
    }

    #[test]
    fn what_was_seen_stays_closed_and_what_nobody_could_see_does_not() {
        let shown = Round { shown: true, ..round() };
        assert!(!shown.may_go_on(date(2026, 12, 1)));
        assert!(Round { answers: 4, ..shown }.may_go_on(date(2026, 12, 1)));
        assert!(round().may_go_on(date(2026, 12, 22)) && !round().may_go_on(date(2026, 12, 27)));
    }

    #[test]
    fn it_is_time_before_the_first_meeting_and_eleven_months_after_the_last_round() {
        let (one, last) = (round(), date(2027, 10, 21));
        assert!(is_due(None, last));
        assert!(!is_due(Some(&one), last) && is_due(Some(&one), date(2027, 10, 22)));
        let open = Round { closes_on: date(2027, 12, 1), ..one };
        assert!(!is_due(Some(&open), date(2027, 10, 22)));
    }

    #[test]
    fn the_first_is_the_baseline_and_later_ones_go_by_their_month() {
        assert_eq!(round().title(), "Baseline");
        assert_eq!(Round { number: 2, opened_on: date(2027, 11, 3), ..round() }.title(), "November 2027");
        assert_eq!((round().answers_so_far(), Round { answers: 4, ..round() }.answers_so_far()), (10, 0));
    }

    #[test]
    fn no_two_answers_to_a_question_are_one() {
        for question in QUESTIONS {
            let keys: std::collections::HashSet<_> = question.choices.iter().map(|(key, _)| key).collect();
            assert!(keys.len() == question.choices.len() && question.scale <= question.choices.len(), "{}", question.key);
        }
    }
}
