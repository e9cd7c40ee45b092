//! The text of a past minute, out of the file that it came as, with the place of each paragraph.

use reading::{pdf, plain, word};

use super::model::Kind;

/// The most characters of a minute: a book of a hundred and fifty pages.
const LONGEST: usize = 400_000;

/// A minute's text.
#[derive(Debug)]
pub(super) struct Paper {
    pub(super) kind: Kind,
    /// Its paragraphs, each with where it stands: `page 2, paragraph 3`.
    pub(super) paragraphs: Vec<(String, String)>,
}

impl Paper {
    /// As it is kept: a paragraph a line.
    pub(super) fn text(&self) -> String {
        self.paragraphs.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// Reads a file: PDF, Word or plain text, by what is in it.
///
/// # Errors
/// A sentence for the person who brought it.
pub(super) fn read(bytes: &[u8]) -> Result<Paper, String> {
    let paper = if pdf::is_pdf(bytes) {
        let pages = pdf::pages(bytes).map_err(|problem| problem.to_string())?;
        let placed = (1..).zip(&pages).flat_map(|(page, text)| {
            (1..).zip(text.lines()).map(move |(at, line): (usize, &str)| (format!("page {page}, paragraph {at}"), line.to_owned()))
        });
        Paper { kind: Kind::Pdf, paragraphs: placed.collect() }
    } else if bytes.starts_with(b"PK") {
        let found = word::paragraphs(bytes).map_err(|problem| problem.to_string())?;
        Paper { kind: Kind::Word, paragraphs: numbered(found.blocks.iter().flat_map(lines)) }
    } else {
        let text = plain::text(bytes).map_err(|problem| problem.to_string())?;
        Paper { kind: Kind::Text, paragraphs: numbered(text.lines().map(str::to_owned)) }
    };
    let paragraphs: Vec<_> = paper.paragraphs.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect();
    let length: usize = paragraphs.iter().map(|(_, text)| text.chars().count() + 1).sum();
    match length {
        0 => Err("There is no text in this file. Bring a PDF or Word file with the words of the minute in it".into()),
        long if long > LONGEST => Err("This file has more than 400,000 characters. Bring it in parts, a meeting in each".into()),
        _ => Ok(Paper { kind: paper.kind, paragraphs }),
    }
}

fn numbered(lines: impl Iterator<Item = String>) -> Vec<(String, String)> {
    (1..).zip(lines.filter(|line| !line.trim().is_empty())).map(|(at, line): (usize, _)| (format!("paragraph {at}"), line)).collect()
}

/// The lines of a block; a row of a table is one.
fn lines(block: &word::Block) -> Vec<String> {
    let text = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    match block {
        word::Block::Paragraph(paragraph) => paragraph.text.lines().map(text).collect(),
        word::Block::Table(rows) => rows
            .iter()
            .map(|row| {
                let cells = row.iter().map(|cell| cell.iter().map(|paragraph| text(&paragraph.text)).collect::<Vec<_>>().join(" "));
                cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" | ")
            })
            .collect(),
    }
}
