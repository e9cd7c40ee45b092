//! The pack of a theme: what is happening, what both sides say, what has been tried and agreed, what could be decided and who
//! should be in the room. A page, and a paper that a co-chair hands out before a meeting: the group's own words only.

mod commands;
mod model;
mod pages;
mod queries;
mod store;
#[cfg(test)]
mod tests;

pub use pages::routes;
