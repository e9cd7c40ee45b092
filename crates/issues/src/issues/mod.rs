//! Issues: what clinicians raise, from the first word to the day they hear what became of it.
//!
//! Whoever raises an issue needs no account. They get a reference, a sentence on what happens next and a private link.
//! Their words are read by those who triage and by nobody else; a patient's number never gets as far as the database.

mod api;
mod commands;
pub mod journey;
mod mail;
mod model;
mod pages;
mod queries;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use api::routes as api;
pub use commands::{IssueDraft, Origin, Raised, Wording, describe, follow_code, raise, withdraw, wording};
pub(crate) use commands::{code_of, reporter_event};
pub use mail::thank;
pub use model::{Answer, Answers, Happened, Harm, Issue, Known, Sector, State, first_answer_by};
pub use pages::routes;
pub(crate) use pages::{chosen_theme, proposals_for, wording_fields};
pub use queries::{Counts, Figures, Waiting, by_id, figures, oldest_open, readable, waiting};
pub(crate) use store::by_code;
pub use store::{find, move_on, verify};
pub(crate) use words::excerpt;
