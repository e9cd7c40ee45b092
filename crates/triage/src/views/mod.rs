//! Triage: a GP co-chair and a consultant co-chair each give their view; what both agree on is done. One alone cannot. What
//! they differ on can be put to the meeting, with both reasons.

mod agreed;
mod api;
mod commands;
mod details;
mod model;
mod pages;
mod papers;
mod settling;
mod store;
#[cfg(test)]
pub(crate) mod tests;
mod waiting;

pub(crate) use agreed::{Agreed, agreements};
pub use api::routes as api;
pub(crate) use commands::must_triage;
pub use commands::{NewView, agree, give, hand_on, put_to_meeting, say_the_same, take_up};
pub use details::Details;
pub(crate) use details::checked;
pub use model::Outcome;
pub(crate) use model::{Choice, View, difference, of, other};
pub use pages::routes;
pub(crate) use pages::{detail_fields, read_details, words_field};
pub(crate) use papers::{Papers, papers};
pub(crate) use store::open_views;
pub use store::{forget, verify};
pub use waiting::{say_as_shown, waiting_for};
