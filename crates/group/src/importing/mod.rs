//! Importing: the way by which a table that people have already comes into the group, in four steps. Bring it, match its
//! columns, see what would come of it, bring it in. Nothing is stored before the last step: the table rides along in the
//! pages. Each slice that takes a table says which columns it wants, checks the rows and makes what comes of them; the
//! steps between are here.

mod check;
mod model;
mod pages;
#[cfg(feature = "testing")]
pub mod testing;

pub use check::{RowCheck, read_day, screened};
pub use model::{Checked, Mapping, Problem, Sheet, Wanted, as_key, by_row, plain};
pub use pages::{Import, Next, Outcome, Taken, bring, check_page, done, step, take};
