//! Acknowledgements: a group says by the link in its mail that it has the minute, when it speaks about it, and what it asks back.
//! A question becomes an item of the next agenda, and is answered in words that everybody in the group can read.

mod commands;
mod links;
mod mail;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use commands::{Asked, acknowledge, answer, ask, put_on_agenda};
pub(crate) use links::fresh;
pub use model::{Acknowledgement, MinuteCopy, Question, Said};
pub use pages::routes;
pub(crate) use pages::{Part, part, set, told};
pub(crate) use store::questions;
pub use store::{unanswered, verify};
