//! Emerging patterns: open reports that speak of the same thing, found by a job every night, named by people, each with its
//! run chart. What rises beyond chance is marked with the rule that says so.

mod api;
mod charts;
mod commands;
mod jobs;
mod making;
mod model;
mod pages;
mod rising;
mod store;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub use jobs::{READ, read};
pub use pages::routes;
pub use rising::{Rising, rising};
pub use store::verify;
