//! The paper: clauses with their questions on one side, the text that people read on the other. Pure.

mod compose;
mod diff;
mod document;
mod linking;
mod model;
mod phrase;

pub use compose::{compose, missing};
pub use diff::{Change, Piece, changes, pieces};
pub use document::document;
pub use linking::{rule_of, speaks_of};
pub use model::{Clause, ClauseKind, Decided, Mark, Missing, Paper, Paragraph, TO_BE_AGREED};
