//! What an agreement does: how often it answered, and how often somebody says that it still happens. By days and numbers, and
//! never by people.

mod model;
mod store;
#[cfg(test)]
mod tests;

pub use model::{Kind, Uses};
pub use store::{note, of, since_in_force, take_back};
