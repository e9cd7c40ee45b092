//! Who comes: what each person has answered to an invitation, by a button, by the link in a mail or by their calendar; whether each
//! side will be enough of a quorum, weeks ahead; and asking those who have not answered.

mod answering;
mod api;
mod commands;
mod incoming;
mod mail;
mod model;
mod pages;
mod queries;
mod store;
#[cfg(test)]
mod tests;
mod together;

pub use answering::link;
pub use api::routes as api;
pub use commands::{Said, answer, ask};
pub(crate) use incoming::is_calendar;
pub use incoming::take;
pub use model::{Answer, Forecast, Given, SideForecast, Way};
pub use pages::routes;
pub(crate) use pages::{Part, part};
pub(crate) use queries::{Unanswered, forecasts, unanswered};
pub(crate) use store::given;
pub(crate) use together::together;
