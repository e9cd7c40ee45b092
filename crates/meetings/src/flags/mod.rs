//! What members flag on an item before the meeting: that they have read it, that they want to speak to it, that it shall not be
//! taken by consent with others.

mod commands;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use commands::set;
pub use model::{Flag, Kind};
pub use pages::routes;
pub(crate) use store::forget;
pub use store::of_meeting;
