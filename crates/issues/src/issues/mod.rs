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
mod parting;
mod queries;
pub mod service;
mod store;
#[cfg(test)]
mod tests;
mod words;
mod workplaces;

pub use api::routes as api;
pub use commands::{IssueDraft, Origin, Raised, Wording, describe, follow_code, index_anew, raise, reporter_event, withdraw, wording};
pub(crate) use commands::{LONGEST, code_of};
pub use model::{Answer, Answers, Happened, Harm, Issue, Kind, Known, NOT_SURE, Sector, State, first_answer_by};
pub use pages::routes;
pub(crate) use pages::{NO_REFERRER, back_to_follow, followed, offer_without, reporter_frame, without_identifiers};
pub use pages::{chosen_theme, proposals_for, wording_fields};
pub(crate) use parting::{hand_wording_on, make_part};
pub use queries::{Counts, Figures, Waiting, by_id, figures, for_co_chairs, oldest_open, readable, waiting};
pub(crate) use queries::{last_of_triage, taken};
pub use store::{by_code, find, move_on, set_text, verify};
pub(crate) use store::{reporter, set_door};
pub use words::excerpt;
pub(crate) use words::{Ahead, what_happens_next};
pub(crate) use workplaces::{Workplace, coarse_place, no_finer, place_of};
