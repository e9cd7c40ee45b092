//! Decisions: each one sentence that can be sent as it stands, with its reference and the quorum that was there.

mod commands;
mod model;
mod outcome;
mod store;

pub use commands::NewDecision;
pub(crate) use commands::{Occasion, drop_of, make};
pub use model::{Decision, Quorum};
pub use outcome::KeyOutcome;
pub(crate) use store::{confirm, set_quorum};
pub use store::{from_row, verify};
