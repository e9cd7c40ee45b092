//! A paper's words as blocks of our own documents: for the pack, and for a page on a phone.

use documents::{Block, Span};
use reading::word::{self, Kind as Style, Paragraph};

use super::model::Kind;

/// The deepest heading of a document: a paper's own headings stand below all of ours.
const INNER: u8 = 3;

/// The words of a paper. A Word file keeps its headings, lists and tables; of anything else each line is a paragraph.
#[must_use]
pub(crate) fn blocks(kind: Kind, content: &str, file: &[u8]) -> Vec<Block> {
    if kind == Kind::Word
        && let Ok(found) = word::paragraphs(file)
    {
        return of_word(&found.blocks);
    }
    content.lines().filter(|line| !line.trim().is_empty()).map(Block::paragraph).collect()
}

fn of_word(found: &[word::Block]) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for block in found {
        match block {
            word::Block::Table(rows) => out.extend(table(rows)),
            word::Block::Paragraph(paragraph) if paragraph.text.is_empty() => {}
            word::Block::Paragraph(paragraph) => add(&mut out, paragraph),
        }
    }
    out
}

fn add(out: &mut Vec<Block>, paragraph: &Paragraph) {
    let ordered = match paragraph.kind {
        Style::Title | Style::Heading(_) => {
            out.push(Block::heading(INNER, &paragraph.text));
            return;
        }
        Style::Plain => {
            out.push(Block::spans(vec![span(paragraph)]));
            return;
        }
        Style::Item => false,
        Style::Numbered(_) => true,
    };
    match out.last_mut() {
        Some(Block::List { ordered: same, items }) if *same == ordered => items.push(vec![span(paragraph)]),
        _ => out.push(Block::List { ordered, items: vec![vec![span(paragraph)]] }),
    }
}

fn span(paragraph: &Paragraph) -> Span {
    if paragraph.strong { Span::strong(&paragraph.text) } else { Span::plain(&paragraph.text) }
}

/// A table; its first row names the columns.
fn table(rows: &[Vec<Vec<Paragraph>>]) -> Option<Block> {
    let said = |cell: &Vec<Paragraph>| cell.iter().map(|paragraph| paragraph.text.as_str()).collect::<Vec<_>>().join("\n");
    let (first, rest) = rows.split_first()?;
    let header = first.iter().map(|cell| said(cell).replace('\n', " ")).collect();
    let rows = rest.iter().map(|row| row.iter().map(|cell| vec![Span::plain(said(cell))]).collect()).collect();
    Some(Block::Table { caption: String::new(), header, rows, widths: Vec::new() })
}

#[cfg(test)]
mod unit {
    use documents::Document;

    use super::*;

    #[test]
    fn a_word_paper_keeps_its_headings_lists_and_tables() {
        let cell = |text: &str| vec![Span::plain(text)];
        let document = Document {
            title: "Costs".into(),
            subtitle: String::new(),
            language: "en-GB".into(),
            author: String::new(),
            running: String::new(),
            blocks: vec![
                Block::heading(1, "Now"),
                Block::paragraph("Letters go by post."),
                Block::list(["One".into(), "Two".into()]),
                Block::table("", &["What", "Cost"], vec![vec![cell("Post"), cell("£5")]], &[]),
            ],
        };
        let file = documents::docx::write(&document).expect("a Word file");
        let read = blocks(Kind::Word, "", &file);
        let text = documents::text::write(&Document { blocks: read.clone(), ..document });
        assert!(matches!(read[0], Block::Heading { level: 3, .. }), "{read:?}");
        assert!(read.contains(&Block::list(["One".into(), "Two".into()])), "{read:?}");
        assert!(text.contains("What: Post") && text.contains("Cost: £5"), "{text}");
        assert_eq!(blocks(Kind::Text, "One\n\nTwo", b""), [Block::paragraph("One"), Block::paragraph("Two")]);
    }
}
