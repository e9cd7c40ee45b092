//! What has gone out, as it went: kept at the moment of sending, so that a page, a feed, a sheet for notice boards and a card in
//! a channel say what was approved then, whatever is changed later.

mod card;
mod commands;
mod feed;
mod jobs;
mod model;
mod pages;
mod sheet;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use commands::{keep, offer_sheet, post_card, publish};
pub use jobs::{POST_CARD, post_one as post_a_card};
pub use pages::routes;
pub(crate) use store::find;
pub use store::verify;
