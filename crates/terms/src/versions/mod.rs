//! Versions of the terms of reference: a draft is tailored from a template, both sides approve it, it comes into force on a
//! day, and a later one takes its place. What is in force is frozen by the hash of its content; the rules in it are what the
//! software goes by.

mod api;
mod commands;
mod jobs;
mod mail;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

pub use api::routes as api;
pub use commands::{
    Decision, Place, When, add_clause, answer, approve, ask, begin, begin_again, decide, drop_clause, edit_clause, move_clause,
    open_questions, remove, set_when, stored_answer, take_effect,
};
pub use jobs::{ROUND, round};
pub use model::{Approval, State, Version};
pub use pages::routes;
pub use store::{answer_in_force, answers_in_force, answers_replaced, verify, waits_for};
pub use waiting::waiting_for;
