//! Membership: who sits in the group, for which side, and whether the two sides are in balance.

mod commands;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{NewSeat, name_deputy, seat};
pub use model::{Balance, Seat, Side, find_seat, key_holder, role_words, seat_words, side_words};
pub use pages::routes;
pub(crate) use store::seat_in_session;
pub use store::{contact, groups_of, seat_at, seats};
