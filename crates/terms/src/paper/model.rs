//! What terms of reference are made of, before and after they are put together.

use group::rules::{Rule, anchor};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::template::MarkKind;

/// What stands in a draft where something is still open.
pub const TO_BE_AGREED: &str = "to be agreed";

/// What kind of clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClauseKind {
    /// The heading of a section.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A point of a list.
    Bullet,
    /// A row of a table, its cells separated by a tab.
    Row,
}

impl ClauseKind {
    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::Bullet => "bullet",
            Self::Row => "row",
        }
    }

    /// The kind of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Heading, Self::Paragraph, Self::Bullet, Self::Row].into_iter().find(|kind| kind.key() == key)
    }
}

/// What was decided on a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// Nothing yet.
    Open,
    /// It has an answer in the group's own words, which stands in its place.
    Answered,
    /// It stays as the template has it.
    Kept,
    /// It is left out.
    Dropped,
}

impl Decided {
    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Kept => "kept",
            Self::Dropped => "dropped",
        }
    }

    /// The value of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Open, Self::Answered, Self::Kept, Self::Dropped].into_iter().find(|decided| decided.key() == key)
    }
}

/// A question that stands in a clause: a bracket to be filled in, or a name to be kept, changed or dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its key.
    pub id: Uuid,
    /// What kind.
    pub kind: MarkKind,
    /// Exactly what stands in the clause, a bracket with its brackets.
    pub literal: String,
    /// What it asks, without brackets.
    pub asked: String,
    /// The rule whose answer stands in its place, and for which time it is asked for (from 0).
    pub rule: Option<(Rule, usize)>,
    /// What was decided.
    pub decided: Decided,
    /// The group's own words.
    pub answer: String,
}

impl Mark {
    /// Whether it is a bracket; else it is something of the template's own that is asked about.
    #[must_use]
    pub fn is_placeholder(&self) -> bool {
        matches!(self.kind, MarkKind::Text | MarkKind::List | MarkKind::Optional)
    }
}

/// A clause: its words as the template has them, and what is asked in them, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its key.
    pub id: Uuid,
    /// What it has in common with the same clause of other versions.
    pub lineage: Uuid,
    /// What kind.
    pub kind: ClauseKind,
    /// Its words, brackets included.
    pub words: String,
    /// What is asked in it.
    pub marks: Vec<Mark>,
}

/// A numbered paragraph as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Its number: `3` of a heading, `3.2` below it; what stands before the first heading begins with `0`.
    pub number: String,
    /// What kind.
    pub kind: ClauseKind,
    /// What it says.
    pub text: String,
    /// What it has in common with the same paragraph of other versions.
    pub lineage: Uuid,
    /// The rules that it states.
    pub rules: Vec<String>,
}

impl Paragraph {
    /// Its anchor on the page.
    #[must_use]
    pub fn anchor(&self) -> String {
        anchor(&self.number)
    }

    /// Whether it is a heading.
    #[must_use]
    pub fn is_heading(&self) -> bool {
        self.kind == ClauseKind::Heading
    }

    /// Whether Brig wrote it from an answer, in the last section; the same answer is the same paragraph in any version.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.lineage.as_u128() < 256
    }

    /// The cells of a row.
    #[must_use]
    pub fn cells(&self) -> Vec<&str> {
        self.text.split('\t').collect()
    }
}

/// The whole text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Its paragraphs, headings among them.
    pub paragraphs: Vec<Paragraph>,
}

impl Paper {
    /// Where each rule stands, for pages that go by it.
    #[must_use]
    pub fn traces(&self) -> Vec<(Rule, Vec<String>)> {
        let of = |rule: Rule| {
            let stating = self.paragraphs.iter().filter(|paragraph| paragraph.rules.iter().any(|key| key == rule.key()));
            (rule, stating.map(|paragraph| paragraph.number.clone()).collect::<Vec<_>>())
        };
        Rule::ALL.into_iter().map(of).filter(|(_, numbers)| !numbers.is_empty()).collect()
    }
}

/// Something that must be settled before the text can be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A question of the template.
    Question {
        /// Its key.
        id: Uuid,
        /// What it asks.
        asked: String,
    },
    /// A rule that a bracket asks for.
    Rule(Rule),
}
