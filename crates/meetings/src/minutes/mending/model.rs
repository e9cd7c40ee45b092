//! What is put right in a published minute.

use group::membership::Side;
use jiff::civil::Date;
use uuid::Uuid;

/// Where in a minute something stands. A published minute never changes, so that the place holds for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Place {
    /// Whether it stands in the reserved part.
    pub(in super::super) reserved: bool,
    /// Which block of its part it is, from 0.
    pub(in super::super) block: usize,
}

/// Something that is put right in a published minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Mending {
    /// Its key.
    pub(in super::super) id: Uuid,
    /// Where.
    pub(in super::super) place: Place,
    /// The line as it was signed.
    pub(in super::super) was: String,
    /// How it should read.
    pub(in super::super) words: String,
    /// Why.
    pub(in super::super) why: String,
    /// The name of who confirmed it for the GP side.
    pub(in super::super) gp: Option<String>,
    /// The name of who confirmed it for the consultant side.
    pub(in super::super) consultant: Option<String>,
    /// The day on which both had; nothing while it waits.
    pub(in super::super) corrected_on: Option<Date>,
}

impl Mending {
    /// Who confirmed it for a side.
    pub(super) fn given(&self, side: Side) -> Option<&str> {
        match side {
            Side::Gp => self.gp.as_deref(),
            Side::Consultant => self.consultant.as_deref(),
            Side::Other => None,
        }
    }

    /// What both sides confirm, as one text.
    pub(super) fn seen(&self) -> String {
        format!("{}\n{}\n{}", self.was, self.words, self.why)
    }
}
