//! Recipients: the addresses that Brig keeps of a network, each with a mail of its own. Who says no is left alone at once and for
//! good: of them only a keyed hash is kept, so that no import brings them back. What comes back for good gets nothing more until
//! somebody has looked at it.

mod api;
mod commands;
mod import;
mod jobs;
mod links;
mod model;
mod pages;
mod progress;
mod sending;
mod store;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub use commands::{Added, add, forget};
pub use jobs::{LOOK, look};
pub use pages::routes;
pub(crate) use progress::{Progress, progress};
pub(crate) use sending::send;
pub(crate) use store::count;
pub use store::verify;
