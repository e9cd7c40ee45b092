//! The exchange: what the group asks the reporter of an issue, what they answer, and what they add later. Also who stays
//! anonymous can answer, by their code. It is read by those who triage and by the reporter, and by nobody else.

mod api;
mod commands;
mod jobs;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use api::routes as api;
pub use commands::{Said, answer, ask};
pub use jobs::{TELL, tell};
pub(crate) use model::open;
pub use model::{Kind, Line, paused};
pub use pages::routes;
pub(crate) use pages::words_field;
pub(crate) use store::open_question;
pub use store::{lines, verify};
pub(crate) use words::{Shown, shown};
