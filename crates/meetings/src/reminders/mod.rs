//! Reminders: one mail to each person with the actions that are due soon or wait longer than planned, and the invitations that they
//! have not answered, once a week at most. It is kind: who cannot do it is asked to say so.

mod jobs;
mod store;
#[cfg(test)]
mod tests;

pub use jobs::{REMIND, remind};
