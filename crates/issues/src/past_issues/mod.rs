//! The issue log that a group kept before Brig, brought in as a table: each row an issue with a running number, its old
//! reference kept and found.

mod commands;
mod numbering;
mod pages;
mod plan;
#[cfg(test)]
mod tests;

pub use pages::routes;
