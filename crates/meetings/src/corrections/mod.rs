//! A decision that both sides have confirmed changes only by a correction that everybody sees: new words and why, confirmed by both
//! sides, told to whoever was told the old ones.

mod commands;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

pub use commands::{confirm, propose};
pub use model::Correction;
pub use pages::routes;
pub(crate) use store::{last_open, of_meeting};
pub use store::{of_decision, verify};
pub use waiting::waiting_for;
