//! Papers of agenda items: Word, PDF or plain text, kept as they came, after nothing in them was found that tells who a patient
//! is. A newer version takes the place of an older one, which stays readable. A paper belongs to its item: where the item is
//! moved on to a later meeting, it is there too.

mod api;
mod awaited;
mod blocks;
mod commands;
mod model;
mod pages;
mod store;
#[cfg(test)]
pub(crate) mod tests;
mod text;
mod unread;

pub use api::routes as api;
pub(crate) use awaited::lacking;
pub(crate) use blocks::blocks;
pub use commands::{NewPaper, bring};
pub(crate) use commands::{due, must_be_none};
pub(crate) use model::{Kind, Paper, State, letter};
pub(crate) use pages::attached;
pub use pages::routes;
pub use store::verify;
pub(crate) use store::{forget, of_meeting, whole};
pub(crate) use unread::{Unread, unread};
