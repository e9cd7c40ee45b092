//! What is agreed already, for those who are about to report it: the rule and its words to send come first. It ends the visit,
//! or it becomes a report that it still happens.

mod commands;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use commands::still_on_sending;
pub use pages::routes;
pub(crate) use pages::{Answer, Receipt, answers};
pub use store::verify;
