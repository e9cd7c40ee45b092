//! In the room: whoever takes notes has one screen for the item, its clock, who is there, the note, the decision, actions by a line and
//! questions that are parked; everybody else has a second screen that only shows.
//!
//! What is typed is kept every few seconds, and two people may type at once. The screen works without a script as well.

mod api;
mod commands;
mod days;
mod line;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub use commands::{go_on, park};
pub use pages::routes;
pub use store::{Parked, Taken, parked, times};
