//! Editions: what a network gets next. What both sides confirmed at a read-back goes into the next edition of every network,
//! once; at its deadline the edition is mailed, in the network's own manner.

mod commands;
mod copy;
mod course;
mod good_news;
mod jobs;
mod mail;
mod model;
mod moving;
mod once_more;
mod ordering;
mod pages;
mod queries;
mod store;
mod story;
#[cfg(test)]
mod tests;
mod way;
mod ways;

pub(crate) use commands::{approved, next};
pub use commands::{correct, enter, leave_out, move_deadline, send_again, send_now, withdraw};
pub(crate) use jobs::send_soon;
pub use jobs::{SEND_DUE, send_all_due, send_due};
pub use model::Edition;
pub use moving::{NewDeadline, move_one};
pub(crate) use once_more::once_more;
pub use ordering::{move_entry, say_good_news, set_note, settle_correction};
pub use pages::routes;
pub use queries::coming;
pub(crate) use queries::{Unfinished, waiting};
pub use store::{of_network, recent, verify};
pub(crate) use story::Reading;
