//! What is gathered on the way through a Word document: a paragraph while it is open, footnotes, what was left out.

use std::collections::HashMap;

use super::{Block, Kind, Paragraph, looks::InList, walk::Walked};

/// A paragraph that is still open.
#[derive(Default)]
pub(super) struct Open {
    pub(super) style: String,
    pub(super) outline: Option<u8>,
    pub(super) list: InList,
    pub(super) text: String,
    pub(super) prompts: Vec<std::ops::Range<usize>>,
    /// Whether anything in it stands out, and whether anything does not.
    pub(super) loud: bool,
    pub(super) quiet: bool,
    /// Whether its end is marked as deleted: then it runs on into the next.
    pub(super) runs_on: bool,
    /// Text boxes and footnotes, which follow it.
    pub(super) after: Vec<Block>,
}

impl Open {
    /// Adds text.
    pub(super) fn say(&mut self, text: &str, stands_out: bool, prompting: bool) {
        let start = self.text.len();
        self.text.push_str(text);
        if !text.trim().is_empty() {
            *if stands_out { &mut self.loud } else { &mut self.quiet } = true;
        }
        if prompting {
            match self.prompts.last_mut() {
                Some(last) if last.end == start => last.end = self.text.len(),
                _ => self.prompts.push(start..self.text.len()),
            }
        }
    }

    /// The finished paragraph.
    pub(super) fn finish(self, kind: Kind) -> Paragraph {
        let before = self.text.len() - self.text.trim_start().len();
        // A blank to be filled in may consist of blanks: it is not trimmed away.
        let end = self.prompts.last().map_or(0, |last| last.end).max(self.text.trim_end().len());
        let start = self.prompts.first().map_or(before, |first| first.start.min(before)).min(end);
        let prompts = self.prompts.into_iter().map(|prompt| prompt.start - start..prompt.end - start).collect();
        Paragraph { kind, strong: self.loud && !self.quiet, text: self.text[start..end].to_owned(), prompts }
    }
}

/// A table that is still open.
#[derive(Default)]
pub(super) struct Grid {
    pub(super) rows: Vec<Vec<Vec<Paragraph>>>,
    /// Whether the row, or the cell, that is open is marked as deleted.
    pub(super) row_deleted: bool,
    pub(super) cell_deleted: bool,
}

/// Blocks as paragraphs only: the cells of tables one after another.
pub(super) fn flat(blocks: Vec<Block>) -> Vec<Paragraph> {
    blocks
        .into_iter()
        .flat_map(|block| match block {
            Block::Paragraph(paragraph) => vec![paragraph],
            Block::Table(rows) => rows.into_iter().flatten().flatten().collect(),
        })
        .filter(|paragraph| !paragraph.text.is_empty())
        .collect()
}

/// Footnotes and endnotes, by their kind and number.
#[derive(Default)]
pub(super) struct Footnotes(HashMap<(String, String), Vec<Block>>);

impl Footnotes {
    pub(super) fn extend(&mut self, kind: &str, walked: Walked) {
        for (number, blocks) in walked.footnotes {
            self.0.insert((kind.to_owned(), number), blocks);
        }
    }

    /// What the note says that a sign in the text stands for.
    pub(super) fn said(&self, kind: &str, number: &str) -> Vec<Block> {
        self.0.get(&(kind.to_owned(), number.to_owned())).cloned().unwrap_or_default()
    }
}

/// What was left out.
#[derive(Default)]
pub(super) struct LeftOut {
    pub(super) deleted: bool,
    pub(super) hidden: bool,
    pub(super) contents: bool,
    pub(super) pictures: bool,
    pub(super) embedded: bool,
}

impl LeftOut {
    pub(super) fn notes(&self) -> Vec<String> {
        [
            (self.deleted, "Text that is marked as deleted was left out; text that is marked as inserted was kept"),
            (self.hidden, "Hidden text was left out"),
            (self.contents, "The table of contents was left out"),
            (self.pictures, "Pictures were left out"),
            (self.embedded, "Documents within the document were left out"),
        ]
        .into_iter()
        .filter(|(left_out, _)| *left_out)
        .map(|(_, note)| note.to_owned())
        .collect()
    }
}
