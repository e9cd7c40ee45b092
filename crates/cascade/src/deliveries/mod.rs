//! Deliveries: the minute goes to the groups that get it, and one page and one list say what has gone where and what will.

mod api;
mod jobs;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub use jobs::{SHARE_MINUTE, send_again, share, share_later, share_minute};
pub use pages::routes;
pub use store::verify;
