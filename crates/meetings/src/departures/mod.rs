//! Departures: somebody leaves the group, or hands over what they own. Each open action goes to somebody else, or it is said
//! that nobody holds it. It stands here and not with the seats, because the seats know no actions.

mod commands;
mod mail;
mod pages;
mod queries;
#[cfg(test)]
mod tests;

pub use commands::{Choice, depart, hand_over};
pub use pages::routes;
