//! Surveys, or relationships measured: before the first meeting and then yearly, clinicians of both sectors get the same
//! five questions. Nobody can tell who answered, no small group is shown, and the baseline stands beside every later round.

mod api;
mod beside;
mod commands;
mod hiding;
mod model;
mod pages;
mod results;
mod store;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub(crate) use beside::{Line, beside};
pub use commands::{Given, answer, close, keep_open, open, show};
pub(crate) use hiding::{FEWEST, shown};
pub use model::{QUESTIONS, Question, Round, Stage};
pub use pages::routes;
pub use store::{Link, links, rounds};
