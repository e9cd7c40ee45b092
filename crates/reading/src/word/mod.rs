//! A Word file as plain data: its paragraphs and tables in the order of the document, and what stands above and below
//! every page. Text that is marked as inserted is kept, text that is marked as deleted is left out, as is what hides; macros
//! are never run.

mod blocks;
mod fields;
mod looks;
mod package;
mod review;
mod symbols;
#[cfg(test)]
mod tests;
mod walk;
mod xml;

use std::ops::Range;

pub use self::review::{Comment, Done, Reviewed, Stretch, Tracked, reviewed};
use self::{looks::Looks, package::Package, walk::walk};
use crate::Problem;

/// A Word file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// What stands above or below every page, without page numbers and each thing once.
    pub running: Vec<String>,
    /// Paragraphs and tables in order.
    pub blocks: Vec<Block>,
    /// What was left out, in sentences.
    pub notes: Vec<String>,
}

impl Word {
    /// All that it says, a line a paragraph, for whoever looks for words in it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines: Vec<&str> = self.running.iter().map(String::as_str).collect();
        for block in &self.blocks {
            match block {
                Block::Paragraph(paragraph) => lines.push(&paragraph.text),
                Block::Table(rows) => lines.extend(rows.iter().flatten().flatten().map(|paragraph| paragraph.text.as_str())),
            }
        }
        lines.join("\n")
    }
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph; of several empty ones after each other only the first is there.
    Paragraph(Paragraph),
    /// A table: rows of cells, each cell its paragraphs.
    Table(Vec<Vec<Vec<Paragraph>>>),
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// What it is by its style.
    pub kind: Kind,
    /// Whether all of it is bold, underlined or larger than the text around.
    pub strong: bool,
    /// What it says, without blanks around. A tab and a line break in it are such.
    pub text: String,
    /// Where in the text the form itself asks for something, as in "Click here to enter text"; in bytes.
    pub prompts: Vec<Range<usize>>,
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Nothing in particular.
    #[default]
    Plain,
    /// The document's title or subtitle.
    Title,
    /// A heading, from level 1.
    Heading(u8),
    /// An item of a list with bullets.
    Item,
    /// An item of a list with numbers, from level 1.
    Numbered(u8),
}

/// Reads a Word file.
///
/// # Errors
/// What a person can do when this is no Word file, or one that cannot be read.
pub fn paragraphs(bytes: &[u8]) -> Result<Word, Problem> {
    let mut package = Package::open(bytes)?;
    let main = package.main()?;
    let document = package.part(&main)?.ok_or(Problem::NotWord)?;
    let related = package.relations(&main)?;
    let mut of_kind = |kind: &str| -> Result<Vec<String>, Problem> {
        let mut parts = Vec::new();
        for relation in related.iter().filter(|relation| relation.kind == kind) {
            parts.extend(package.part(&relation.target)?);
        }
        Ok(parts)
    };
    let (styles, numbering) = (of_kind("styles")?, of_kind("numbering")?);
    let looks = Looks::read(styles.first(), numbering.first())?;
    let mut footnotes = blocks::Footnotes::default();
    for kind in ["footnotes", "endnotes"] {
        for part in of_kind(kind)? {
            footnotes.extend(kind, walk(&part, &looks, &blocks::Footnotes::default())?);
        }
    }
    let walked = walk(&document, &looks, &footnotes)?;
    if !walked.is_document {
        return Err(Problem::NotWord);
    }
    let mut running: Vec<String> = Vec::new();
    for kind in ["header", "footer"] {
        for part in of_kind(kind)? {
            for paragraph in blocks::flat(walk(&part, &looks, &blocks::Footnotes::default())?.blocks) {
                // Left, middle and right of a line are parted by tabs, and one of them is the number of the page.
                let pieces = paragraph.text.split(['\t', '\n']).map(str::trim).filter(|piece| says_something(piece));
                for piece in pieces {
                    let in_text = walked.blocks.iter().any(|block| matches!(block, Block::Paragraph(other) if other.text == piece));
                    if !in_text && running.iter().all(|other| other != piece) {
                        running.push(piece.to_owned());
                    }
                }
            }
        }
    }
    let mut comments = 0;
    for part in of_kind("comments")? {
        comments += xml::count(&part, "comment")?;
    }
    let mut notes = walked.left_out.notes();
    if comments > 0 {
        let s = if comments == 1 { " was" } else { "s were" };
        notes.push(format!("{comments} comment{s} left out"));
    }
    if package.has_macros() {
        notes.push("Macros were left out; they were not run".to_owned());
    }
    Ok(Word { running, blocks: walked.blocks, notes })
}

/// Whether a line above or below the pages says more than the number of the page.
fn says_something(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|word| word.len() > 1 && !["page", "of"].contains(&word.to_lowercase().as_str()))
}
