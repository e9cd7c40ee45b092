//! The numbers of a report, as they may be told: a count that would point at somebody is not in them at all.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::crossed::Crossed;
use crate::surveys::{FEWEST, shown};

/// All numbers of a report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Numbers {
    /// What came in.
    pub came_in: CameIn,
    /// The yearly questions; nothing before a round's results were shown.
    pub survey: Option<Survey>,
    /// What was decided, in order.
    pub decided: Vec<Decided>,
    /// Whether outcomes held that were asked about, the first time and the second.
    pub held: Vec<Held>,
    /// Who has heard of what was decided.
    pub heard: Heard,
    /// Actions.
    pub actions: Actions,
    /// The hours that each side gave.
    pub hours: Hours,
}

/// What came in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CameIn {
    /// Reports of the period, without thanks and without those that were taken back.
    pub reports: u64,
    /// Thanks for something that worked well; nothing where they are too few to say.
    pub thanks: Option<u64>,
    /// Reports that were taken back; nothing where they are too few to say.
    pub taken_back: Option<u64>,
    /// By theme.
    pub themes: Vec<Part>,
    /// By where the reporter works.
    pub sectors: Vec<Part>,
    /// By the way that the work flows.
    pub directions: Vec<Part>,
    /// By theme and by the way that the work flows.
    #[serde(default)]
    pub theme_ways: Crossed,
    /// By month, of the twelve months that end with the period.
    pub months: Vec<Part>,
    /// Days until both sides had said what is done, of reports for which they said it in the period.
    pub to_triage: Days,
    /// Days until the first decision was told, of reports for which it was in the period.
    pub to_outcome: Days,
    /// How many are open on the day on which this was composed.
    pub open: u64,
    /// The oldest of them.
    pub oldest: Option<Oldest>,
}

/// A part of a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Part {
    /// Its word, as lists are narrowed to it; empty for what is not said.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// How many; nothing where they are fewer than five, or so few could be worked out.
    pub n: Option<u64>,
}

/// Days that something took.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Days {
    /// Of how many; nothing where they are too few to say.
    pub n: Option<u64>,
    /// The middle one; nothing where they are too few to say.
    pub median: Option<f64>,
}

/// The oldest open issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Oldest {
    /// Its reference.
    pub reference: String,
    /// Days since it was raised.
    pub days: u64,
}

/// The yearly questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Survey {
    /// The number of the round.
    pub round: i64,
    /// What it is called.
    pub title: String,
    /// A line for each question and each group of people that may be shown.
    pub lines: Vec<SurveyLine>,
}

/// What people answered to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SurveyLine {
    /// The question.
    pub asks: String,
    /// Who.
    pub who: String,
    /// In the baseline; empty where it is not shown.
    pub baseline: String,
    /// In this round; empty where it is not shown.
    pub latest: String,
}

/// A decision of the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Decided {
    /// As in 26/D09.
    pub reference: String,
    /// The day.
    #[schema(value_type = String)]
    pub decided_on: Date,
    /// What was decided, in a sentence.
    pub words: String,
    /// What became of it so far: `done`, `doing`, `agreed`, `could-not`.
    pub became: String,
}

/// Whether outcomes held some months after they were told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Held {
    /// After how many months.
    pub months: i64,
    /// Outcomes so old within the period.
    pub outcomes: u64,
    /// Those of which a reporter says that they held, and none that they came back.
    pub held: u64,
    /// Those that came back.
    pub came_back: u64,
    /// Those of which nobody has said.
    pub unknown: u64,
}

/// Who has heard of what was decided.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Heard {
    /// Decisions that are told beyond the group.
    pub decisions: u64,
    /// Those that reached at least one network or group.
    pub reached: u64,
    /// How often something was due: one decision and one network each.
    pub due: u64,
    /// Of those, what has gone.
    pub sent: u64,
    /// Of what has gone, what was acknowledged.
    pub acknowledged: u64,
    /// What was missed.
    pub missed: u64,
    /// What is due later.
    pub waits: u64,
    /// Days from the decision until it was out, the middle.
    pub median_days: Option<f64>,
    /// By network and group, in the order of their names.
    #[serde(default)]
    pub networks: Vec<HeardBy>,
}

/// What a network or group has heard: counts of decisions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HeardBy {
    /// What people call it.
    pub name: String,
    /// What was due.
    pub due: u64,
    /// Of those, what has gone, with what was acknowledged.
    pub sent: u64,
    /// Of what has gone, what was acknowledged.
    pub acknowledged: u64,
    /// What was missed.
    pub missed: u64,
    /// What is due later.
    pub waits: u64,
}

/// Actions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Actions {
    /// Set in the period.
    pub set: u64,
    /// Closed in it.
    pub closed: u64,
    /// Open at its end.
    pub open: u64,
    /// Of those, how many were there before the period began.
    pub carried: u64,
}

/// The hours that were given: how long each meeting held took, times who was there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hours {
    /// Meetings held.
    pub meetings: u64,
    /// Of those, how many are counted by the clock of the room; the others by their planned length. Nothing in reports from before that
    /// was told apart: there all are counted as planned.
    #[serde(default)]
    pub recorded: Option<u64>,
    /// How often a GP was there, and their minutes together.
    pub gps: Given,
    /// How often a consultant was there.
    pub consultants: Given,
    /// How often somebody else of the group was there.
    pub others: Given,
}

/// Time of one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Given {
    /// How often somebody was there.
    pub times: u64,
    /// Their minutes together.
    pub minutes: u64,
}

/// A count as it may be told by itself: none, or five and more.
#[must_use]
pub(super) fn alone(n: u64) -> Option<u64> {
    Some(n).filter(|n| *n == 0 || *n >= FEWEST)
}

/// The parts of a whole as they may be told: `of` is (key, name, how many). A part of nobody gives nobody away; a small one is not
/// told, nor one from which a small one could be worked out.
#[must_use]
pub(super) fn parts(of: Vec<(String, String, u64)>) -> Vec<Part> {
    let whole: u64 = of.iter().map(|(_, _, n)| n).sum();
    let told = shown(&of.iter().map(|(_, _, n)| *n).collect::<Vec<_>>());
    let part = |((key, name, n), told): ((String, String, u64), bool)| Part {
        key,
        name,
        n: Some(n).filter(|n| *n == 0 || told && whole >= FEWEST),
    };
    of.into_iter().zip(told).map(part).collect()
}

#[cfg(test)]
mod unit {
    use super::*;

    fn counts(of: &[u64]) -> Vec<Option<u64>> {
        parts(of.iter().map(|n| (n.to_string(), String::new(), *n)).collect()).into_iter().map(|part| part.n).collect()
    }

    #[test]
    fn no_small_count_is_told_nor_can_be_worked_out() {
        assert_eq!(counts(&[20, 9, 5, 0]), [Some(20), Some(9), Some(5), Some(0)]);
        assert_eq!(counts(&[20, 9, 2]), [Some(20), None, None], "the smallest other goes with a lone small one");
        assert_eq!(counts(&[20, 3, 2]), [Some(20), None, None], "five together give nobody away");
        assert_eq!(counts(&[3, 1]), [None, None]);
        assert_eq!((alone(0), alone(4), alone(5)), (Some(0), None, Some(5)));
    }
}
