//! Reminders of open actions: one mail to each owner with all that is due soon or waits longer than planned, once a week at
//! most. It is kind: who cannot do it is asked to say so.

mod jobs;
mod store;
#[cfg(test)]
mod tests;

pub use jobs::{REMIND, remind};
