//! A calendar of one's own: all meetings of all one's groups behind a private address, which calendars follow by themselves. The
//! address can be made anew, and then the one before opens nothing.

mod commands;
mod pages;
mod queries;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{open, renew, switch_off};
pub use pages::routes;
