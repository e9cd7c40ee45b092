//! Ways in: the links and posters by which people come to the form. A door stands for the group, a network, a workplace or
//! a guidance site; a report says which one it came through.

mod commands;
mod model;
mod pages;
mod poster;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{Came, NewDoor, add, came, change, close};
pub use model::{Door, Kind};
pub use pages::routes;
pub use store::{all, open};
