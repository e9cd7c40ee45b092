//! The minute of a meeting: drafted by the software from the record, mended by people, put right by who was there, signed by
//! both sides, then frozen by the hash of its content. The next meeting confirms it.
//!
//! One side alone publishes nothing, and a signature holds for the very text that was signed.

mod api;
mod commands;
mod compose;
mod corrections;
mod course;
mod mail;
pub mod mending;
mod model;
mod pages;
mod recalled;
mod roles;
mod store;
#[cfg(test)]
mod tests;
mod versions;
mod waiting;
mod whole;

pub use api::routes as api;
pub(crate) use commands::confirm_with;
pub use commands::{Change, approve, ask_attendees, close_window, confirm, draft, edit, send_back};
pub(crate) use corrections::waiting_for as corrections_waiting_for;
pub use corrections::{Brought, New as NewCorrection, Verdict, answer, bring, bring_by_mail, propose, take};
pub use model::{Approval, Minute, Section, SentBack, State};
pub use pages::routes;
pub(crate) use recalled::times;
pub use recalled::{Recalled, recalled};
pub use store::{unsigned, verify};
pub use waiting::waiting_for;
pub use whole::published;
