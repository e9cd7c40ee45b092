//! What a minute is, and whose word it has.

use documents::{Block, Document};
pub use group::approvals::Approval;
pub(super) use group::approvals::both_approve;
use group::membership::Side;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a minute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It can be edited, and waits for both sides.
    Draft,
    /// Both sides approved it; it never changes again.
    Published,
    /// A later meeting confirmed it.
    Confirmed,
}

impl State {
    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Confirmed => "confirmed",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Draft, Self::Published, Self::Confirmed].into_iter().find(|state| state.key() == key)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Published => "Published",
            Self::Confirmed => "Confirmed",
        }
    }
}

/// A minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minute {
    /// The meeting that it is of.
    pub meeting: Uuid,
    /// Where it stands.
    pub state: State,
    /// The frozen document, once it is published; empty before.
    pub content: String,
    /// The SHA-256 of the frozen document; empty before.
    pub content_hash: Vec<u8>,
    /// The day it was published.
    pub published_on: Option<Date>,
    /// What the meeting that confirmed it wanted corrected; the corrections stand in that meeting's minute.
    pub corrections: String,
    /// The last day on which attendees may propose corrections; `None` while they are not asked.
    pub corrections_until: Option<Date>,
    /// Who sent the draft back, until it is mended or they think better of it.
    pub sent_back: Option<SentBack>,
}

/// A draft that one side sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentBack {
    /// The side.
    pub side: Side,
    /// The name of who did.
    pub name: String,
    /// What is to be mended.
    pub why: String,
}

/// A minute as both sides sign it: the open part, which groups get, and what is reserved, as one text under one hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Paper {
    /// What everybody who gets the minute reads.
    #[serde(flatten)]
    pub(super) open: Document,
    /// The annex for those who may see it; empty for most minutes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) reserved: Vec<Block>,
}

impl Paper {
    /// As JSON on one line, always with its fields in the same order: for hashing. Without a reserved part it is the
    /// document's own.
    pub(super) fn canonical(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| format!("{self:?}"))
    }

    /// The open part with the annex behind it.
    pub(super) fn together(&self) -> Document {
        let mut document = self.open.clone();
        document.blocks.extend(self.reserved.iter().cloned());
        document
    }
}

/// What a reserved item is called in the open part.
pub(super) fn reserved_heading(number: i64, reference: &str) -> String {
    format!("{number}  Reserved item {reference}")
}

impl Paper {
    /// The number of the section of a reserved item.
    pub(super) fn section_of(&self, reference: &str) -> Option<i64> {
        self.open.blocks.iter().find_map(|block| match block {
            Block::Heading { text, .. } => numbered(text).filter(|number| *text == reserved_heading(*number, reference)),
            _ => None,
        })
    }

    /// The same without what the reserved part says in some sections.
    pub(super) fn without(&self, sections: &[i64]) -> Self {
        let (mut reserved, mut left_out) = (Vec::new(), false);
        for block in &self.reserved {
            if let Block::Heading { level: 2, text } = block {
                left_out = numbered(text).is_some_and(|number| sections.contains(&number));
                if left_out {
                    let number = numbered(text).unwrap_or_default();
                    reserved.push(Block::heading(2, format!("{number}  A reserved item")));
                    reserved.push(Block::paragraph("You declared an interest in this item, so that its text is for the others."));
                }
            }
            if !left_out {
                reserved.push(block.clone());
            }
        }
        Self { open: self.open.clone(), reserved }
    }
}

/// The number that stands before a heading: the section's place.
#[must_use]
pub(super) fn numbered(heading: &str) -> Option<i64> {
    heading.split_whitespace().next()?.parse().ok()
}

/// A numbered section: its words can be edited while the minute is a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its place, from 1.
    pub position: i64,
    /// What it is about.
    pub heading: String,
    /// The item of the agenda, where it is about one.
    pub item: Option<Uuid>,
    /// What was said.
    pub words: String,
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_paper_reads_back_and_without_a_reserved_part_is_the_document_itself() {
        let open = Document {
            title: "Minute".into(),
            subtitle: "Monday".into(),
            language: "en-GB".into(),
            author: "Board".into(),
            running: String::new(),
            blocks: vec![
                Block::heading(1, "1  Welcome"),
                Block::table("Actions", &["Ref"], vec![vec![vec![documents::Span::strong("A-0001")]]], &[1]),
            ],
        };
        let mut paper = Paper { open, reserved: Vec::new() };
        assert_eq!(paper.canonical(), paper.open.canonical());
        paper.reserved.push(Block::paragraph("Kept apart."));
        assert_ne!(paper.canonical(), paper.open.canonical());
        assert_eq!(serde_json::from_str::<Paper>(&paper.canonical()).expect("reads back"), paper);
        assert_eq!(paper.together().blocks.len(), 3);
    }
}
