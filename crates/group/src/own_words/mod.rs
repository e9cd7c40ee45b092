//! A group's own words: abbreviations that it adds to the field's, and the shapes of its hospital numbers.
//!
//! With the abbreviations texts are compared, by the shapes they are screened. Of a hospital number only the shape is kept:
//! letters and digits, never a number that somebody typed.

mod commands;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{Letters, add_abbreviation, add_number, drop_abbreviation, drop_number};
pub use pages::routes;
pub use store::{Table, abbreviations, shapes, table};
