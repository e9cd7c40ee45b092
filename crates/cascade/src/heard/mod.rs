//! What comes from outside, and what waits for a first word: lines for the mail that goes once a day to those who can act. An editor's
//! answer, an answer from those above or to a letter, a question of a committee; a letter or a report that nobody has approved yet.
//!
//! It keeps nothing of its own: each of these slices knows what came in lately, and `meetings::digests` who was told of it.

mod lines;
#[cfg(test)]
mod tests;

pub use lines::{lines, waiting_for};
