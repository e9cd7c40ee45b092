//! Placing: which way the work flows that fails, which service of the directory an issue is about, and whether it is prepared
//! for the two co-chairs. All of it is proposed by the software and said by a person.

mod commands;
mod model;
mod store;

pub use commands::{Place, place, prepare, take_back};
pub use model::{direction_from_key, direction_key, direction_words};
pub use store::{Placing, placing};
