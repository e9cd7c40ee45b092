//! Harm does not wait for the week: a report that says that a patient came to harm, or could have, is told at once to the
//! administrator and to the group's safety contact; somebody says that they have seen it, and what was done.
//!
//! Of an anonymous reporter it is told once the day is over: a mail at once would say when they wrote.

mod api;
mod commands;
mod jobs;
mod mail;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub use commands::{Seen, heed, see, set_hours};
pub use jobs::{ROUND, round};
pub use model::Alert;
pub use pages::routes;
pub use store::{unseen, verify};
