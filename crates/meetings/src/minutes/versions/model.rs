//! A version of a minute, and its text as lines that can be compared.

use documents::{Block, Document, Span};
use jiff::Timestamp;

use super::super::model::numbered;

/// What was done when a text was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// The software drafted it.
    Drafted,
    /// Somebody edited it, or took up a correction.
    Edited,
    /// One side signed it.
    Signed,
    /// One side sent it back.
    SentBack,
    /// The second side signed it: it is published.
    Published,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Drafted, Self::Edited, Self::Signed, Self::SentBack, Self::Published];

    /// The word that is stored.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Edited => "edited",
            Self::Signed => "signed",
            Self::SentBack => "sent-back",
            Self::Published => "published",
        }
    }

    /// The kind of a stored word.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// What people read.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Drafted => "Drafted from the record",
            Self::Edited => "Edited",
            Self::Signed => "Approved",
            Self::SentBack => "Sent back",
            Self::Published => "Approved by both sides: published",
        }
    }
}

/// A text that a minute had, without the text.
#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) number: i64,
    pub(super) kind: Kind,
    pub(super) hash: Vec<u8>,
    /// Who did it; empty for the software.
    pub(super) name: String,
    pub(super) why: String,
    pub(super) at: Timestamp,
}

/// A line of a minute: a paragraph, a heading, an item of a list or a row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in super::super) struct Line {
    /// The numbered section that it stands in; 0 before the first.
    pub(in super::super) section: i64,
    pub(in super::super) words: String,
}

/// The lines of a minute in order. A heading with a number begins a section.
#[must_use]
pub(in super::super) fn lines(document: &Document) -> Vec<Line> {
    let (mut section, mut lines) = (0, Vec::new());
    let said = |spans: &[Span]| spans.iter().map(|span| span.text.as_str()).collect::<String>();
    let mut add = |section: i64, words: String| {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            lines.push(Line { section, words });
        }
    };
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } => {
                section = numbered(text).unwrap_or(section);
                add(section, text.clone());
            }
            Block::Paragraph { spans } | Block::Callout { spans } => said(spans).split('\n').for_each(|line| add(section, line.to_owned())),
            Block::List { items, .. } => items.iter().for_each(|item| add(section, said(item))),
            Block::Table { caption, rows, .. } => {
                add(section, caption.clone());
                for row in rows {
                    add(section, row.iter().map(|cell| said(cell)).collect::<Vec<_>>().join(" · "));
                }
            }
            Block::Figure { alt, .. } => add(section, alt.clone()),
            Block::RunChart { title, .. } | Block::Bars { title, .. } => add(section, title.clone()),
            Block::Sheets { name, .. } => add(section, name.clone()),
            Block::NewPage => {}
        }
    }
    lines
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_stored_kind_comes_back_as_itself() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_key(kind.key()), Some(kind));
        }
        assert_eq!(Kind::from_key("lost"), None);
    }

    #[test]
    fn a_minute_is_lines_with_their_section() {
        let document = Document {
            title: "Minute".into(),
            subtitle: String::new(),
            language: "en-GB".into(),
            author: String::new(),
            running: String::new(),
            blocks: vec![
                Block::paragraph("Present: A"),
                Block::heading(1, "1  Welcome"),
                Block::paragraph("One.\nTwo."),
                Block::heading(2, "Inner"),
                Block::heading(1, "2  Letters"),
                Block::table("Actions", &["Ref", "What"], vec![vec![vec![Span::plain("A-1")], vec![Span::plain("Phone")]]], &[1, 1]),
            ],
        };
        let told: Vec<(i64, String)> = lines(&document).into_iter().map(|line| (line.section, line.words)).collect();
        let expected = [
            (0, "Present: A"),
            (1, "1 Welcome"),
            (1, "One."),
            (1, "Two."),
            (1, "Inner"),
            (2, "2 Letters"),
            (2, "Actions"),
            (2, "A-1 · Phone"),
        ];
        assert_eq!(told, expected.map(|(section, words)| (section, words.to_owned())));
    }
}
