//! Meetings: planned with a date, a theme and an agenda; held with attendance, notes, decisions and actions; read back
//! and confirmed by both sides; then adjourned.
//!
//! One side alone confirms nothing. Until both have, everything can still be changed, and a change asks both again.

mod api;
mod commands;
mod expected;
mod invitations;
mod model;
mod pages;
mod queries;
mod store;
mod terms;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub(crate) use api::{Read, seen};
pub use commands::{
    Attendance, NewMeeting, NewRules, add_issue, add_topic, adjourn, cancel, change, change_action, confirm, decide, drop_action,
    drop_withdrawn, give_minutes, hand_on, move_item, remove_item, schedule, set_action, set_rules, take_attendance, write_note,
};
pub(crate) use commands::{ask_again, event};
pub use expected::Expected;
pub use model::{Attendee, Confirmation, Item, ItemIssue, Meeting, Presence, Rules, State, quorum_of};
pub(crate) use pages::told;
pub use pages::{routes, when};
pub use queries::{Record, record};
pub(crate) use store::from_row;
pub use store::{find, next_planned, rules, verify};
pub use terms::{follow_terms, follow_theme, proposed};
