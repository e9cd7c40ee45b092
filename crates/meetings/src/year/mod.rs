//! The year's meetings: proposed by the terms in force, moved off holidays by the group's rule, with its themes in turn; then
//! changed by hand and planned at once.

mod commands;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{Planned, Row, plan, set_rules, show_themes};
pub(crate) use model::Proposal;
pub use model::{Move, YearRules};
pub(crate) use pages::coming;
pub use pages::routes;
pub use store::{follow_theme, rules};
