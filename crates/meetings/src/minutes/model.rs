//! What a minute is, and whose word it has.

use group::membership::Side;
use jiff::civil::Date;
use uuid::Uuid;

/// Where a minute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It can be edited, and waits for both sides.
    Draft,
    /// Both sides approved it; it never changes again.
    Published,
    /// A later meeting confirmed it.
    Confirmed,
}

impl State {
    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Confirmed => "confirmed",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Draft, Self::Published, Self::Confirmed].into_iter().find(|state| state.key() == key)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Published => "Published",
            Self::Confirmed => "Confirmed",
        }
    }
}

/// A minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minute {
    /// The meeting that it is of.
    pub meeting: Uuid,
    /// Where it stands.
    pub state: State,
    /// The frozen document, once it is published; empty before.
    pub content: String,
    /// The SHA-256 of the frozen document; empty before.
    pub content_hash: Vec<u8>,
    /// The day it was published.
    pub published_on: Option<Date>,
    /// What the meeting that confirmed it wanted corrected; the corrections stand in that meeting's minute.
    pub corrections: String,
}

/// A numbered section: its words can be edited while the minute is a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its place, from 1.
    pub position: i64,
    /// What it is about.
    pub heading: String,
    /// The item of the agenda, where it is about one.
    pub item: Option<Uuid>,
    /// What was said.
    pub words: String,
}

/// One side's approval of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The side.
    pub side: Side,
    /// Who gave it.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// Whether they stood in for the co-chair.
    pub deputy: bool,
    /// The hash of the very text that was approved.
    pub content_hash: Vec<u8>,
}

/// Whether a GP and a consultant, two people, approved the text with this hash.
#[must_use]
pub(super) fn both_approve(approvals: &[Approval], hash: &[u8]) -> bool {
    let of = |side| approvals.iter().find(|approval| approval.side == side && approval.content_hash == hash);
    matches!((of(Side::Gp), of(Side::Consultant)), (Some(gp), Some(consultant)) if gp.person != consultant.person)
}

#[cfg(test)]
mod unit {
    use super::*;

    fn approval(side: Side, person: u128, hash: &[u8]) -> Approval {
        Approval { side, person: Uuid::from_u128(person), name: "A".into(), deputy: false, content_hash: hash.to_vec() }
    }

    #[test]
    fn two_people_of_two_sides_approve_one_text() {
        let (gp, consultant) = (approval(Side::Gp, 1, b"a"), approval(Side::Consultant, 2, b"a"));
        assert!(both_approve(&[gp.clone(), consultant.clone()], b"a"));
        for short in [vec![], vec![gp.clone()], vec![consultant], vec![gp.clone(), approval(Side::Other, 2, b"a")]] {
            assert!(!both_approve(&short, b"a"), "{short:?}");
        }
        assert!(!both_approve(&[gp.clone(), approval(Side::Consultant, 2, b"b")], b"a"), "an approval of an older text does not count");
        assert!(!both_approve(&[gp, approval(Side::Consultant, 1, b"a")], b"a"), "one person is not two");
    }
}
