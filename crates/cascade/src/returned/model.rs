//! What came back, and what can be done about it. No input, no output.

use std::collections::BTreeSet;

use jiff::Timestamp;
use uuid::Uuid;

/// That a mail came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Back {
    /// When we were told.
    pub(crate) at: Timestamp,
    /// What the mail server says, in the numbers of RFC 3463.
    pub(crate) status: String,
}

/// What a mail was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// An edition of a network.
    Edition {
        /// The edition's key.
        edition: Uuid,
        /// The network's key.
        network: Uuid,
        /// The day on which it came out.
        out_on: jiff::civil::Date,
    },
    /// The minute of a meeting, for a group.
    Minute {
        /// The meeting's key and number.
        meeting: (Uuid, i64),
        /// The group's key.
        network: Uuid,
        /// The day of the meeting.
        held_on: jiff::civil::Date,
    },
    /// A report up the line, or a letter: its number and the sending's key.
    Report(i64, Uuid),
    /// A letter of the group: its number and the sending's key.
    Letter(i64, Uuid),
    /// The letter to an owner outside the group: the number of the action.
    Action(i64),
}

/// A mail that came back and was not sent once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// The mail's key.
    pub mail: Uuid,
    /// What it was.
    pub what: What,
    /// To whom.
    pub who: String,
    /// The address to which it would go now.
    pub address: String,
    /// When we were told.
    pub at: Timestamp,
    /// What the mail server says, in the numbers of RFC 3463.
    pub status: String,
}

/// Whether the mail of an edition is among what came back.
pub(crate) fn is_back(all: &[Returned], id: Uuid) -> bool {
    all.iter().any(|one| matches!(one.what, What::Edition { edition, .. } if edition == id))
}

/// The copies of minutes among what came back: network and meeting.
pub(crate) fn minutes(all: &[Returned]) -> BTreeSet<(Uuid, Uuid)> {
    let copy = |one: &Returned| match one.what {
        What::Minute { network, meeting, .. } => Some((network, meeting.0)),
        _ => None,
    };
    all.iter().filter_map(copy).collect()
}
