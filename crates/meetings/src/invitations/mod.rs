//! Invitations: a mail with an entry for the calendar to everybody who sits in the group; another when the meeting changes, and one
//! when it is cancelled. Whoever joins later gets it too, and whoever leaves is taken off it. The entry is always the same one, so
//! calendars follow it.

mod commands;
mod mail;
mod model;
mod queries;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{follow_seat, send};
pub(crate) use mail::{event, organiser, own_entry};
pub use model::{Invitation, Invited, slot};
pub(crate) use store::{invited, note_asked, of_meeting};
