//! The administrator's pass: what came in, as a dense list by keyboard, each with what the software proposes: theme,
//! direction, service, twins and a group wording. A person takes, corrects and finishes it; then the two co-chairs decide.
//!
//! What is proposed is worked out by a job and stored, so that the page reads and computes nothing.

mod jobs;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use jobs::{READ, forget, read, read_soon};
pub use pages::routes;
pub use store::verify;
