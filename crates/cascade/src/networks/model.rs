//! What a network is.

use jiff::civil::Date;
use terms::cadence::Cadence;
use uuid::Uuid;

/// What a network takes from us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Its editor takes our text into their own mail or newsletter.
    Copy,
    /// One address that sends our mail on as it is.
    List,
    /// A group that gets the minute.
    Minute,
}

impl Takes {
    /// Every value with its words, as choices of a form.
    pub const CHOICES: &'static [(&'static str, &'static str)] = &[
        ("copy", "Decisions, as text for its editor to take over"),
        ("list", "Decisions, as a mail that its address sends on"),
        ("minute", "The minute, when it is published"),
    ];

    /// What it may be changed to: a network stays a network, and a group that gets the minute stays one.
    #[must_use]
    pub fn choices(self) -> &'static [(&'static str, &'static str)] {
        let (decisions, minute) = Self::CHOICES.split_at(2);
        if self == Self::Minute { minute } else { decisions }
    }

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::List => "list",
            Self::Minute => "minute",
        }
    }

    /// The value of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Copy, Self::List, Self::Minute].into_iter().find(|takes| takes.key() == key)
    }
}

/// A network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// Its key.
    pub id: Uuid,
    /// Grows with every change.
    pub version: i64,
    /// What people call it: `Primary care weekly mail`.
    pub name: String,
    /// Where our mail to it goes.
    pub address: String,
    /// What it takes.
    pub takes: Takes,
    /// The line that its readers are spoken to with: `For consultants and trainees:`; may be empty.
    pub opening: String,
    /// When its editions close and come out; of no meaning for a group that gets the minute.
    pub cadence: Cadence,
    /// The day from which nothing more goes to it.
    pub ended_on: Option<Date>,
}
