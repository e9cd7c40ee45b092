//! Likeness: finds what somebody has said before, in other words and from the other side.
//!
//! Three things are compared: what a text means (a sentence model on this machine), which of the field's own kinds of fault
//! it speaks of, and its telling words. Nothing is decided by a score alone: it only says what to look at.

mod abbreviations;
mod engine;
mod faults;
mod rank;
mod sentence;
#[cfg(test)]
mod tests;
mod vector;
mod words;

pub use abbreviations::Abbreviations;
pub use engine::Engine;
pub use faults::derived as derived_faults;
pub(crate) use faults::told;
pub use rank::{FEWEST_ANSWERS, Marks, Mix, Scored, rank, why};
pub use sentence::{FORMAT, Sentences, checksum};
pub use vector::Vector;
pub(crate) use words::telling as words_with_stems;

/// How the file of the faults' lines begins.
const FORMAT_OF_FAULTS: [u8; 8] = *b"BRIGFV02";
