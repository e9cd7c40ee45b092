//! Deliveries: the minute goes to the groups that get it, and one page and one list say what has gone where and what will.

mod api;
mod commands;
mod cover;
mod jobs;
mod mail;
mod mended;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub use commands::{set_cover, set_note};
pub use cover::Cover;
pub use jobs::{SHARE_MINUTE, send_again, share, share_later, share_minute};
pub use mended::{tell_corrected, tell_mended};
pub use pages::routes;
pub(crate) use store::covers;
pub use store::verify;
