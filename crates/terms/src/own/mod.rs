//! Our own terms of reference, for groups that bring none: plain text in the form in which people bring theirs, with help
//! for each of its sections.
//!
//! One paragraph a line; a short line without a full stop is a heading; `· ` begins a point of a list; what is to be
//! filled in stands in brackets.

#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use serde::Deserialize;

/// The terms, to be tailored.
pub const TEMPLATE: &str = include_str!("template.txt");

/// What helps to write one section.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Help {
    /// The headings it is for: our own first, then others that say the same.
    headings: Vec<String>,
    /// What belongs there, in one sentence.
    pub sentence: String,
    /// How a group might put it.
    pub example: String,
}

/// The help for a section, by its heading: ours, or one that people use for the same.
#[must_use]
pub fn help(heading: &str) -> Option<&'static Help> {
    let wanted = plain(heading);
    all().iter().find(|help| help.headings.iter().any(|heading| plain(heading) == wanted))
}

fn all() -> &'static [Help] {
    static ALL: OnceLock<Vec<Help>> = OnceLock::new();
    ALL.get_or_init(|| serde_json::from_str(include_str!("help.json")).unwrap_or_default())
}

/// A heading without its number, its marks and its capitals.
fn plain(heading: &str) -> String {
    let words = heading.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}
