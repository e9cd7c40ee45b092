//! Praise: what worked well is passed on to those who did it, in words that a person of the group has written. Its reporter
//! sees when and to whom.

mod commands;
mod mail;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{NewThanks, pass_on};
pub use pages::routes;
pub use store::{Passed, of, verify};
