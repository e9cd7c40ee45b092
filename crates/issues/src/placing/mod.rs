//! Placing: which way the work flows that fails, which service of the directory an issue is about, and whether it is prepared
//! for the two co-chairs. All of it is proposed by the software and said by a person.

mod api;
mod commands;
mod model;
mod pages;
mod queries;
mod store;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub use commands::{Place, place, prepare, take_back};
pub use model::{direction_from_key, direction_key, direction_words};
pub use pages::routes;
pub(crate) use pages::{Part, part};
pub use store::{Placing, Proposed, placing};
