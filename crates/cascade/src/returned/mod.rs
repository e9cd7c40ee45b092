//! Mail that came back: of mails to one address each, shown where their purpose stands and on one page for the administrator, who mends
//! the address and sends it once more. What is sent once more, or left, is off the list.
//!
//! Which mail it was is known by what caused the mail that was sent last (`mail_cause` of editions, copies of minutes, sendings and
//! commissions). The way not taken was a state of its own in each of them: it would have to be kept in step with every way to send again.

mod commands;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use commands::leave;
pub use model::{Returned, What};
pub(crate) use model::{is_back, minutes};
pub use pages::routes;
pub use store::standing;
pub(crate) use store::{of_edition, of_minute, of_sendings};
