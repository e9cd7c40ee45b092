//! Who of the group opened what: once for each person, thing and day, never how often or at which hour. It is kept some months,
//! for the one case in which it matters: words got through that could identify a patient, and somebody asks who has read them.
//! Of reporters on their own pages nothing is noted.

mod commands;
mod store;

pub use commands::{note, sweep};
pub use store::{Look, Thing, of};
