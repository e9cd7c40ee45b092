//! Answers by mail: what was decided and what happens now, to whoever raised an issue and left an address. All answers to one
//! address on one day are one mail; what comes later that day waits for the next working day.

mod jobs;
mod mail;
mod store;

pub use jobs::{POST_HELD, post_held};
pub use mail::post_answers;
