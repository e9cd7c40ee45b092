//! When somebody of the group reads what comes in: from one hour of a working day to another. At other times the form says
//! plainly that nobody does.

mod model;
mod store;

pub use model::Hours;
pub use store::{of, set};
