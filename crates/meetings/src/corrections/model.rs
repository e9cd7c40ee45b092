//! What a correction of a decision is.

use group::membership::Side;
use jiff::civil::Date;
use uuid::Uuid;

/// A correction of the words of a decision that both sides have confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Its key.
    pub id: Uuid,
    /// What the decision said before.
    pub before: String,
    /// What it says then.
    pub after: String,
    /// Why.
    pub why: String,
    /// The name of who confirmed it for the GP side.
    pub gp: Option<String>,
    /// The name of who confirmed it for the consultant side.
    pub consultant: Option<String>,
    /// The day on which both had; `None` while it waits.
    pub corrected_on: Option<Date>,
}

impl Correction {
    /// Who confirmed it for a side.
    #[must_use]
    pub fn given(&self, side: Side) -> Option<&str> {
        match side {
            Side::Gp => self.gp.as_deref(),
            Side::Consultant => self.consultant.as_deref(),
            Side::Other => None,
        }
    }
}
