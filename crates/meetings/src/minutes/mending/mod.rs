//! What is put right in a published minute: any paragraph, an action's owner or its day. The text that was signed stays as it is;
//! beside it stands how it should read and why, once both sides have confirmed that, for whoever reads the minute.

mod beside;
mod commands;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod told;
mod waiting;

pub(super) use beside::{beside, of_decisions};
pub use commands::{NewMending, confirm, propose};
pub(super) use model::Mending;
pub(super) use pages::routes;
pub use store::verify;
pub(super) use store::{all, done};
pub use told::{PutRight, put_right, put_right_in_decision};
pub use waiting::waiting_for;
