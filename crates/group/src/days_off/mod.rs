//! The days on which a group does not meet: bank holidays, unless its people work on them, and its own list. Working days are
//! counted by the same calendar.

mod commands;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{NewSpell, add, add_list, take_out, work_on};
pub use pages::routes;
pub use store::calendar;
