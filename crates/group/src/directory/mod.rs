//! The directory: the services, hospitals, practices and committees that the group writes to. Each has a contact who has
//! agreed to it, and is asked once a year, by a link in a mail, whether what we hold is still right.

mod api;
mod asking;
mod commands;
mod import;
mod jobs;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use api::routes as api;
pub use commands::{Draft, add, change, retire, set_months};
pub use jobs::{CHECK, check_yearly};
pub use model::{Above, Entry, Kind, Person, Sector};
pub use pages::routes;
pub use store::{all, find, verify};
