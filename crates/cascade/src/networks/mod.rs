//! Networks: the ways that exist already, by which clinicians hear. An editor who takes our text into a weekly mail, a
//! mailing list that sends it on, a group that gets the minute; each with its own days.

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
pub use commands::{NewNetwork, add, change, end};
pub use model::{Limits, Network, Readers, Takes};
pub use pages::routes;
pub use store::{all, find};
pub use terms::{follow_terms, without_address};
