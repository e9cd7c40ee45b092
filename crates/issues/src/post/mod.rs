//! Raising by mail: what somebody sends to a group's own address becomes an issue, raised by name.

mod commands;
mod jobs;
mod mail;
mod model;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{Taken, take};
pub use jobs::{FETCH, fetch, fetch_from};
pub(crate) use store::aside;
