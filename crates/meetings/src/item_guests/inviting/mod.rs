//! Invitations of guests: an entry for the calendar of who is invited for one item, with that item's planned time and nothing of
//! the others. What an agenda becomes is looked at as a whole every few minutes, so that arranging it sends one mail and not ten.

mod commands;
mod jobs;
mod mail;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use commands::{answer_by_mail, group_of};
pub use jobs::{ROUND, round};
pub(super) use model::Sent;
pub(super) use pages::routes;
pub(super) use store::of_meeting;
