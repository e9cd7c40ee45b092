//! "You said, we did, we could not": what came of what people raised, good news first. The group reads it anyway; everybody does,
//! with two feeds, where the group wishes. In the group's own wording only: nobody's report is quoted, and an issue that the
//! group has not worded, or a decision that stays in the minute, is not here.

mod commands;
mod feeds;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{could_not, set_public};
pub(crate) use feeds::xml;
pub use model::{Became, Entry};
pub(crate) use pages::feed;
pub use pages::routes;
pub use store::{entries, is_public};
