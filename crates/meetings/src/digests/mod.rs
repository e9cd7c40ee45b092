//! One mail a day at most to whoever others wait for: co-chairs hear of what waits for their side's word, the administrator of topics
//! that are proposed and of corrections of drafts, both of what has come in from outside the group. Nothing new, no mail.
//!
//! The areas above this one know more that waits: each hands in a [`Source`], and `brig` puts them together.

mod jobs;
mod line;
mod store;
#[cfg(test)]
mod tests;

pub use jobs::{ROUND, round, round_with};
pub use line::{Line, Source, Weight};
pub(crate) use store::told_on;
