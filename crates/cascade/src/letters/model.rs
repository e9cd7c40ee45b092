//! A letter: to whom, what it says, by when an answer would help, and where it stands.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a letter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is being written, or waits to be approved.
    Draft,
    /// It has gone.
    Sent,
    /// It never went.
    Withdrawn,
}

impl State {
    const ALL: [Self; 3] = [Self::Draft, Self::Sent, Self::Withdrawn];

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Sent => "Sent",
            Self::Withdrawn => "Withdrawn",
        }
    }
}

/// What is approved: the letter as it leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Whom it is to, as it stands above the letter.
    pub to: String,
    /// Where its mail goes.
    pub email: String,
    /// What it is about, in a line.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// By when an answer would help; nothing where none is asked for.
    pub answer_by: Option<Date>,
    /// Whether the answer comes back to the agenda.
    pub to_agenda: bool,
    /// The reference of the issue that it is about; may be empty.
    pub issue: String,
    /// The reference of the decision that it follows from; may be empty.
    pub decision: String,
}

/// A letter of the group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its key.
    pub id: Uuid,
    /// The number in its reference.
    pub number: i64,
    /// Grows with every change.
    pub revision: i64,
    /// Where it stands.
    pub state: State,
    /// The entry of the directory that it is to, if it is to one.
    pub entry: Option<Uuid>,
    /// The letter.
    pub content: Content,
    /// The hash of its content.
    pub hash: Vec<u8>,
    /// When it was begun.
    pub drafted_on: Date,
    /// When it went.
    pub sent_on: Option<Date>,
}

/// A letter's reference: a number that runs on for the life of the group.
#[must_use]
pub fn reference(number: i64) -> String {
    format!("L-{number:04}")
}

/// The number of a reference, as `L-0007` or `7`.
#[must_use]
pub fn read_reference(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.strip_prefix(['L', 'l']).map_or(text, |rest| rest.trim_start_matches('-'));
    ((1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// Whether so many sides have approved what a group of this rule wishes approved.
#[must_use]
pub(super) fn enough(keys: i64, sides: usize) -> bool {
    i64::try_from(sides).is_ok_and(|sides| sides >= keys)
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn references_are_read_as_people_write_them() {
        assert_eq!(
            (reference(7).as_str(), read_reference("L-0007"), read_reference("l7"), read_reference("7")),
            ("L-0007", Some(7), Some(7), Some(7))
        );
        for wrong in ["", "L-", "L-7b", "A-0007", "1234567890"] {
            assert_eq!(read_reference(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_letter_goes_once_as_many_sides_approve_it_as_the_group_wishes() {
        assert!(enough(0, 0) && enough(1, 1) && enough(2, 2) && !enough(1, 0) && !enough(2, 1));
        assert!(State::ALL.into_iter().all(|state| State::from_key(state.key()) == Some(state)));
    }
}
