//! A template of terms of reference, as text or as a Word file: read into sections, with every placeholder and every name
//! of the board that it was borrowed from marked.
//!
//! The way of a file: bytes become lines (`text.rs` with `wrap.rs` and `signs.rs`, or `word.rs`), headings part the lines
//! (`headings.rs`), and each clause is looked through (`marks.rs`) for brackets (`brackets.rs`, `asks.rs`), for notices and
//! advice (`notices.rs`, `advice.rs`), and for names (`names.rs`, `channels.rs`, `numbers.rs`). What every board has is in
//! `vocabulary.rs` and `common.rs`. Nothing here is stored or asked of anybody.

mod advice;
mod asks;
mod brackets;
mod channels;
mod common;
mod headings;
mod lines;
mod marks;
mod model;
mod names;
mod notices;
mod numbers;
mod phrases;
mod ranges;
mod sentences;
mod signs;
#[cfg(test)]
mod tests;
mod text;
mod tokens;
mod vocabulary;
mod word;
mod wrap;

pub use model::{Clause, ClauseKind, Mark, MarkKind, Section, Template};
use reading::word::Word;

/// Why a file cannot be taken as a template, in a sentence for the person who brought it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateProblem {
    /// A bracket is opened and not closed in the same paragraph.
    #[error("{section} a bracket is opened and not closed: “{words}”. Put in its “]” and bring the file again")]
    NotClosed {
        /// Where: `Under “Membership”`.
        section: String,
        /// A few words around it.
        words: String,
    },
    /// A bracket is closed that was not opened in the same paragraph.
    #[error("{section} a bracket is closed that was not opened: “{words}”. Put in its “[” or take the “]” out, and bring the file again")]
    NotOpened {
        /// Where.
        section: String,
        /// A few words around it.
        words: String,
    },
    /// There is not a word in it.
    #[error("There are no words in this file")]
    Empty,
    /// More than terms of reference are.
    #[error("This is longer than terms of reference are: more than 5,000 paragraphs, or paragraphs without an end. Bring them alone")]
    TooLong,
    /// The file itself cannot be read.
    #[error(transparent)]
    Unread(#[from] reading::Problem),
}

/// Reads a template from plain text.
///
/// # Errors
/// What a person can do when a bracket has lost its other half, or when there is nothing to read.
pub fn of_text(text: &str) -> Result<Template, TemplateProblem> {
    marks::of_lines(text::lines(text), Vec::new())
}

/// Reads a template from a Word file.
///
/// # Errors
/// As [`of_text`].
pub fn of_word(word: &Word) -> Result<Template, TemplateProblem> {
    marks::of_lines(word::lines(word), word.notes.clone())
}

/// Reads a template from a file: Word or plain text, whichever it is by what is in it.
///
/// # Errors
/// As [`of_text`], and when the file is of another kind.
pub fn of_file(bytes: &[u8]) -> Result<Template, TemplateProblem> {
    if bytes.starts_with(b"PK\x03\x04") { of_word(&reading::word::paragraphs(bytes)?) } else { of_text(&reading::plain::text(bytes)?) }
}

/// What somebody has to look at in the words of one clause: for a clause that people write by hand.
///
/// # Errors
/// As [`of_text`].
pub fn marks_of(words: &str) -> Result<Vec<Mark>, TemplateProblem> {
    marks::of_clause(words)
}
