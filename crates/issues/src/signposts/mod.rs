//! The right door: where somebody finds help whose matter is not for the group, in the group's own words. They are proposed
//! by what was written and never refuse a report.

mod commands;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use commands::set;
pub use model::{Signpost, Signposts, proposed};
pub use pages::routes;
pub use store::of;
