//! What an editor can say of an edition. No input, no output.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

/// What an editor says of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Nothing yet.
    Waits,
    /// It came out.
    Yes,
    /// Not this time.
    No,
    /// It comes out on another day.
    Later(Date),
}

impl Told {
    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Waits => "waits",
            Self::Yes => "yes",
            Self::No => "no",
            Self::Later(_) => "later",
        }
    }

    /// The value of a stored word and its day.
    #[must_use]
    pub fn from_key(key: &str, comes_on: Option<Date>) -> Option<Self> {
        match (key, comes_on) {
            ("waits", _) => Some(Self::Waits),
            ("yes", _) => Some(Self::Yes),
            ("no", _) => Some(Self::No),
            ("later", Some(day)) => Some(Self::Later(day)),
            _ => None,
        }
    }
}

/// One edition, and what its editor says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outing {
    /// The edition.
    pub edition: Uuid,
    /// The network that it is of.
    pub network: Uuid,
    /// What people call that network.
    pub name: String,
    /// Where our mail to it goes.
    pub address: String,
    /// The day on which it was to come out.
    pub out_on: Date,
    /// What its editor says.
    pub told: Told,
    /// When the editor was asked.
    pub asked_on: Date,
    /// When they were asked once more.
    pub reminded_on: Option<Date>,
    /// The day on which it came or comes out, where that is another than was said before.
    pub comes_on: Option<Date>,
    /// When they answered last.
    pub answered_at: Option<Timestamp>,
    /// When its decisions were put into the next edition, and how many they were.
    pub again: Option<(Date, i64)>,
}

impl Outing {
    /// Whether its decisions can be put into the next edition.
    #[must_use]
    pub fn can_go_again(&self) -> bool {
        self.told == Told::No && self.again.is_none()
    }
}

/// Whether the editor of a network is asked, and after how many days once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asking {
    /// Whether they are asked at all.
    pub asked: bool,
    /// Days from the first mail to the second and last.
    pub remind_days: i64,
}
