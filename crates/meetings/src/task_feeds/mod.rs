//! A list of tasks of one's own: all actions that one has in all one's groups behind a private address, which task lists follow by
//! themselves. The address is another than that of the calendar, and can be made anew or switched off.

mod commands;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{open, renew, switch_off};
pub use pages::routes;
