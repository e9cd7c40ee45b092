//! Items as they stand on agendas.

mod model;
mod store;

pub use model::{Item, ItemIssue, NewItem};
pub(super) use store::{delete_item, describe_item, insert_item, set_item_minutes, set_position, take_to};
