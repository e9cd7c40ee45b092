//! What an edition is, and in which order it tells things.

use group::groups::Group;
use jiff::{SignedDuration, Timestamp, civil::Date};
use meetings::decisions::Decision;
use uuid::Uuid;

/// One edition of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its key.
    pub id: Uuid,
    /// The network's key.
    pub network: Uuid,
    /// The network's name.
    pub name: String,
    /// Until when copy is taken.
    pub closes_at: Timestamp,
    /// When it comes out.
    pub out_on: Date,
    /// When it was mailed, if it was.
    pub sent_at: Option<Timestamp>,
    /// How many decisions it tells.
    pub told: i64,
    /// How many calls for issues go with it.
    pub calls: i64,
}

impl Edition {
    /// When it is mailed: so long before its deadline as the group has said.
    #[must_use]
    pub fn leaves_at(&self, group: &Group) -> Timestamp {
        self.closes_at - SignedDuration::from_mins(group.copy_lead)
    }
}

/// A decision in an edition.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The decision, with what is told of it.
    pub(super) decision: Decision,
    /// What it is about, in the group's words.
    pub(super) title: String,
    /// Whether somebody raised it as an issue.
    pub(super) raised: bool,
    /// Whether it is left out of this network.
    pub(super) left_out: bool,
    /// What was told before, and why it is corrected, where this is a correction.
    pub(super) corrects: Option<(String, String)>,
}

/// What an edition tells: all but what is left out.
pub(super) fn told(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.retain(|entry| !entry.left_out);
    entries
}

/// In the order in which they are told: what changes soonest first, then what has no day, each in the order of references.
pub(super) fn ordered(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by_key(|entry| {
        let decision = &entry.decision;
        (decision.outcome.from_when.is_none(), decision.outcome.from_when, decision.year, decision.number)
    });
    entries
}
