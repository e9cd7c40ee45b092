//! Who is there at which item: people come and go, and each decision keeps who was counted for it.

mod model;
mod store;

pub use model::{Move, here};
pub use store::verify;
pub(crate) use store::{count, moved_at, moves, put};
