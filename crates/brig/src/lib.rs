//! Brig: the wiring of all areas, the command line, the demonstration board.
//!
//! Three lists say what there is: [`slices`] (routes, jobs, checks), [`reactions`] (when this happens, do that) and
//! [`cli`] (commands).

mod accounts;
mod check_text;
pub mod cli;
pub mod demo;
pub mod insight;
mod inspect;
pub mod operate;
pub mod reactions;
pub mod serve;
pub mod slices;
