//! News to whoever raised an issue and left an address: that it is here, where it goes, a question, what was decided, whether it
//! held. All to one address on one day is one mail; what comes later that day waits for the next working day. Every mail can be
//! stopped, and leads to all that its address has raised.

mod commands;
mod jobs;
mod letter;
mod links;
mod mail;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use commands::hold;
pub use jobs::{POST_HELD, post_held};
pub(crate) use mail::receive;
pub use mail::{ask, post_answers, tell, tell_passed_on, thank};
pub use model::News;
pub use pages::routes;
pub(crate) use store::received_waits;
pub use store::verify;
