//! A service is asked: to put something right now, or for its view before the group speaks about it. Its contact in the
//! directory gets the group's own words by mail, and answers on the page behind the link, without an account. The forum that owns an
//! issue is asked in the same way.

mod answering;
mod api;
mod commands;
mod jobs;
mod mail;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use answering::{Given, answer, link};
pub use api::routes as api;
pub(crate) use commands::end;
pub use commands::{ask, ask_for_view, ask_forum, set_days};
pub use jobs::{ROUND, round};
pub use model::{Answer, Ask, Days, Purpose, Standing};
pub use pages::routes;
pub(crate) use store::hand_on;
pub use store::{hints, of_issue, unanswered, verify};
