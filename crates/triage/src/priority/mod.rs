//! Priority: four numbers in the open, proposed from what is known and changed by people. They are never added up.

mod model;
mod queries;

pub use model::{Known, Number, Numbers, Proposal, propose};
pub(crate) use queries::{Around, around};
