//! One side's word on a text, given for the text's hash. What both sides have given theirs for is published, in force or sent.

use kernel::{Error, Result, Row};
use uuid::Uuid;

use crate::membership::Side;

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

impl Approval {
    /// Of a row with `side`, `person_id`, the person's `name`, `deputy` and `content_hash`.
    ///
    /// # Errors
    /// When a column is missing, or the side is none.
    pub fn from_row(row: &Row) -> Result<Self> {
        let side: String = row.get("side")?;
        Ok(Self {
            side: Side::from_key(&side).ok_or_else(|| Error::internal("an approval has an unknown side"))?,
            person: row.get("person_id")?,
            name: row.get("name")?,
            deputy: row.get("deputy")?,
            content_hash: row.get("content_hash")?,
        })
    }
}

/// Whether a GP and a consultant, two people, approved the text with this hash.
#[must_use]
pub fn both_approve(approvals: &[Approval], hash: &[u8]) -> bool {
    let of = |side| approvals.iter().find(|given| given.side == side && given.content_hash == hash);
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
        let both = [gp.clone(), consultant.clone()];
        assert!(both_approve(&both, b"a"));
        assert!(!both_approve(&both, b"b"), "approvals of an older text do not count");
        for short in [vec![], vec![gp.clone()], vec![consultant], vec![gp.clone(), approval(Side::Other, 2, b"a")]] {
            assert!(!both_approve(&short, b"a"), "{short:?}");
        }
        assert!(!both_approve(&[gp.clone(), approval(Side::Consultant, 2, b"b")], b"a"), "an approval of an older text does not count");
        assert!(!both_approve(&[gp, approval(Side::Consultant, 1, b"a")], b"a"), "one person is not two");
    }
}
