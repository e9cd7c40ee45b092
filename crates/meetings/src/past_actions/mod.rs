//! Actions of the log that a group kept before Brig: with an owner of the group or just a name, a day and a number in the same
//! row as all others. They hang on no item of a meeting, and stand in the same lists.

mod commands;
mod model;
mod pages;
mod plan;
mod store;
#[cfg(test)]
mod tests;

pub use pages::routes;
pub use store::verify;
pub(crate) use store::{all, by_old_reference, find, found, open, put};
