//! People: accounts, signing in without a password, and the tokens of the API.
//!
//! Nobody needs an account to raise an issue. Who has one signs in by a mailed link that opens a page with a button
//! (mail scanners follow links, so opening a link never signs anybody in) or by the six digits in the same mail.

mod commands;
mod ending;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{NewPerson, invite, make_token, sign_in_as, sign_in_link, sweep};
pub use ending::{end_account, end_token};
pub use model::{Person, Scope, Token};
pub use pages::routes;
pub use store::{Kept, all, by_email, find, operator, token, tokens_of};
