//! Emerging patterns: reports that speak of the same thing, found without anybody having named it.
//!
//! Reports are put together by Ward's criterion (J. H. Ward, "Hierarchical grouping to optimize an objective function",
//! Journal of the American Statistical Association 58 (1963) 236), by chains of nearest neighbours on the middles of what
//! was put together so far (F. Murtagh, "A survey of recent advances in hierarchical clustering algorithms", The Computer
//! Journal 26 (1983) 354). That needs no square table of all pairs, no seed and no number of patterns chosen beforehand. No
//! report is thrown away: one that is like no other is a pattern of one.

mod chains;
mod lasting;
mod telling;
#[cfg(test)]
mod tests;

pub use chains::{CUT, Pattern, Report, patterns};
pub use lasting::{Known, kept};
pub use telling::{FEWEST_REPORTS, Text, telling};
