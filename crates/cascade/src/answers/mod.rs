//! What the group waits for from others: an answer to an ask in a report up the line, or to a letter. Whoever was written to answers
//! by a link, without an account, or somebody of the group records what they said; it comes back to the next agenda.

mod commands;
mod jobs;
mod mail;
mod model;
mod pages;
mod store;
mod words;

pub(crate) use commands::{NewSending, expect, rules, send_once_more, send_out, set_rules};
pub use commands::{Rules, answer, end, record};
pub use jobs::{ROUND, round};
pub(crate) use mail::ask_for_answer;
pub use model::{Awaited, Kind, Sending};
pub use pages::routes;
pub(crate) use store::{about, answered_since, end_left_out, mail_cause, reword, sending, sendings, set_sent};
pub use store::{of_kind, verify};
