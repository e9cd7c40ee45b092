//! What a paper is, and when it is late.

use jiff::{ToSpan, civil::Date};
use uuid::Uuid;

/// What kind of file a paper came as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A PDF.
    Pdf,
    /// A Word file.
    Word,
    /// Plain text; also what stands in the place of a file that was taken out.
    Text,
}

impl Kind {
    /// The word that is stored, and how the file's name ends.
    #[must_use]
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Word => "docx",
            Self::Text => "txt",
        }
    }

    /// The kind of a stored word.
    #[must_use]
    pub(super) fn from_key(key: &str) -> Option<Self> {
        [Self::Pdf, Self::Word, Self::Text].into_iter().find(|kind| kind.key() == key)
    }

    /// What people read.
    #[must_use]
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Word => "Word",
            Self::Text => "plain text",
        }
    }

    /// As which a browser takes it.
    #[must_use]
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

/// Where a version of a paper stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It is the one to read.
    Current,
    /// A newer version took its place.
    Replaced,
    /// It was taken back after the pack had gone out.
    TakenBack,
}

impl State {
    /// The word that is stored.
    #[must_use]
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Replaced => "replaced",
            Self::TakenBack => "taken-back",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub(super) fn from_key(key: &str) -> Option<Self> {
        [Self::Current, Self::Replaced, Self::TakenBack].into_iter().find(|state| state.key() == key)
    }
}

/// A version of a paper, without its file.
#[derive(Clone, Debug)]
pub(crate) struct Paper {
    /// Its key.
    pub(crate) id: Uuid,
    /// The item of the meeting at hand that it belongs to.
    pub(crate) item: Uuid,
    /// Which paper of the item it is, from 1: paper A.
    pub(crate) letter: i64,
    /// Which version of that paper, from 1.
    pub(crate) version: i64,
    /// Where it stands.
    pub(crate) state: State,
    /// What it is called.
    pub(crate) title: String,
    /// How many pages a PDF has; 0 for others.
    pub(crate) pages: i64,
    /// Whether parts of it could not be read, and somebody gave their word that they name no patient.
    pub(crate) vouched: bool,
    /// Whether it came after the day by which papers are due.
    pub(crate) late: bool,
    /// Who brought it.
    pub(crate) brought_by: Uuid,
    /// Their name.
    pub(crate) by: String,
    /// The day on which they did.
    pub(crate) brought_on: Date,
    /// What kind of file it is.
    pub(crate) kind: Kind,
}

impl Paper {
    /// `Paper A`.
    #[must_use]
    pub(crate) fn name(&self) -> String {
        format!("Paper {}", letter(self.letter))
    }

    /// As addresses name it: `A-1`.
    #[must_use]
    pub(crate) fn address(&self) -> String {
        format!("{}-{}", letter(self.letter), self.version)
    }
}

/// Letters as columns of a spreadsheet count them: A to Z, then AA.
#[must_use]
pub(crate) fn letter(number: i64) -> String {
    let (mut left, mut letters) = (number.max(1), Vec::new());
    while left > 0 {
        let at = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + at));
        left = (left - 1) / 26;
    }
    letters.into_iter().collect()
}

/// The last day on which a paper is in time.
#[must_use]
pub(crate) fn due_on(held_on: Date, days_before: i64) -> Date {
    held_on.checked_sub(days_before.days()).unwrap_or(held_on)
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn papers_go_by_letters() {
        assert_eq!([1, 2, 26, 27, 52, 53, 703].map(letter), ["A", "B", "Z", "AA", "AZ", "BA", "AAA"]);
    }

    #[test]
    fn the_last_day_for_papers_is_counted_from_the_meeting() {
        assert_eq!(due_on(date(2027, 3, 3), 7), date(2027, 2, 24));
        assert_eq!(due_on(date(2027, 3, 3), 0), date(2027, 3, 3));
    }
}
