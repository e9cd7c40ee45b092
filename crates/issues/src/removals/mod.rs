//! When words that could identify a patient got through: anybody who can read the text flags it, and it is hidden at once.
//! An administrator names the words; they go from everything that is kept of the group, and Brig says where they stood and
//! which mails carried them.
//!
//! A flagged text is set aside, so that no page, list, call or search can show it, and put back without the words.

mod commands;
mod jobs;
mod mail;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{KEPT, flag, show_again, take_out};
pub use jobs::{LIST, list};
pub use model::{HIDDEN, KEY_COLUMNS};
pub use pages::routes;
pub use store::{verify, waiting};
