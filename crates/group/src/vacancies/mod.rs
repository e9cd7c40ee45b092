//! Vacancies: a gap in the group that is told to everybody, who would like to fill it, and whom the group chooses.
//! What people say of themselves is forgotten ninety days after a vacancy is closed.

mod api;
mod commands;
mod mail;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub use commands::{NewExpression, NewVacancy, choose, close, express, open, sweep, thank};
pub use model::{Expression, State, Vacancy};
pub use pages::routes;
