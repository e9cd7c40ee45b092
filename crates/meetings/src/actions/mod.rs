//! Actions: who does what by when, and what will show that it is done. Each has exactly one owner.

mod commands;
mod model;
mod store;

pub use commands::NewAction;
pub(crate) use commands::{change, close, drop, hand_over, read, set};
pub use model::{Action, State};
pub(crate) use store::{by_number, from_row};
