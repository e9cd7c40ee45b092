//! In confidence: the group sees the issue and not who raised it. Two named custodians can open who it was, each time with a
//! reason; the person is told, and the ledger keeps that it was done. After the years that a group has said, names go.

mod commands;
mod mail;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use commands::sweep;
pub use pages::routes;
pub use store::addresses;
