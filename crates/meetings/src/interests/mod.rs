//! Interests that people declare: standing ones in a register, and those in one item, with whether they take no part in it. They are
//! minuted, and who takes no part leaves the count of the quorum for that item.

mod closing;
mod commands;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use closing::UNNAMED;
pub(crate) use closing::{CLOSED, NOT_THEIRS, must_be_open_to, open_to};
pub use commands::{Declaration, declare, end};
pub use model::Interest;
pub use pages::routes;
pub(crate) use store::{closed, closed_to, forget};
pub use store::{closed_items, of_meeting as interests_of, verify};
