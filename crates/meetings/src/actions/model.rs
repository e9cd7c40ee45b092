//! What an action is.

use jiff::civil::Date;
use uuid::Uuid;

/// Where an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Somebody is to do it.
    Open,
    /// It is done.
    Done,
}

impl State {
    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Open, Self::Done].into_iter().find(|state| state.key() == key)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Done => "Done",
        }
    }
}

/// An action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its key.
    pub id: Uuid,
    /// The item that it comes from.
    pub item: Uuid,
    /// The number in its reference.
    pub number: i64,
    /// What is to be done, the verb first.
    pub words: String,
    /// The one who does it.
    pub owner: Uuid,
    /// Their name.
    pub owner_name: String,
    /// By when.
    pub due: Date,
    /// What will show that it is done.
    pub done_means: String,
    /// Where it stands.
    pub state: State,
}

impl Action {
    /// `A-0078`.
    #[must_use]
    pub fn reference(&self) -> String {
        crate::references::action(self.number)
    }
}
