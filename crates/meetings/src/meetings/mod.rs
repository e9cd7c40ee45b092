//! Meetings: planned with a date, a theme and an agenda; held with attendance, notes, decisions and actions; read back
//! and confirmed by both sides; then adjourned.
//!
//! One side alone confirms nothing. Until both have, everything can still be changed, and a change asks both again.

mod api;
mod commands;
mod expected;
mod items;
mod kind;
mod merge;
mod model;
mod pages;
mod purpose;
mod put;
mod queries;
mod store;
mod terms;
#[cfg(test)]
mod tests;
mod waiting;

pub use api::routes as api;
pub(crate) use api::{Read, seen};
pub use commands::{
    Attendance, NewDetails, NewMeeting, NewRules, add_issue, add_topic, adjourn, cancel, change, change_action, come_or_go, confirm,
    decide, describe, drop_action, drop_withdrawn, give_minutes, hand_on, make_good, move_item, remove_item, schedule, set_action,
    set_rules, set_theme, take_attendance, write_note,
};
pub(crate) use commands::{
    MOST, NOTE, Written, arrange, ask_again, event, hold_in_writing, must_be_blank, must_fit, must_run, open, put, read_time, take_off,
    take_to,
};
pub use expected::Expected;
pub use kind::Kind;
pub(crate) use merge::merge;
pub use model::{Attendee, Confirmation, Item, ItemIssue, Meeting, NewItem, Presence, Rules, State, quorum_of};
pub(crate) use pages::{Decided, Deciding, base, numbers, told, typed_decision, visible};
pub use pages::{routes, when};
pub use purpose::{Purpose, Standing};
pub(crate) use put::{drop_item, note_on_item, put_item, put_new};
pub use queries::{Record, record, unconfirmed};
pub(crate) use store::from_row;
pub use store::{find, next_planned, rules, verify};
pub use terms::{follow_terms, follow_theme, frequency};
pub use waiting::waiting_for;
