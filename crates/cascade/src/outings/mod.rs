//! Did it go out? An editor who takes our copy is asked once, by a mail with a link, whether the edition came out with it. What did
//! not come out can go into the next edition.

mod commands;
mod jobs;
mod mail;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use commands::{answer, put_again, set_asking};
pub use jobs::{ASK, ask_all, ask_due};
pub use model::{Asking, Outing, Told};
pub use pages::routes;
pub use store::verify;
pub(crate) use store::{Gone, asking, of_network, recent};
