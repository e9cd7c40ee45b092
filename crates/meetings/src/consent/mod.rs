//! Consent: what nobody wants to speak about is agreed together, in one press. An item that a single member asks to speak to is
//! taken out of it and waits for its turn.

mod commands;
mod pages;
#[cfg(test)]
mod tests;

pub use commands::{Taken, take, together};
pub use pages::routes;
