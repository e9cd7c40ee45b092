//! What a version is: what one network is told of one decision.

use analysis::shortening::{self, Draft, Over, Reader, Room, Telling};
use group::membership::Side;
use jiff::Timestamp;
use meetings::decisions::{Decision, Manner};
use uuid::Uuid;

use super::words::core;
use crate::networks::Network;

/// Where a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// In Brig's words, made by rules from what was approved at the read-back.
    Draft,
    /// In a person's words, which nobody has approved yet.
    Edited,
    /// In words that a person has approved.
    Approved,
}

impl State {
    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Edited => "edited",
            Self::Approved => "approved",
        }
    }

    /// The value of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Draft, Self::Edited, Self::Approved].into_iter().find(|state| state.key() == key)
    }
}

/// A version as it is kept. Brig's own words are made anew whenever they are looked at, so that they follow the decision and the
/// network's limits; they are kept only once they are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    /// Grows with every change.
    pub(crate) version: i64,
    /// Where it stands.
    pub(crate) state: State,
    /// A person's words; empty while it is a draft.
    pub(crate) headline: String,
    /// And below the headline, each line a paragraph.
    pub(crate) body: String,
    /// The core that a person had before them.
    pub(crate) core: String,
    /// When it was approved: by both sides at the read-back for a draft, by a person else.
    pub(crate) approved_at: Option<Timestamp>,
    /// By whom; nobody for a draft.
    pub(crate) approved_by: Option<Uuid>,
    /// When it left.
    pub(crate) sent_at: Option<Timestamp>,
}

/// What a network is told of a decision, as it stands now.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// Its headline.
    pub(crate) headline: String,
    /// What stands below it, each line a paragraph.
    pub(crate) body: String,
    /// Words too many.
    pub(crate) over: Over,
    /// Whether a person wrote it for a core that has changed since.
    pub(crate) outdated: bool,
    /// When it was approved, where it may go as it stands; `None` where it waits for a person.
    pub(crate) ready: Option<Timestamp>,
    /// What Brig drafts.
    pub(crate) draft: Draft,
}

/// The room that a network has.
pub(crate) fn room(network: &Network) -> Room {
    let words = |n: i64| usize::try_from(n).unwrap_or_default();
    Room { headline: words(network.limits.headline), body: words(network.limits.body) }
}

/// For whom it is drafted.
pub(crate) fn reader(network: &Network) -> Reader {
    match network.readers.side {
        Side::Gp => Reader::Practice,
        Side::Consultant => Reader::Hospital,
        Side::Other => Reader::Both,
    }
}

/// What is told of a decision, whole. `contact` is who is asked where the decision names nobody; may be empty.
pub(crate) fn telling(title: &str, decision: &Decision, contact: &str) -> Telling {
    let outcome = &decision.outcome;
    // What it depends on is told also where its own words leave it out.
    let depends = !outcome.what_changes.is_empty() && decision.how.manner == Manner::SubjectTo;
    Telling {
        headline: title.to_owned(),
        changes: outcome.what(&decision.words),
        subject_to: if depends { decision.how.tail().trim().to_owned() } else { String::new() },
        whom: outcome.for_whom.clone(),
        from: outcome.from_when,
        patients: outcome.patients.clone(),
        ask: if outcome.who_to_ask.is_empty() { contact.to_owned() } else { outcome.who_to_ask.clone() },
        reference: decision.reference(),
        decided_on: decision.decided_on,
    }
}

/// What a network is told of a decision: a person's words where there are some, else Brig's.
///
/// It may go when it was approved, is not too long, and the core is the one that was before whoever approved it. A draft follows the
/// core, which both sides have approved, so it is never outdated.
pub(crate) fn told(network: &Network, title: &str, decision: &Decision, contact: &str, version: Option<&Version>) -> Told {
    let draft = shortening::draft(&telling(title, decision, contact), room(network), reader(network));
    let own = version.filter(|version| version.state != State::Draft || version.sent_at.is_some() && !version.body.is_empty());
    let (headline, body) = own.map_or_else(|| (&draft.headline, &draft.body), |own| (&own.headline, &own.body));
    let (headline, body) = (headline.clone(), body.clone());
    let over = Over::of(&headline, &body, room(network));
    let outdated = version.is_some_and(|version| version.state != State::Draft && version.core != core(decision));
    let ready =
        version.filter(|version| version.state != State::Edited && !outdated && over.fits()).and_then(|version| version.approved_at);
    Told { headline, body, over, outdated, ready, draft }
}

/// What a group says about versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Minutes that what is approved waits before it can leave.
    pub hold_minutes: i64,
    /// Whether a person approves each version; else drafts that fit go by themselves.
    pub by_hand: bool,
    /// So many days before a deadline the administrator is told what waits.
    pub tell_days: i64,
}

impl Default for Rules {
    fn default() -> Self {
        Self { hold_minutes: 10, by_hand: false, tell_days: 3 }
    }
}
