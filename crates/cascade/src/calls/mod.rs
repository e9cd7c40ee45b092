//! The theme calendar, and calls for issues on their way: to each network in its next edition, or as a mail at once.

mod commands;
mod mail;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use commands::gone;
pub use commands::{Way, send};
pub(crate) use mail::{link, told};
pub use pages::routes;
pub(crate) use store::{Called, asks_until, in_edition};
