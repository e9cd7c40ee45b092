//! One mail a day at most to whoever others wait for: co-chairs hear of what waits for their side's word, the administrator of topics
//! that are proposed and of corrections of drafts. Nothing new, no mail.

mod jobs;
mod store;
#[cfg(test)]
mod tests;

pub use jobs::{ROUND, round};
pub(crate) use store::told_on;
