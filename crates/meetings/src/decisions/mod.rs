//! Decisions: each one sentence that can be sent as it stands, with its reference and the quorum that was there.

mod commands;
mod manner;
mod model;
mod outcome;
mod store;

pub use commands::NewDecision;
pub(crate) use commands::{Occasion, drop_of, make};
pub use manner::{How, Manner};
pub(crate) use model::worded;
pub use model::{Decision, Quorum};
pub use outcome::KeyOutcome;
pub(crate) use store::{by_reference, correct, ratify, unquorate};
pub(crate) use store::{confirm, set_quorum};
pub use store::{from_row, verify};
