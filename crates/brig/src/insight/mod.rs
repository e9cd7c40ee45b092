//! Insight: the front page, the group's start page and the help page. It reads from every area and writes nothing.

mod figures;
mod pages;
mod queries;

pub use pages::routes;
