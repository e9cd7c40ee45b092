//! Decisions: each one sentence that can be sent as it stands, with its reference and the quorum that was there.

mod commands;
mod model;
mod store;

pub(crate) use commands::{Occasion, drop_of, make};
pub use model::{Decision, Quorum};
pub use store::verify;
pub(crate) use store::{confirm, from_row, set_quorum};
