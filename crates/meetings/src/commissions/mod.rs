//! Owners outside the group. A committee that places an action on somebody outside it tells them promptly: what was decided, why
//! them, what is asked, by when, whom to answer, and how to decline. They answer by a link, without an account.
//!
//! An action keeps exactly one owner who sits in the group (`actions.owner_id`), and a commission beside it names who does the work.
//! The way not taken was an owner who is either a seat or a stranger: then every list, reminder and handing over would have to know
//! of people who cannot sign in, and an action whose doer falls silent would have nobody in the group who asks. So the owner is
//! whoever answers for it here: they are told of each answer, they find somebody else when it is declined, and they own it again when
//! it is taken back. Minutes and lists say what the doer is (`actions.outside_role`), never their name; the name stands on the page of
//! the letter only, for those who keep the record.

mod answering;
mod api;
mod commands;
mod mail;
mod model;
mod news;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use answering::link;
pub use answering::{Given, answer_as_asked};
pub use api::routes as api;
pub use commands::{NewCommission, send, send_confirmed, set, take_back};
pub(crate) use news::lately;
pub use pages::routes;
pub use store::verify;
pub(crate) use store::{Chased, note_reminded, to_chase};
