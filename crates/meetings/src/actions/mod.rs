//! Actions: who does what by when, and what will show that it is done. Each has exactly one owner, who sits in the group: where
//! somebody outside does the work, the owner is whoever answers for it in the group (see `commissions`).

mod commands;
mod model;
mod store;

pub use commands::NewAction;
pub(crate) use commands::{change, drop, hand_over, read, set};
pub(crate) use model::doer;
pub use model::{Action, Filter, From, Logged, Move, MoveKind, State};
pub use store::open;
pub(crate) use store::{
    add_move, all, found, from_row, last_move, logged, logged_from_row, moves, moves_between, note_words, put, set_outside,
};
