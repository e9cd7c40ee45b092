//! Reports up the line: what the group did in a period, composed from its own record, with what it asks of those it reports to. A
//! page, a PDF, a Word file in the shape of a board paper, and one page for the year.
//!
//! The numbers are composed once and kept with the draft; both co-chairs approve them as they stand, and they never change after that.

mod api;
mod asks;
mod commands;
mod compose;
mod counted;
mod crossed;
mod hours;
mod jobs;
mod line;
mod mail;
mod model;
mod numbers;
mod one_page;
mod pages;
mod pictures;
mod queries;
mod sections;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

pub use api::routes as api;
pub use commands::{approve, begin_version, compose_anew, draft, withdraw, write};
pub use jobs::{POST, ROUND, post, round};
pub use line::{add_meeting, drop_meeting, send, set_line};
pub use model::{Content, Report, State, Written};
pub use pages::routes;
pub use store::verify;
pub(crate) use waiting::first_words;
pub use waiting::waiting_for;
