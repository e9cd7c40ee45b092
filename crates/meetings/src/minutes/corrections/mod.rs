//! Corrections to a draft minute: whoever was at the meeting proposes other words for a paragraph, by form or in a Word file
//! with tracked changes; the administrator or a co-chair takes each up or says why not, and the proposer hears.

mod api;
mod commands;
mod incoming;
mod mail;
mod model;
mod pages;
mod returned;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

pub(super) use api::routes as api;
pub use commands::{Brought, New, answer, bring, bring_by_mail, propose};
pub use incoming::take;
pub use model::Verdict;
pub(super) use pages::routes;
pub(super) use store::unanswered;
pub(crate) use waiting::waiting_for;
