//! Words that got in and must not stay: found in everything that is kept of a scope, and taken out of all of it at once.
//!
//! What is taken out is kept nowhere. Of each removal a seal is left (a keyed hash, and how many letters it is of), by which
//! the same words are known again when an older backup is put back. Texts that were sealed by a hash get a tombstone: it
//! says which hash is now right in place of the one that people approved.

mod files;
mod journal;
mod scan;
mod words;

pub use files::{File, Reader, replace, with_words};
pub use journal::{Again, Kept, again, journal, note};
pub use scan::{Place, agrees, find, passed_over, take_out};
pub use words::{Cleaned, REMOVED, Search, Sought};
