//! Decisions between two meetings: a co-chair asks the members in writing, they answer by a day, both co-chairs close it.
//!
//! Nobody closes it alone, and what somebody objects to goes to a meeting. What is decided stands as a meeting in writing, with its
//! quorum and its minute, and the next ordinary meeting ratifies it.

mod answer;
mod api;
mod commands;
mod days;
mod jobs;
mod mail;
mod model;
mod pages;
mod paper;
mod ratifying;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

pub use answer::Answer;
pub use api::routes as api;
pub use commands::{
    NewAnswer, NewClosing, NewInterim, Where, answer, extend, follow_issue, follow_meeting, hand_on, open, place, take_back, to_meeting,
    turn, word,
};
pub use jobs::{ROUND, round};
pub use model::{Key, State, Voter};
pub use pages::routes;
pub use paper::{Asking, Closing, Interim, Went};
pub use ratifying::{put_on_agenda, ratify, refuse};
pub use store::verify;
pub use waiting::waits_for;
