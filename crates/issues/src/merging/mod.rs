//! Merging and splitting: reports of one fault are dealt with as one, and each stays whole.
//!
//! A report that is merged belongs to its *lead*: it keeps its number, text, answers, reporter, private link and links. It stands in
//! the state *merged*, so that no list, count or meeting has it twice; where it stood before is kept beside it. What happens to the
//! lead is shown on the report's private page and told to its reporter. A lead that is merged itself takes its reports along, and
//! brings them back when it is split off: the tree is kept.
//!
//! Split off, a report stands exactly where it stood, with its own theme, wording and views. What its reporter was told meanwhile
//! stays told: it stands on its timeline and page, and the group decides on it once more, because the decision was on another fault.
//! Who takes their report back takes it out of the tree for good. When that is the lead, the oldest of the others leads on, with
//! what was decided until then.
//!
//! A report that speaks of two troubles is split: a second issue is made of its text, with the same reporter, and the first stays as
//! it was. Merging the second into the first again undoes it; it is no second report then.
//!
//! Nothing is merged by a score. Only who words issues merges and splits.

mod api;
mod commands;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod weight;

pub use api::routes as api;
pub(crate) use commands::withdraw;
pub use commands::{merge, split, unmerge};
pub use pages::routes;
pub(crate) use pages::{Cluster, Together, offered};
pub(crate) use store::{beside, first_heard, hear, hearers, reports_of, set_own_state};
pub use store::{lead_of, verify};
pub use weight::{Alike, Reach, Weight, alike, of as weight, reaches, reaches_for_meetings};
