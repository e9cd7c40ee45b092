//! What waits for the word of somebody who holds a key. Each slice says what of its own does; one page shows all of it.

/// A thing that waits for one side's word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Which one, as its slice knows it again: a number, a reference.
    pub name: String,
    /// What it is, in a line.
    pub title: String,
    /// What is approved, in short: a paragraph each. Together with `whole` it is all that somebody need read.
    pub lines: Vec<String>,
    /// The whole text, where it is longer than that; else empty.
    pub whole: String,
    /// Proof of what is shown, which the word is given under.
    pub seen: String,
    /// Where it stands by itself.
    pub href: String,
    /// What pressing does; empty for what is done on its own page.
    pub act: String,
}
