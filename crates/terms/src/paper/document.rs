//! The paper as a document, to be written as PDF or Word.

use documents::{Block, Document, Span};

use super::model::{ClauseKind, Paper, Paragraph};

/// The document: its title, a line on where it stands, whose it is, and its paragraphs with their numbers.
#[must_use]
pub fn document(paper: &Paper, title: &str, standing: &str, group: &str) -> Document {
    let mut blocks = Vec::new();
    let mut rest = paper.paragraphs.as_slice();
    while let [first, ..] = rest {
        let alike = rest.iter().take_while(|paragraph| paragraph.kind == first.kind).count();
        let (run, after) = rest.split_at(alike);
        match first.kind {
            ClauseKind::Heading => {
                blocks.extend(run.iter().map(|heading| Block::heading(1, format!("{} {}", heading.number, heading.text))))
            }
            ClauseKind::Paragraph => blocks.extend(run.iter().map(|paragraph| Block::spans(numbered(paragraph)))),
            ClauseKind::Bullet => blocks.push(Block::List { ordered: false, items: run.iter().map(numbered).collect() }),
            ClauseKind::Row => blocks.push(table(run)),
        }
        rest = after;
    }
    Document {
        title: title.into(),
        subtitle: standing.into(),
        language: "en-GB".into(),
        author: group.into(),
        running: format!("{group}: {title}, {standing}"),
        blocks,
    }
}

fn numbered(paragraph: &Paragraph) -> Vec<Span> {
    vec![Span::strong(format!("{} ", paragraph.number)), Span::plain(&paragraph.text)]
}

/// Rows in a row are a table; its first one names the columns.
fn table(rows: &[Paragraph]) -> Block {
    let columns = rows.iter().map(|row| row.cells().len()).max().unwrap_or_default();
    let cells = |row: &Paragraph| {
        let mut cells: Vec<String> = row.cells().into_iter().map(str::to_owned).collect();
        cells.resize(columns, String::new());
        cells
    };
    let header = rows.first().map(cells).unwrap_or_default();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let body = rows.iter().skip(1).map(|row| cells(row).into_iter().map(|cell| vec![Span::plain(cell)]).collect());
    Block::table("", &header, body.collect(), &[])
}
