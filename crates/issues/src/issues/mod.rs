//! Issues: what clinicians raise, from the first word to the day they hear what became of it.
//!
//! Whoever raises an issue needs no account. They get a reference, a sentence on what happens next and a private link.
//! Their words are read by those who triage and by nobody else; a patient's number never gets as far as the database.

mod api;
pub(crate) mod bringing;
mod commands;
pub mod journey;
mod model;
mod pages;
mod queries;
mod store;
#[cfg(test)]
mod tests;
mod words;
mod workplaces;

pub use api::routes as api;
pub use commands::{IssueDraft, Origin, Raised, Wording, describe, follow_code, index_anew, raise, withdraw, wording};
pub(crate) use commands::{LONGEST, code_of, reporter_event};
pub use model::{Answer, Answers, Happened, Harm, Issue, Kind, Known, NOT_SURE, Sector, State, first_answer_by};
pub use pages::routes;
pub(crate) use pages::{NO_REFERRER, back_to_follow, followed, offer_without, reporter_frame, without_identifiers};
pub use pages::{chosen_theme, proposals_for, wording_fields};
pub(crate) use queries::taken;
pub use queries::{Counts, Figures, Waiting, by_id, figures, oldest_open, readable, waiting};
pub(crate) use store::{by_code, reporter, set_door};
pub use store::{find, move_on, set_text, verify};
pub(crate) use words::{Ahead, excerpt, what_happens_next};
pub(crate) use workplaces::{coarse_place, no_finer};
