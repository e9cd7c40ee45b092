//! Groups: one for each health board, each with its name, its address, its references' prefix and its promises.

mod commands;
mod model;
mod store;

pub use commands::{NewGroup, NewPost, found, set_post};
pub use model::{Group, check_prefix, check_slug, is_working_day};
pub(crate) use store::from_row;
pub use store::{all, by_id, by_slug, go_on_after, last_number, next_number, set_board, set_promise};
