//! Reminders: one mail to each person with the actions that are due soon or wait longer than planned, and the invitations that they
//! have not answered, once a week at most; to owners outside the group, theirs. It is kind: who cannot do it is asked to say so. Each
//! action has links by which its owner says where it stands, without signing in.

mod answering;
mod jobs;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use jobs::{REMIND, remind};
pub use pages::routes;
pub(crate) use store::reminded_on;
