//! A template of terms of reference, as text or as a Word file: read into sections, with every placeholder and every name
//! of the board that it was borrowed from marked. The functions that read one are `of_text(&str)`, `of_word(&Word)` and
//! `of_file(name, bytes)`, each with a [`TemplateProblem`] that says what a person can do.

mod model;

pub use model::{Clause, ClauseKind, Mark, MarkKind, Section, Template};

/// Why a file cannot be taken as a template, in a sentence for the person who brought it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateProblem {
    /// A bracket is opened and not closed in the same paragraph.
    #[error("{section}: a bracket is opened and not closed near “{words}”. Put in its “]” and bring the file again")]
    NotClosed {
        /// Where: `In “Membership”`.
        section: String,
        /// A few words around it.
        words: String,
    },
    /// A bracket is closed that was not opened in the same paragraph.
    #[error(
        "{section}: a bracket is closed that was not opened near “{words}”. Put in its “[”, or take the “]” out, and bring the file again"
    )]
    NotOpened {
        /// Where.
        section: String,
        /// A few words around it.
        words: String,
    },
    /// There is not a word in it.
    #[error("There are no words in this file")]
    Empty,
}
