//! Why a mail could not be taken: a word, and nothing of the mail.

use jiff::civil::Date;

/// Why a mail could not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It is no mail message, or no group takes reports at the address that it was sent to.
    NotOurs,
    /// The program stopped while it read the mail.
    Stopped,
    /// The program failed at it.
    Failed,
    /// What is in it cannot be kept: a form, a field, a size.
    Unfit,
}

impl Why {
    const ALL: [Self; 4] = [Self::NotOurs, Self::Stopped, Self::Failed, Self::Unfit];

    /// The word that is stored.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::NotOurs => "not-ours",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
            Self::Unfit => "unfit",
        }
    }

    /// The reason of a stored word.
    pub(super) fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|why| why.key() == key).unwrap_or(Self::Failed)
    }

    /// In words that go on from "because ".
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::NotOurs => "it is no mail that can be read, or it was sent to an address that no group has named",
            Self::Stopped => "Brig stopped three times while it read the mail",
            Self::Failed => "Brig failed at it three times; whoever runs Brig finds more in its log",
            Self::Unfit => "something in it cannot be kept as a report",
        }
    }
}

/// A mail that was put aside for a person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Aside {
    pub(crate) why: Why,
    pub(crate) aside_on: Date,
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_stored_reason_comes_back_as_itself() {
        for why in Why::ALL {
            assert_eq!(Why::from_key(why.key()), why);
        }
    }
}
