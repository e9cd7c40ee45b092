//! What a template of terms of reference holds: its sections in order, what it asks for in brackets, and what in it
//! belongs to the board that it was borrowed from.

use serde::Serialize;

/// A template as it was read. Nothing of its words is lost: they stand in the sections, or a note says what was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Template {
    /// The sections in order. The first has an empty heading where lines stand before the first heading.
    pub sections: Vec<Section>,
    /// What somebody has to look at, in reading order. Ranges never overlap.
    pub marks: Vec<Mark>,
    /// What a person should know of the reading, in sentences.
    pub notes: Vec<String>,
}

impl Template {
    /// The words that a mark stands in: those of its clause, or of its section's heading.
    #[must_use]
    pub fn words_around(&self, mark: &Mark) -> &str {
        let Some(section) = self.sections.get(mark.section) else { return "" };
        let Some(clause) = mark.clause else { return &section.heading };
        section.clauses.get(clause).map_or("", |clause| clause.words.as_str())
    }
}

/// A heading and what stands below it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Section {
    /// The heading without its number; empty for the lines before the first heading.
    pub heading: String,
    /// What stands below it.
    pub clauses: Vec<Clause>,
}

/// A paragraph, a bullet or a row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// Which of them.
    pub kind: ClauseKind,
    /// The words as they stand in the template, with brackets; a bullet without its sign. Empty only for an empty table.
    pub words: String,
}

/// How a clause stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClauseKind {
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Bullet,
    /// A row of a table: its cells, separated by a tab.
    Row,
}

/// A place that somebody has to look at before the text may be a group's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Why.
    pub kind: MarkKind,
    /// What it says: of a placeholder what stands within the brackets, of all others the words themselves.
    pub text: String,
    /// Which section, from 0.
    pub section: usize,
    /// Which clause of the section, from 0; `None` when it stands in the section's heading.
    pub clause: Option<usize>,
    /// The byte in those words at which it begins; of a placeholder at its bracket.
    pub start: usize,
    /// The byte behind its end.
    pub end: usize,
}

/// Why a place is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    /// A placeholder that one answer fills.
    Text,
    /// A placeholder that asks for several things.
    List,
    /// A placeholder that may not apply.
    Optional,
    /// A name, an address, a date that belongs to whoever the template was borrowed from.
    Name,
    /// A line that calls the document a draft or a template.
    Notice,
    /// Sentences that speak to whoever tailors the template, not to the group's readers.
    Advice,
    /// A table without a word in it.
    EmptyTable,
}

impl MarkKind {
    /// Whether it is a placeholder, which asks for an answer.
    #[must_use]
    pub fn is_placeholder(self) -> bool {
        matches!(self, Self::Text | Self::List | Self::Optional)
    }

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::List => "list",
            Self::Optional => "optional",
            Self::Name => "name",
            Self::Notice => "notice",
            Self::Advice => "advice",
            Self::EmptyTable => "empty-table",
        }
    }

    /// The value of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Text, Self::List, Self::Optional, Self::Name, Self::Notice, Self::Advice, Self::EmptyTable]
            .into_iter()
            .find(|kind| kind.key() == key)
    }
}
