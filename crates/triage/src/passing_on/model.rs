//! What was passed on and what came in, and where it stands.

use jiff::civil::Date;
use uuid::Uuid;

/// Where something that is passed on stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The reporter was asked whether it may go.
    Asked,
    /// The reporter agreed; it can go.
    Agreed,
    /// The reporter would rather not: it does not go.
    Refused,
    /// It has gone.
    Sent,
    /// The other group has answered.
    Answered,
}

impl Standing {
    const ALL: [Self; 5] = [Self::Asked, Self::Agreed, Self::Refused, Self::Sent, Self::Answered];

    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::Sent => "sent",
            Self::Answered => "answered",
        }
    }

    /// The standing of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.key() == key)
    }

    /// In a sentence for the group.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Asked => "The reporter is asked on their page whether it may go.",
            Self::Agreed => "The reporter agrees. It can go now.",
            Self::Refused => "The reporter would rather not, so it does not go.",
            Self::Sent => "It has gone. No answer yet.",
            Self::Answered => "They have answered, and the reporter can read it.",
        }
    }
}

/// To whom something is passed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// A group of this installation.
    Group(Uuid),
    /// Another installation's group, by name: it gets a file.
    Elsewhere(String),
}

/// Something that a group passes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passing {
    /// Its key.
    pub id: Uuid,
    /// The issue.
    pub issue: Uuid,
    /// The group of this installation that it goes to; none for a file.
    pub to_group: Option<Uuid>,
    /// What that group is called.
    pub to_name: String,
    /// Where it stands.
    pub standing: Standing,
    /// The wording that the reporter was asked about, and that goes.
    pub title: String,
    /// Its sentences.
    pub text: String,
    /// The day on which it went.
    pub sent_on: Option<Date>,
    /// What the other group answers.
    pub answer: String,
    /// The day of that answer.
    pub answered_on: Option<Date>,
}

/// Something that another group has passed on to this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedIn {
    /// The issue that it became here.
    pub issue: Uuid,
    /// Its number here.
    pub number: i64,
    /// The key of the passing, where it came from.
    pub passing: Uuid,
    /// Who passed it on.
    pub from_name: String,
    /// What it is called there.
    pub from_reference: String,
    /// The group of this installation that it came from.
    pub from_group: Option<Uuid>,
    /// The address of the page on which an answer is written, where it came by a file.
    pub answer_at: String,
    /// What this group answered; empty while it has not.
    pub answer: String,
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_stored_word_comes_back_as_itself() {
        for standing in Standing::ALL {
            assert_eq!(Standing::from_key(standing.key()), Some(standing));
        }
        assert_eq!(Standing::from_key("Sent"), None);
    }
}
