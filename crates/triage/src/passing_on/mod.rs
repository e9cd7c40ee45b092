//! Passing on: with its reporter's consent the group wording of an issue goes to another board's group, within this
//! installation or as a file; its answer comes back to the reporter, and stands in both ledgers.

mod answering;
mod api;
mod commands;
mod model;
mod pages;
mod sheet;
mod store;
#[cfg(test)]
mod tests;

pub use answering::{answer_by_link, answer_in, link};
pub use api::routes as api;
pub use commands::{consent, load, propose, send};
pub use model::{PassedIn, Passing, Standing, To};
pub use pages::routes;
pub use store::{of_issue, verify};
