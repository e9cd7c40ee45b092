//! What an action of before is.

use jiff::civil::Date;
use uuid::Uuid;

use crate::actions::State;

/// An action of before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PastAction {
    pub(crate) id: Uuid,
    pub(crate) number: i64,
    /// Its reference as it was; may be empty.
    pub(crate) reference: String,
    pub(crate) words: String,
    /// Who does it, where they sit in the group.
    pub(crate) owner: Option<Uuid>,
    pub(crate) owner_name: String,
    pub(crate) due: Date,
    pub(crate) done_means: String,
    /// Where it comes from, in words.
    pub(crate) source: String,
    pub(crate) state: State,
    pub(crate) closed_on: Option<Date>,
    pub(crate) evidence: String,
}

impl PastAction {
    /// `A-0078`.
    pub(crate) fn reference_now(&self) -> String {
        crate::references::action(self.number)
    }
}
