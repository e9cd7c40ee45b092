//! What a group can say of a minute. No input, no output.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

/// A minute that a group was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinuteCopy {
    /// The meeting's key, number and day.
    pub meeting: Uuid,
    /// Its number.
    pub number: i64,
    /// Its day.
    pub held_on: Date,
    /// The group that got it.
    pub network: Uuid,
    /// What people call that group.
    pub name: String,
    /// Where our mail to it goes.
    pub address: String,
    /// When it was sent, if it was.
    pub posted_at: Option<Timestamp>,
}

/// What a group says of a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// They have it.
    Received,
    /// They speak about it on a day.
    OnAgenda(Date),
}

impl Said {
    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::OnAgenda(_) => "on-agenda",
        }
    }

    /// The value of a stored word and its day.
    #[must_use]
    pub fn from_key(key: &str, meets_on: Option<Date>) -> Option<Self> {
        match (key, meets_on) {
            ("received", _) => Some(Self::Received),
            ("on-agenda", Some(day)) => Some(Self::OnAgenda(day)),
            _ => None,
        }
    }
}

/// One answer to a minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// Of which meeting's minute.
    pub meeting: Uuid,
    /// Who says it.
    pub network: Uuid,
    /// What they say.
    pub said: Said,
    /// When.
    pub said_at: Timestamp,
}

/// What a group asks back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its key.
    pub id: Uuid,
    /// The meeting whose minute it is about: its key, number and day.
    pub meeting: Uuid,
    /// Its number.
    pub number: i64,
    /// Its day.
    pub held_on: Date,
    /// The group that asks.
    pub network: Uuid,
    /// What people call it.
    pub name: String,
    /// Where our mail to that group goes.
    pub address: String,
    /// What they ask.
    pub words: String,
    /// Who asks there: a name or a post; may be empty.
    pub asked_by: String,
    /// Where the answer goes; empty for the group's own address.
    pub reply_to: String,
    /// When it came.
    pub asked_at: Timestamp,
    /// The item that was made of it: the year and number of its reference.
    pub item: Option<(i64, i64)>,
    /// The meeting that this item is on, by its number and day, while it is on one.
    pub on_agenda: Option<(i64, Date)>,
    /// The answer; empty until there is one.
    pub answer: String,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
}

impl Question {
    /// Where the answer goes.
    #[must_use]
    pub fn answer_to(&self) -> &str {
        if self.reply_to.is_empty() { &self.address } else { &self.reply_to }
    }

    /// Who asks, in words: `the secretary, Local Medical Committee`.
    #[must_use]
    pub fn who(&self) -> String {
        if self.asked_by.is_empty() { self.name.clone() } else { format!("{}, {}", self.asked_by, self.name) }
    }

    /// What an item of it is called: so much of the question as a line of an agenda holds, never half a word.
    #[must_use]
    pub fn title(&self) -> String {
        let whole = format!("Question from {}: {}", self.name, self.words.split_whitespace().collect::<Vec<_>>().join(" "));
        if whole.chars().count() <= TITLE {
            return whole;
        }
        let mut title = String::new();
        for word in whole.split(' ') {
            if title.chars().count() + word.chars().count() + 2 > TITLE {
                break;
            }
            if !title.is_empty() {
                title.push(' ');
            }
            title.push_str(word);
        }
        title.push('…');
        title
    }
}

/// The letters that the title of an item holds.
const TITLE: usize = 120;

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_title_is_never_longer_than_a_line_and_ends_with_a_whole_word() {
        let question = |words: &str| Question {
            id: Uuid::nil(),
            meeting: Uuid::nil(),
            number: 1,
            held_on: Date::constant(2026, 12, 14),
            network: Uuid::nil(),
            name: "Local Medical Committee".into(),
            address: String::new(),
            words: words.into(),
            asked_by: String::new(),
            reply_to: String::new(),
            asked_at: Timestamp::UNIX_EPOCH,
            item: None,
            on_agenda: None,
            answer: String::new(),
            answered_at: None,
        };
        assert_eq!(question("From when\ndoes it hold?").title(), "Question from Local Medical Committee: From when does it hold?");
        let long = question(&"unchanged ".repeat(40)).title();
        assert!(long.chars().count() <= TITLE && long.ends_with("unchanged…"), "{long}");
        assert_eq!(Said::from_key("on-agenda", None), None);
    }
}
