//! What a network is.

use group::membership::Side;
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

/// Who reads a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readers {
    /// The side that reads it; [`Side::Other`] where both do.
    pub side: Side,
    /// In words: `Consultants and trainees of both hospitals`; may be empty.
    pub audience: String,
    /// How many they are, as its owner says; 0 where nobody has said.
    pub reach: i64,
    /// Whom to ask there; may be empty.
    pub contact: String,
}

impl Default for Readers {
    fn default() -> Self {
        Self { side: Side::Other, audience: String::new(), reach: 0, contact: String::new() }
    }
}

/// How long what is told of a decision may be in a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Words of a headline.
    pub headline: i64,
    /// Words of what stands below it.
    pub body: i64,
}

impl Default for Limits {
    /// What weekly mails of general practice and newsletters of hospitals take.
    fn default() -> Self {
        Self { headline: 12, body: 60 }
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
    /// Who reads it.
    pub readers: Readers,
    /// How long a text of ours may be in it.
    pub limits: Limits,
    /// The day from which nothing more goes to it.
    pub ended_on: Option<Date>,
}
