//! Coverage: who has heard what. Each decision that is told beyond the group, and each network and group that it goes to: when
//! it is due, when it went, what they said of it, and what did not go. On a page, as words, as a table, by the API.

mod api;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use api::routes as api;
pub use model::{Coverage, Decided, Line, Listener, Standing, Totals, Why};
pub use pages::routes;
pub use store::of_period;
pub use words::words;
