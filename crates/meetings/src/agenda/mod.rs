//! The agenda as a whole: it is composed of what waits, what does not fit waits on, and some of it stands on every agenda.
//!
//! `model.rs` makes a proposal of what waits and of what a person has said; the choice itself is [`analysis::agenda`]. `standing.rs`
//! writes the items that write themselves; `thread.rs` finds what an item goes on from.

mod bringing;
mod commands;
mod model;
mod pages;
mod queries;
mod standing;
mod store;
#[cfg(test)]
mod tests;
mod thread;
mod weight;

pub use bringing::bring;
pub(crate) use commands::wait;
pub use pages::routes;
pub(crate) use standing::texts;
pub(crate) use thread::{Thread, thread};
pub(crate) use weight::{behind, weights};
