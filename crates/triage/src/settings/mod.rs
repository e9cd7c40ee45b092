//! How a group triages: which outcomes it uses, what reporters read of each, why something belongs elsewhere, when what is
//! watched is taken up again.

mod commands;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use model::{Said, Settings, fill};
pub use pages::routes;
pub use store::of;
