//! What the members are asked, and the paper by which the two co-chairs close it.

use jiff::civil::Date;
use uuid::Uuid;

use super::{
    answer::Answer,
    model::{Course, Verdict, Voter, counted},
};
use crate::{
    actions::NewAction,
    decisions::{KeyOutcome, NewDecision},
};

/// What the members are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asking {
    /// What it is about.
    pub title: String,
    /// What is to be decided.
    pub question: String,
    /// What can be chosen, a line each; may be empty.
    pub options: String,
    /// What one needs to know.
    pub background: String,
    /// Where a paper is; may be empty.
    pub link: String,
    /// Why it cannot wait for the next meeting.
    pub urgency: String,
}

/// The texts by which it is closed: they become the decision and what everybody is told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closing {
    /// The decision in one sentence.
    pub sentence: String,
    /// What is told of it.
    pub outcome: KeyOutcome,
    /// Who does what by when, if somebody has to.
    pub act: Option<Act>,
}

/// An action that is set when it is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// What is to be done.
    pub words: String,
    /// Who does it.
    pub owner: Uuid,
    /// By when.
    pub due: Date,
    /// What will show that it is done.
    pub done_means: String,
}

impl Act {
    /// As it was typed.
    #[must_use]
    pub(super) fn typed(&self) -> NewAction {
        let (words, done_means) = (self.words.clone(), self.done_means.clone());
        NewAction { words, owner: self.owner.to_string(), due: self.due.to_string(), done_means }
    }
}

impl Closing {
    /// All of it as one text: who changes it shows what they saw.
    #[must_use]
    pub fn as_text(&self) -> String {
        let act = self.act.as_ref().map(|act| format!("{} | {} | {} | {}", act.words, act.owner, act.due, act.done_means));
        [self.sentence.as_str(), &self.outcome.as_text(), &act.unwrap_or_default()].join(" | ")
    }

    /// As the decision is written down.
    #[must_use]
    pub(super) fn decision(&self) -> NewDecision {
        let mut new = NewDecision::plain(&self.sentence);
        new.what_changes.clone_from(&self.outcome.what_changes);
        new.for_whom.clone_from(&self.outcome.for_whom);
        new.from_when = self.outcome.from_when.map(|day| day.to_string()).unwrap_or_default();
        new.who_to_ask.clone_from(&self.outcome.who_to_ask);
        new.patients.clone_from(&self.outcome.patients);
        new.cascades = self.outcome.cascades;
        new
    }
}

/// Why it went to a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Went {
    /// Somebody objects, or wants a meeting to speak about it.
    Contested,
    /// Too few answered.
    Short,
    /// Of a side nobody agreed.
    OneSided,
    /// A co-chair wished it.
    Wished,
}

impl Went {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Contested, Self::Short, Self::OneSided, Self::Wished];

    /// The reason that answers give.
    #[must_use]
    pub fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Contested => Self::Contested,
            Verdict::Short => Self::Short,
            Verdict::OneSided => Self::OneSided,
            Verdict::Carried => Self::Wished,
        }
    }

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Contested => "contested",
            Self::Short => "short",
            Self::OneSided => "one-sided",
            Self::Wished => "wished",
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Contested => "Somebody objects, or would like the group to speak about it first.",
            Self::Short => "Too few members answered in time.",
            Self::OneSided => "Of one side nobody agreed.",
            Self::Wished => "A co-chair thinks that the group should speak about it.",
        }
    }
}

/// The issue that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// Its key.
    pub id: Uuid,
    /// Its running number.
    pub number: i64,
}

/// A meeting that belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// Its number.
    pub number: i64,
    /// Its day.
    pub day: Date,
}

/// How far the next meeting has ratified it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ratified {
    /// The item under which a meeting is asked to.
    pub item: Option<Uuid>,
    /// Whether the meeting that is asked says no.
    pub refused: bool,
    /// The day of the last meeting that did not ratify it.
    pub refused_on: Option<Date>,
    /// The meeting that did.
    pub by: Option<At>,
}

/// A decision between two meetings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interim {
    /// Its key.
    pub id: Uuid,
    /// Its running number in the group.
    pub number: i64,
    /// Grows with every change of its closing texts.
    pub version: i64,
    /// The issue, where it is about one.
    pub issue: Option<About>,
    /// The name of who opened it.
    pub opened_by: String,
    /// What is asked.
    pub asking: Asking,
    /// Where it stands, who has answered what.
    pub course: Course,
    /// How it is closed.
    pub closing: Closing,
    /// Whether those who had not answered were reminded.
    pub reminded: bool,
    /// Whether the two co-chairs were told that its time is over.
    pub told: bool,
    /// Why it went to a meeting.
    pub went: Option<Went>,
    /// The meeting under which it is minuted, or to which it went.
    pub meeting: Option<At>,
    /// The reference of the decision, once it is decided.
    pub decided: Option<String>,
    /// How far it is ratified.
    pub ratified: Ratified,
}

impl Interim {
    /// What a key is turned for: the texts, and whose answer counts as what. A change of either asks both sides again.
    #[must_use]
    pub fn paper(&self, voters: &[Voter]) -> String {
        let answers: Vec<String> = counted(voters, &self.course.given)
            .into_iter()
            .map(|one| format!("{}:{}:{}", one.member.person, one.given.answer.key(), one.given.words))
            .collect();
        [self.closing.as_text(), self.asking.question.clone(), answers.join("\u{1f}")].join("\n")
    }

    /// How many give each answer, in words: `5 agree, 1 agrees with changes, 1 abstains`.
    #[must_use]
    pub fn tally(&self, voters: &[Voter]) -> String {
        let counted = counted(voters, &self.course.given);
        let line = |(answer, one, many): (Answer, &str, &str)| {
            let n = counted.iter().filter(|counted| counted.given.answer == answer).count();
            (n > 0).then(|| format!("{n} {}", if n == 1 { one } else { many }))
        };
        let lines: Vec<String> = [
            (Answer::Agree, "agrees", "agree"),
            (Answer::Changes, "agrees with changes", "agree with changes"),
            (Answer::Object, "objects", "object"),
            (Answer::Hold, "would hold it for a meeting", "would hold it for a meeting"),
            (Answer::Abstain, "abstains", "abstain"),
        ]
        .into_iter()
        .filter_map(line)
        .collect();
        if lines.is_empty() { "Nobody has answered yet".into() } else { lines.join(", ") }
    }
}
