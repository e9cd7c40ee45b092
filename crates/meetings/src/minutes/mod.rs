//! The minute of a meeting: drafted by the software from the record, mended by people, approved by both sides, then frozen
//! by the hash of its content. The next meeting confirms it.
//!
//! One side alone publishes nothing, and an approval holds for the very text that was approved.

mod api;
mod commands;
mod compose;
mod mail;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub use commands::{Change, approve, confirm, draft, edit, published};
pub use model::{Approval, Minute, Section, State};
pub use pages::routes;
pub use store::verify;
