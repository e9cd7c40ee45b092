//! Who is invited for one item only: somebody without a seat, by name and what they are, for the minutes that the item takes.

mod commands;
mod inviting;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{NewGuest, invite, take_out};
pub use inviting::{ROUND, round};
pub(crate) use inviting::{answer_by_mail, group_of};
pub use model::ItemGuest;
pub use pages::routes;
pub(crate) use store::forget;
pub use store::item_guests;
