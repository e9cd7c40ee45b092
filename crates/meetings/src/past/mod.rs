//! What was before Brig: minutes with their files, made searchable, and decisions of that time. They stand apart from what
//! the group decides now: nobody confirms them anew, and they go to no network.

mod commands;
mod decision_log;
mod model;
mod pages;
mod papers;
mod putting_right;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{NewDecision, NewMinute, bring_minute, mark, set_theme};
pub(crate) use pages::around;
pub use pages::routes;
pub(crate) use store::on_theme;
pub use store::verify;
