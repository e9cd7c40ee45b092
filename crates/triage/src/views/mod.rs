//! Triage: a GP co-chair and a consultant co-chair each give their view; what both agree on is done. One alone cannot.

mod api;
mod commands;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub use commands::{agree, hand_on};
pub use model::Outcome;
pub use pages::routes;
pub use store::verify;
