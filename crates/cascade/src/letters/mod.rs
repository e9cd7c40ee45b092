//! Letters of the group to others, such as a question to a service or something that is handed over: written, approved as the group
//! wishes, sent as mail with the letter in Word, and answered by a link without an account.

mod api;
mod commands;
mod document;
mod jobs;
mod mail;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

pub use api::routes as api;
pub use commands::{NewLetter, approve, change, create, withdraw};
pub use jobs::{POST, post};
pub use model::{Letter, State, read_reference, reference};
pub use pages::routes;
pub use store::verify;
pub(crate) use waiting::first_words;
pub use waiting::waiting_for;
