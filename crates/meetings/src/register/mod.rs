//! The lists of the group: its meetings, what was decided, who does what. They read over everything and write nothing
//! but that an action is done.

mod api;
mod commands;
mod pages;
mod queries;

pub use api::routes as api;
pub use commands::complete;
pub use pages::routes;
