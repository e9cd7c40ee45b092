//! The pack: the agenda with its papers, approved by both co-chairs, frozen, and sent as one PDF and a page for a phone. What
//! changes after that is seen as a change, and can be sent after it.

mod changes;
mod commands;
mod document;
mod jobs;
mod mail;
mod model;
mod pages;
mod queries;
mod store;
#[cfg(test)]
mod tests;

pub use commands::approve;
pub(crate) use commands::forget;
pub use jobs::{MAKE, make};
pub use pages::routes;
pub use queries::waiting_for;
pub(crate) use store::is_frozen;
pub use store::verify;
