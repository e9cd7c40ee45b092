//! What a vacancy is, and an expression of interest in it.

use jiff::civil::Date;
use uuid::Uuid;

use crate::membership::Capacity;

/// A place in the group that somebody is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vacancy {
    /// Its key.
    pub id: Uuid,
    /// Its running number in the group.
    pub number: i64,
    /// As what somebody is looked for.
    pub capacity: Capacity,
    /// Who is wanted, in a few words.
    pub wanted: String,
    /// What it is about.
    pub words: String,
    /// The last day on which people can say that they are interested.
    pub closes_on: Date,
    /// When it was closed.
    pub closed_on: Option<Date>,
}

impl Vacancy {
    /// Whether people can say on a day that they are interested.
    #[must_use]
    pub fn is_open(&self, today: Date) -> bool {
        self.closed_on.is_none() && self.closes_on >= today
    }
}

/// Where an expression of interest stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has answered it.
    Waiting,
    /// They have the seat.
    Chosen,
    /// They were thanked.
    Thanked,
}

impl State {
    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Chosen => "chosen",
            Self::Thanked => "thanked",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Waiting, Self::Chosen, Self::Thanked].into_iter().find(|state| state.key() == key)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Waiting => "Not answered yet",
            Self::Chosen => "Chosen",
            Self::Thanked => "Thanked",
        }
    }
}

/// Somebody's expression of interest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// Its key.
    pub id: Uuid,
    /// Its running number in the vacancy.
    pub number: i64,
    /// Their name.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// Where they work.
    pub workplace: String,
    /// What they say.
    pub words: String,
    /// Where it stands.
    pub state: State,
    /// The day.
    pub said_on: Date,
}
