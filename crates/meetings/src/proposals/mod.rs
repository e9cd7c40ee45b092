//! Topics that members propose for a meeting: taken onto its agenda, or not, with why.

mod commands;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

pub use commands::propose;
pub(crate) use model::State;
pub use pages::routes;
pub(crate) use store::{forget, of_meeting};
pub(crate) use waiting::waiting_for;
