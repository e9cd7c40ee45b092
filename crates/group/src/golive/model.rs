//! What is asked before a form opens, what is still missing, and how it stands.

use jiff::civil::Date;
use uuid::Uuid;

use crate::membership::Side;

/// Years after which names and addresses of those who raised something are deleted, unless the group says otherwise.
pub(super) const YEARS: i64 = 3;
/// The most years that a group can say.
pub(super) const MOST_YEARS: i64 = 25;

/// Something that is settled before the form opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Who answers for the data.
    Controller,
    /// Whom people ask about their data.
    Protection,
    /// The two who can open who raised something in confidence.
    Custodians,
    /// Who deals with what turns out to be a matter of safety.
    Safety,
    /// How long names and addresses are kept.
    Retention,
    /// Where it runs.
    Hosting,
    /// The mail address that issues can be sent to; may stay empty.
    RaiseAddress,
}

impl Question {
    /// Every question, as the page lists them.
    pub const ALL: [Self; 7] =
        [Self::Controller, Self::Protection, Self::Custodians, Self::Safety, Self::Retention, Self::Hosting, Self::RaiseAddress];

    /// Its part of addresses, and the word that the ledger keeps.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Controller => "controller",
            Self::Protection => "data-protection",
            Self::Custodians => "custodians",
            Self::Safety => "safety",
            Self::Retention => "retention",
            Self::Hosting => "hosting",
            Self::RaiseAddress => "raise-address",
        }
    }

    /// The question of a part of an address.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.key() == key)
    }

    /// What it is called in the list.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Controller => "Controller",
            Self::Protection => "Data-protection contact",
            Self::Custodians => "Two custodians",
            Self::Safety => "Safety contact",
            Self::Retention => "How long names are kept",
            Self::Hosting => "Where it runs",
            Self::RaiseAddress => "Raising by mail",
        }
    }

    /// What its page asks.
    #[must_use]
    pub fn asks(self) -> &'static str {
        match self {
            Self::Controller => "Which organisation is the controller?",
            Self::Protection => "Whom can people ask about their data?",
            Self::Custodians => "Who are the two custodians?",
            Self::Safety => "Who deals with a matter of safety?",
            Self::Retention => "After how many years are names deleted?",
            Self::Hosting => "Where does it run?",
            Self::RaiseAddress => "To which address can people mail an issue?",
        }
    }

    /// A sentence of help.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            Self::Controller => {
                "The organisation that answers in law for what is kept here: most often the health board. Its information-governance team can say."
            }
            Self::Protection => {
                "The name of the role and how to reach it, such as: Data Protection Officer, and the mail address of that office. Everybody can read it."
            }
            Self::Custodians => {
                "They can open who raised something in confidence, each time with a reason that the person is told. Nobody else can. One from each side is best."
            }
            Self::Safety => {
                "The role to whom the group passes what turns out to be a matter of patient safety, and how to reach it. With a mail address in it they are told at once of every report of harm, and read by a link what was written, never who wrote it. Everybody can read it."
            }
            Self::Retention => {
                "Names and mail addresses of those who raise something are deleted so many years after the day it was raised. The issue itself stays with the group."
            }
            Self::Hosting => {
                "In words, such as: on a server of the health board in Scotland, looked after by its digital team. Everybody can read it."
            }
            Self::RaiseAddress => {
                "A mailbox of the group’s own, if it has one: what is sent to it becomes an issue. Leave it empty if there is none. Whoever runs the installation connects it."
            }
        }
    }

    /// Whether the form can open without it.
    #[must_use]
    pub fn may_stay_open(self) -> bool {
        self == Self::RaiseAddress
    }
}

/// What a group has settled, and whether its form is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoLive {
    /// Who answers for the data.
    pub controller: String,
    /// Whom people ask about their data.
    pub protection: String,
    /// Who deals with a matter of safety.
    pub safety: String,
    /// Years after which names and addresses are deleted.
    pub years: Option<i64>,
    /// Where it runs, in words.
    pub hosting: String,
    /// The address that issues can be mailed to; empty for none.
    pub raise_address: String,
    /// The day on which the form was last opened.
    pub opened_on: Option<Date>,
    /// The day on which it was closed again.
    pub closed_on: Option<Date>,
    /// What visitors read while it is closed again.
    pub closed_words: String,
}

/// Somebody who can open who raised something in confidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Custodian {
    /// The person's key.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// What they are in the group, in words.
    pub role: String,
}

/// The names of custodians, as a line.
#[must_use]
pub(super) fn names(custodians: &[Custodian]) -> String {
    custodians.iter().map(|one| format!("{} ({})", one.name, one.role)).collect::<Vec<_>>().join(" and ")
}

impl GoLive {
    /// Whether everybody can raise an issue.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.opened_on.is_some() && self.closed_on.is_none()
    }

    /// What was answered, as a line; empty while nothing was.
    #[must_use]
    pub fn answer(&self, question: Question, custodians: &[Custodian]) -> String {
        match question {
            Question::Controller => self.controller.clone(),
            Question::Protection => self.protection.clone(),
            Question::Custodians => names(custodians),
            Question::Safety => self.safety.clone(),
            Question::Retention => self.years.map(|years| years.to_string()).unwrap_or_default(),
            Question::Hosting => self.hosting.clone(),
            Question::RaiseAddress => self.raise_address.clone(),
        }
    }

    /// What is still to be settled before the form can open.
    #[must_use]
    pub fn missing(&self, custodians: &[Custodian]) -> Vec<Question> {
        let open = |question: &Question| match question {
            Question::Custodians => custodians.len() < 2,
            other => self.answer(*other, custodians).is_empty(),
        };
        Question::ALL.into_iter().filter(|question| !question.may_stay_open() && open(question)).collect()
    }
}

/// What is wrong with two custodians of these sides, in a group whose other seats have `others`.
pub(super) fn unbalanced(two: [Side; 2], others: &[Side]) -> bool {
    two[0] == two[1] && two[0] != Side::Other && others.iter().any(|side| *side != two[0])
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn everything_but_the_mail_address_is_needed() {
        let mut all = GoLive::default();
        assert_eq!(all.missing(&[]).len(), 6);
        let one = Custodian { person: Uuid::nil(), name: "A".into(), email: String::new(), role: "GP member".into() };
        all = GoLive { controller: "x".into(), protection: "x".into(), safety: "x".into(), years: Some(3), hosting: "x".into(), ..all };
        assert_eq!(all.missing(std::slice::from_ref(&one)), [Question::Custodians]);
        assert!(all.missing(&[one.clone(), one]).is_empty());
        assert!(!all.is_open());
    }

    #[test]
    fn two_of_one_side_will_do_only_where_nobody_else_sits() {
        assert!(unbalanced([Side::Gp, Side::Gp], &[Side::Consultant]));
        assert!(!unbalanced([Side::Gp, Side::Gp], &[Side::Gp]));
        assert!(!unbalanced([Side::Gp, Side::Consultant], &[Side::Gp]));
        assert!(!unbalanced([Side::Other, Side::Other], &[Side::Gp]));
    }
}
