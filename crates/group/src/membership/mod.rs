//! Membership: who sits in the group, for which side and for how long, who sat before, who stands in for a co-chair, what
//! people bring, and whether the two sides are in balance.

mod api;
mod capacity;
mod commands;
mod coverage;
mod csv;
mod mail;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub use capacity::Capacity;
pub use commands::{NewMember, NewSeat, Term, add, change, end_seat, name_acting, name_deputy, seat, seat_for, set_away};
pub use coverage::{
    CAPABILITIES, Coverage, MembershipRules, NewTags, Place, Row, Tag, TagKind, Want, pages::Sides, places, rules, set_places, set_rules,
    set_tags, set_wants, tags, tags_of, wants,
};
pub use csv::write as as_csv;
pub use model::{Balance, Seat, Side, acting_words, find_seat, key_holder, role_words, seat_words, side_words};
pub use pages::routes;
pub(crate) use store::seat_in_session;
pub use store::{Stretch, contact, groups_of, history, roster, seat_at, seat_of, seats, verify};
