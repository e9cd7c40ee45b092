//! The rules, a file for each kind of identifier: what it looks like, and which words around it
//! make it doubtful, certain or nobody's.
//!
//! A pattern is a regular expression over a folded text (plain ASCII), with four shorthands:
//!
//! - `<mr|date of birth>`: any of these words, in capitals or not; a blank is blanks or dashes,
//! - `{date}`: a part by its name, see `parts`,
//! - `~`: one blank or line end,
//! - group 1 is the identifier; group 2, if any, the words that must not stand in the rule's lists.
//!
//! There is no looking around inside a pattern, so that the expressions mean the same in Rust and
//! in the browser. What stands before or after is asked by expressions of their own.

mod address;
mod age;
mod bare;
mod birth;
mod mail;
mod parts;
mod postcode;
mod rare;
mod service;
mod titled;

pub(super) use parts::{expand, sources};
pub(super) use service::SERVICE;

use super::{Kind, Severity};

/// Expressions for the text that ends before an identifier and for the text that begins after it.
#[derive(Clone, Copy)]
pub(super) struct Around {
    pub(super) before: &'static str,
    pub(super) after: &'static str,
}

/// Nothing that is asked for.
pub(super) const NOTHING: Around = Around { before: "", after: "" };

/// One way in which an identifier is written.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    pub(super) kind: Kind,
    pub(super) severity: Severity,
    pub(super) find: &'static str,
    /// The lists whose words group 2 does not begin with.
    pub(super) not: &'static [&'static str],
    /// What the identifier itself looks like where it is nobody's.
    pub(super) never: &'static str,
    /// Where it is none after all.
    pub(super) excused: Around,
    /// Where a block is only a warning, unless `certain`.
    pub(super) doubtful: Around,
    /// Where it blocks though it seems doubtful.
    pub(super) certain: Around,
}

impl Rule {
    const fn new(kind: Kind, severity: Severity, find: &'static str) -> Self {
        Self { kind, severity, find, not: &[], never: "", excused: NOTHING, doubtful: NOTHING, certain: NOTHING }
    }
}

/// All rules.
pub(super) fn all() -> impl Iterator<Item = Rule> {
    let lists: [&[Rule]; 8] =
        [&birth::RULES, &mail::RULES, &address::RULES, &postcode::RULES, &titled::RULES, &bare::RULES, &rare::RULES, &age::RULES];
    lists.into_iter().flatten().copied()
}
