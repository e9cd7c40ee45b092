//! A text that a program wants looked at before it goes anywhere: what in it tells who a patient is, and where.

mod api;
#[cfg(test)]
mod tests;

pub use api::routes as api;
