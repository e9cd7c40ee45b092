//! Insight: the front page, the group's start page, what waits for a key holder, and the help page. It reads from every
//! area and writes nothing itself; on the page of what waits for a key holder it calls the verbs of others.

mod figures;
mod pages;
mod queries;
mod waiting;

pub use pages::routes;
