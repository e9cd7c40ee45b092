//! Did it hold? Some months after an outcome whoever raised the issue is asked one question: held, came back, cannot say. By mail,
//! and on their page, where also who is anonymous finds it. Opening a link answers nothing; only a button does.

mod commands;
mod jobs;
mod model;
mod pages;
mod queries;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{answer, set_months};
pub use jobs::{CHECK, check};
pub use model::{Answer, Months, Tally};
pub use pages::routes;
pub(crate) use pages::{Asked, asked, link};
pub use queries::{Outcome, months, of_decision, outcomes, tally};
pub(crate) use queries::{said_by_others, since};
pub use store::verify;
