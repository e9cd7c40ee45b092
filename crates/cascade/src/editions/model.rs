//! What an edition is, and in which order it tells things.

use analysis::shortening::concerns;
use group::groups::Group;
use jiff::{SignedDuration, Timestamp, civil::Date};
use meetings::decisions::Decision;
use uuid::Uuid;

use super::course::{Pace, Standing};
use crate::{
    networks::Network,
    versions::{self, Rules, Told, Version},
};

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
    /// How many decisions it tells; of one that is not sent, how many are approved for it.
    pub told: i64,
    /// How many calls for issues go with it.
    pub calls: i64,
    /// How many texts in it wait for a person: of one that is not sent.
    pub waiting: i64,
    /// Whether it goes before its deadline, as soon as it may.
    pub early: bool,
    /// A sentence of the group's own above what it tells; may be empty.
    pub note: String,
    /// When it leaves as things stand; of one that is not sent.
    pub leaves: Option<Timestamp>,
}

impl Edition {
    /// When it is mailed: so long before its deadline as the group has said, and when what is in it has waited.
    #[must_use]
    pub fn leaves_at(&self, group: &Group) -> Timestamp {
        self.leaves.unwrap_or(self.closes_at - SignedDuration::from_mins(group.copy_lead))
    }
}

/// How long before a deadline a group's copy leaves, and how long it waits once it is approved.
pub(super) fn pace(group: &Group, rules: Rules) -> Pace {
    Pace { lead: SignedDuration::from_mins(group.copy_lead), hold: SignedDuration::from_mins(rules.hold_minutes) }
}

/// A correction of what was told before.
#[derive(Clone, Debug)]
pub(super) struct Corrected {
    pub(super) id: Uuid,
    /// What was told before.
    pub(super) before: String,
    /// Why it is corrected.
    pub(super) why: String,
    /// When it was approved; `None` where somebody has stopped it.
    pub(super) approved_at: Option<Timestamp>,
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
    /// Whether somebody has said that it is good news.
    pub(super) good_news: bool,
    /// Whether it is left out of this network.
    pub(super) left_out: bool,
    /// Where somebody has put it.
    pub(super) position: Option<i64>,
    /// Where this is a correction.
    pub(super) corrects: Option<Corrected>,
    /// What is told of it here.
    pub(super) version: Option<Version>,
}

impl Entry {
    /// What a network is told; nothing of a correction, which is told whole.
    pub(super) fn told(&self, network: &Network, contact: &str) -> Told {
        versions::told(network, &self.title, &self.decision, contact, self.version.as_ref())
    }

    /// Where it stands.
    pub(super) fn standing(&self, network: &Network, contact: &str) -> Standing {
        let approved = match &self.corrects {
            Some(corrected) => corrected.approved_at,
            None if self.left_out => return Standing::LeftOut,
            None => self.told(network, contact).ready,
        };
        approved.map_or(Standing::Waits, Standing::Approved)
    }
}

/// What goes with an edition of a deadline, in its order.
pub(super) fn going(mut entries: Vec<Entry>, edition: &Edition, network: &Network, contact: &str) -> Vec<Entry> {
    // What has gone is told as it went.
    entries.retain(|entry| !entry.left_out && (edition.sent_at.is_some() || entry.standing(network, contact).goes(edition.closes_at)));
    entries
}

/// In the order in which they are told: corrections first; then what changes for these readers, the soonest first; good news; then the
/// rest, what changes soonest first, and what has no day. What somebody has put in its place stands there, before what came later.
pub(super) fn ordered(mut entries: Vec<Entry>, network: &Network) -> Vec<Entry> {
    let reader = versions::reader(network);
    entries.sort_by_key(|entry| {
        let (decision, outcome) = (&entry.decision, &entry.decision.outcome);
        let text = format!("{} {}", outcome.what(&decision.words), outcome.for_whom);
        let class = match outcome.from_when {
            _ if entry.corrects.is_some() => 0,
            Some(_) if concerns(&text, reader) => 1,
            _ if entry.good_news => 2,
            Some(_) => 3,
            None => 4,
        };
        let correction = entry.corrects.as_ref().map(|corrected| corrected.id);
        (class > 0, entry.position.unwrap_or(i64::MAX), class, outcome.from_when, correction, decision.year, decision.number)
    });
    entries
}
