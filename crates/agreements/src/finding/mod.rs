//! Finding by meaning: which agreement answers what somebody has just written.
//!
//! A score only says what to look at. Nobody is told that their report is answered before they, or those who triage, say so.

mod answers;
mod jobs;
mod store;
#[cfg(test)]
mod tests;

pub use answers::{Answering, answering};
pub use jobs::{READ, read, read_soon};
