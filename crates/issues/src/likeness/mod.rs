//! Likeness: what somebody has said before, and what people say about it: me too, the same, related, no.
//!
//! A score only says what to look at. Each report keeps its own text, reporter and answer; a link between two of them can be
//! taken away again and nothing is lost.

mod api;
mod commands;
mod index;
mod jobs;
mod likely;
mod model;
mod pages;
mod queries;
mod store;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub(crate) use commands::me_too_on_sending;
pub use jobs::{READ, read, read_soon};
pub use likely::{Likely, likely, same};
pub use pages::routes;
pub(crate) use pages::{Panel, Receipt};
pub use queries::{Placed, placed};
pub(crate) use store::related;
pub use store::{forget, near, verify};
