//! Who invites: Brig, or a calendar of the group's own, such as Outlook with its links. Then Brig takes the invitation of that calendar
//! as the meeting, sends none itself, follows where it moves, and asks by mail only who comes.

mod commands;
mod incoming;
mod jobs;
mod mail;
mod model;
mod pages;
mod rule;
mod series;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{Taken, set_bounds, set_inviter, take_entry};
pub(crate) use incoming::take;
pub use jobs::{EXTEND, extend};
pub use model::Inviter;
pub use pages::routes;
pub use series::Count;
pub(crate) use store::inviter;
