//! Versions: what each network is told of a decision, in its own length. Brig drafts it by rules from what was approved at the read-back;
//! a person finishes it where it is too long, or wherever they like; what is approved waits some minutes and can be stopped.

mod api;
mod commands;
mod jobs;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use api::routes as api;
pub use commands::{Of, Typed, approve, save, set_rules, start_again, stop};
pub use jobs::{TELL, tell};
pub use model::{Rules, State};
pub(crate) use model::{Told, Version, reader, room, told};
pub use pages::routes;
pub(crate) use store::{core_changed, delete_unsent, enter, from_row, sent};
pub use store::{rules, verify};
pub(crate) use words::too_many;
