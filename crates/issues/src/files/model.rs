//! What a file is, and how many an issue may have.

use jiff::civil::Date;

/// The most files of one issue: what matters fits into a few, and each is read by tired people.
pub(super) const MOST: usize = 5;
/// The most characters that are kept of a file: some forty pages.
pub(super) const LONGEST: usize = 100_000;

/// What a file was before only its words were kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A Word file.
    Word,
    /// A PDF.
    Pdf,
    /// A workbook.
    Workbook,
    /// Plain text, or a table with separators.
    Text,
}

impl Kind {
    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Pdf => "pdf",
            Self::Workbook => "workbook",
            Self::Text => "text",
        }
    }

    /// The kind of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Word, Self::Pdf, Self::Workbook, Self::Text].into_iter().find(|kind| kind.key() == key)
    }

    /// What it was, as in "from a Word file".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Word => "a Word file",
            Self::Pdf => "a PDF",
            Self::Workbook => "a workbook",
            Self::Text => "a text file",
        }
    }
}

/// A file as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number among the files of its issue, from 1.
    pub number: i64,
    /// What it was.
    pub kind: Kind,
    /// The day on which it came; there is no time of day.
    pub added_on: Date,
}

impl Line {
    /// How it is called: "File 1, from a Word file".
    #[must_use]
    pub fn called(&self) -> String {
        format!("File {}, from {}", self.number, self.kind.words())
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_stored_kind_comes_back_as_itself() {
        for kind in [Kind::Word, Kind::Pdf, Kind::Workbook, Kind::Text] {
            assert_eq!(Kind::from_key(kind.key()), Some(kind));
        }
        assert_eq!(Kind::from_key("png"), None);
    }
}
