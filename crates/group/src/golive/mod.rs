//! Going live: what a group settles before its form opens to the public, who its custodians are, and the privacy notice that
//! is written from its answers.

mod commands;
mod mail;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

#[cfg(feature = "testing")]
pub use commands::open_for_tests;
pub use commands::{answer, close, name_custodians, open};
pub use model::{Custodian, GoLive, Question};
pub use pages::routes;
pub use store::{by_raise_address, custodians, find, is_custodian, is_open, retentions};
