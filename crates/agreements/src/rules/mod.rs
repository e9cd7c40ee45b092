//! Agreements: a dated rule on who does what, with words to send, approved by both sides, looked after and looked at again.
//!
//! One side alone puts nothing into force, and an approval holds for the very content that was approved. A later version takes
//! the place of an older one, which stays readable.

mod api;
mod commands;
mod document;
mod jobs;
mod mail;
mod model;
mod pages;
mod queries;
mod store;
#[cfg(test)]
mod tests;
mod travel;
mod waiting;

pub use api::routes as api;
pub use commands::{
    NewAgreement, address, adopt, approve, ask, begin_version, bring_in, change, create, draft_from, export, set_public, short_address,
    withdraw,
};
pub use jobs::{REVIEW, remind};
pub use model::{Agreement, Ancestor, Approval, Binds, Content, Owner, State, read_number, reference};
pub use pages::routes;
pub use store::{all, by_number, in_force, is_public, verify, versions};
pub use waiting::waiting_for;
