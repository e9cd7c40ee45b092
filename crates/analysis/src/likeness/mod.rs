//! Likeness: finds what somebody has said before, in other words and from the other side.

pub mod sentence;

pub use sentence::{FORMAT, checksum};
