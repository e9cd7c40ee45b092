//! What a commission is, and what can be answered.

use jiff::civil::Date;
use uuid::Uuid;

/// Where a commission stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The letter waits until what was decided is confirmed.
    Waits,
    /// They were written to and have not answered.
    Sent,
    /// They do it.
    Accepted,
    /// They need help.
    Help,
    /// They have said that it is done.
    Done,
    /// They cannot.
    Declined,
    /// They have handed it on to somebody else.
    PassedOn,
    /// The group asks it of them no more.
    TakenBack,
}

impl Standing {
    const ALL: [(Self, &'static str, &'static str); 8] = [
        (Self::Waits, "waits", "The letter has not gone out yet"),
        (Self::Sent, "sent", "The letter went out; no answer yet"),
        (Self::Accepted, "accepted", "They have accepted it"),
        (Self::Help, "help", "They need help"),
        (Self::Done, "done", "They have said that it is done"),
        (Self::Declined, "declined", "They have declined it"),
        (Self::PassedOn, "passed-on", "They have handed it on"),
        (Self::TakenBack, "taken-back", "Taken back into the group"),
    ];

    fn row(self) -> (Self, &'static str, &'static str) {
        Self::ALL.into_iter().find(|(one, ..)| *one == self).unwrap_or(Self::ALL[0])
    }

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.row().1
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        self.row().2
    }

    /// The standing of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, stored, _)| *stored == key).map(|(one, ..)| one)
    }
}

/// Somebody outside the group is asked to do an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commission {
    /// Its key.
    pub id: Uuid,
    /// The action.
    pub action: Uuid,
    /// The entry of the directory that it was taken from.
    pub entry: Option<Uuid>,
    /// How often it was changed.
    pub version: i64,
    /// Whether it is asked of them still.
    pub stands: bool,
    /// Where it stands.
    pub standing: Standing,
    /// Their name: for the letter, never for a minute or a list.
    pub name: String,
    /// What they are: `Laboratory manager`.
    pub post: String,
    /// Where: `Moorfield General`.
    pub organisation: String,
    /// Where mail reaches them.
    pub email: String,
    /// Why it is them; may be empty.
    pub why: String,
    /// What is asked beside the action's own words; may be empty.
    pub asked: String,
    /// When it was set.
    pub set_on: Date,
    /// When the letter went out.
    pub sent_on: Option<Date>,
    /// When they were reminded last.
    pub reminded_on: Option<Date>,
    /// When they answered last, and what they wrote.
    pub answered_on: Option<Date>,
    /// What they wrote last.
    pub words: String,
}

impl Commission {
    /// What they are, for minutes and lists: `Laboratory manager, Moorfield General`.
    #[must_use]
    pub fn role(&self) -> String {
        role(&self.post, &self.organisation)
    }
}

/// What somebody is and where.
#[must_use]
pub(super) fn role(post: &str, organisation: &str) -> String {
    [post, organisation].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// They do it.
    Accept,
    /// It is done.
    Done,
    /// They are on it; it takes until another day.
    NewDate,
    /// They need help.
    Help,
    /// They cannot.
    Decline,
    /// Somebody else does it.
    PassOn,
}

impl Answer {
    /// Every answer, as the page lists them.
    pub(super) const ALL: [Self; 6] = [Self::Accept, Self::Done, Self::NewDate, Self::Help, Self::PassOn, Self::Decline];

    /// The word that forms send and links may carry.
    #[must_use]
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Done => "done",
            Self::NewDate => "later",
            Self::Help => "help",
            Self::Decline => "decline",
            Self::PassOn => "hand-on",
        }
    }

    /// The answer of a word.
    #[must_use]
    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.key() == key)
    }

    /// The field of its words: several forms stand on one page.
    #[must_use]
    pub(super) fn field(self) -> String {
        format!("words-{}", self.key())
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for (standing, key, _) in Standing::ALL {
            assert_eq!((Standing::from_key(key), standing.key()), (Some(standing), key));
        }
        for answer in Answer::ALL {
            assert_eq!(Answer::from_key(answer.key()), Some(answer));
        }
        assert_eq!(role("Laboratory manager", ""), "Laboratory manager");
        assert_eq!(role("Laboratory manager", "Moorfield"), "Laboratory manager, Moorfield");
    }
}
