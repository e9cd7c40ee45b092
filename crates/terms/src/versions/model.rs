//! What a version is, and whose word it has.

pub use group::approvals::Approval;
pub(super) use group::approvals::both_approve;
use jiff::civil::Date;
use uuid::Uuid;

/// Where a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is tailored, and waits for both sides.
    Draft,
    /// Both sides approved it; it waits for its day.
    Agreed,
    /// What the group goes by.
    InForce,
    /// A later one took its place.
    Past,
}

impl State {
    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Agreed => "agreed",
            Self::InForce => "in-force",
            Self::Past => "past",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Draft, Self::Agreed, Self::InForce, Self::Past].into_iter().find(|state| state.key() == key)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Agreed => "Agreed",
            Self::InForce => "In force",
            Self::Past => "Replaced",
        }
    }
}

/// A version of the terms of reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its key.
    pub id: Uuid,
    /// Its running number in the group.
    pub number: i64,
    /// Where it stands.
    pub state: State,
    /// What it was made from: the name of a file, or what people call it.
    pub source: String,
    /// From when it shall be in force; `None`: as soon as both sides have approved it.
    pub from_on: Option<Date>,
    /// When the group will look at it again.
    pub review_on: Option<Date>,
    /// Whether everybody may read it once it is in force.
    pub is_public: bool,
    /// The frozen paper as JSON, once both sides have approved it; empty before.
    pub content: String,
    /// The hash that both sides approved; empty before.
    pub content_hash: Vec<u8>,
    /// Since when it is, or was, in force.
    pub in_force_on: Option<Date>,
    /// The day on which a later one took its place.
    pub ended_on: Option<Date>,
}

impl Version {
    /// Where it stands, in a few words: `version 2, in force from 1 March 2027`.
    #[must_use]
    pub fn standing(&self) -> String {
        let day = |day: Option<Date>| day.map(|day| day.strftime("%-d %B %Y").to_string()).unwrap_or_default();
        let number = self.number;
        match self.state {
            State::Draft => format!("DRAFT of version {number}"),
            State::Agreed => format!("version {number}, agreed, in force from {}", day(self.from_on)),
            State::InForce => format!("version {number}, in force from {}", day(self.in_force_on)),
            State::Past => format!("version {number}, in force from {} until {}", day(self.in_force_on), day(self.ended_on)),
        }
    }
}
