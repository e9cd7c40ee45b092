//! Issues that somebody hands in for another: one, told in the corridor; a list, pasted from minutes or a spreadsheet; a mail,
//! with what is quoted and signed taken out.

mod commands;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use commands::note_mail;
pub use pages::routes;
pub(crate) use store::said_on;
