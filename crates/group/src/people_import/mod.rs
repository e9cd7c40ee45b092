//! People who come in as a table: each row an account and a seat in the group. Who has a seat already is left as they are.

mod commands;
mod pages;
mod plan;
#[cfg(test)]
mod tests;

pub use commands::{Made, bring_in, check};
pub use pages::routes;
pub use plan::{Newcomer, WANTED};
