//! What is to be looked at again comes back by itself: a decision on its review day, a matter that was put off to a day. It waits
//! with what else waits for a meeting, in time for the meeting at which it is due.

mod jobs;
mod store;
#[cfg(test)]
mod tests;

pub use jobs::{ROUND, round};
pub use store::verify;
