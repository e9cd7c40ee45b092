//! Networks: the ways by which clinicians hear, each with its own days. Ways that exist already: an editor who takes our text
//! into a weekly mail, a mailing list that sends it on, a group that gets the minute. And ways of our own: a list that Brig
//! keeps, a public page, a feed, a sheet for notice boards, a card in a Teams channel.

mod api;
mod commands;
mod model;
mod pages;
mod store;
mod terms;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub(crate) use commands::must_cascade;
pub use commands::{NewNetwork, add, change, end, take_usual_lengths};
pub use model::{Limits, Network, Readers, Takes};
pub use pages::routes;
pub use store::{all, find, verify};
pub(crate) use store::{public, webhook};
pub use terms::{follow_terms, without_address};
