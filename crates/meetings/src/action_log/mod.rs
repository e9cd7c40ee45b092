//! The action log: what can happen to an action after it was set, whether at a meeting or in the log of before. It is begun, done,
//! carried forward, superseded, handed over, or its owner asks for help; each is kept with its day, its words and who said it. The
//! minute of the meeting that set it stays as it is.

mod commands;
mod mail;
mod model;
mod queries;
#[cfg(test)]
mod tests;

pub use commands::change;
pub(crate) use commands::{By, apply, must_change, seen};
pub use model::{Change, Typed};
