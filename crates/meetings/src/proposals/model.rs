//! A topic that somebody proposes.

use uuid::Uuid;

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Nobody has answered yet.
    Open,
    /// It is on the agenda.
    Taken,
    /// It is not, and it says why.
    Declined,
}

impl State {
    /// The word that is stored.
    #[must_use]
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Taken => "taken",
            Self::Declined => "declined",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub(super) fn from_key(key: &str) -> Option<Self> {
        [Self::Open, Self::Taken, Self::Declined].into_iter().find(|state| state.key() == key)
    }
}

/// A topic that a member proposes.
#[derive(Clone, Debug)]
pub(crate) struct Proposal {
    /// Its key.
    pub(crate) id: Uuid,
    /// The name of who proposes it.
    pub(crate) by: String,
    /// What it is about.
    pub(crate) title: String,
    /// Why the meeting should speak of it; may be empty.
    pub(crate) why: String,
    /// Where it stands.
    pub(crate) state: State,
    /// Why it is not on the agenda; empty where it is, or nobody has answered.
    pub(crate) answer: String,
}
