//! Files that a reporter adds to what they raised: a letter's template, a list, a guideline. Of a file only its words are kept,
//! as plain text, after they were looked through: no name, no author, no comment, no hidden sheet, no picture, no time. So
//! nothing of a file can tell who brought it, or which patient it was about. It is read by those who triage and by the reporter.

mod api;
mod commands;
mod model;
mod pages;
mod reading;
mod store;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub(crate) use commands::forget;
pub use commands::{NewFile, add, take_back};
pub use model::{Kind, Line};
pub use pages::routes;
pub(crate) use store::found_by;
pub use store::{lines, verify};
