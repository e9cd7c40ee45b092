//! What is kept of a past minute and of a past decision.

use jiff::civil::Date;
use uuid::Uuid;

/// What kind of file a past minute came as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Pdf,
    Word,
    Text,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Pdf, Self::Word, Self::Text];

    /// The word that is stored, and how the file's name ends.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Word => "docx",
            Self::Text => "txt",
        }
    }

    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Word => "Word",
            Self::Text => "plain text",
        }
    }

    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

/// A past minute without its file.
#[derive(Clone, Debug)]
pub(super) struct Minute {
    pub(super) id: Uuid,
    pub(super) number: i64,
    pub(super) held_on: Date,
    pub(super) title: String,
    /// Its text, a paragraph a line.
    pub(super) content: String,
    pub(super) file_name: String,
    pub(super) kind: Kind,
}

/// A decision from before Brig.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decision {
    /// The key of its theme, once a person has said it.
    pub(super) theme: Option<String>,
    pub(super) id: Uuid,
    pub(super) number: i64,
    /// Its reference as it was; may be empty.
    pub(super) reference: String,
    pub(super) words: String,
    pub(super) decided_on: Date,
    /// Whether it is an agreement: it lasts until the group says otherwise.
    pub(super) lasting: bool,
    pub(super) review_on: Option<Date>,
    /// The key of the minute that it was marked in.
    pub(super) minute: Option<Uuid>,
}

/// A table of past decisions that was brought in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    pub(super) id: Uuid,
    /// How many decisions came in by it.
    pub(super) rows: i64,
    /// How many of them somebody has put right since.
    pub(super) corrected: i64,
    pub(super) brought_on: Date,
}

impl Decision {
    /// All that can be put right of it, as one text: who changes it shows what they saw.
    pub(super) fn seen(&self) -> String {
        let review = self.review_on.map(|day| day.to_string()).unwrap_or_default();
        format!("{} {} {review} {}: {}", self.decided_on, self.lasting, self.reference, self.words)
    }
}
