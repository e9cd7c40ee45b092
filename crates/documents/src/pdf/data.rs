//! What the template is given: the document as JSON, fitted to the page and to the faces.

use serde::Serialize;
use std::collections::BTreeSet;

use super::{Paper, faces::Faces};
use crate::{Block, Document, Span, address::Address, bars, blocks::sheets_words, chart, figure};

/// How many characters of body text fit on a line, and of a table's text. Counted generously: these
/// only decide where a word without a gap may be broken and which row may run over a page.
const LINE: usize = 90;
const TABLE_LINE: usize = 96;
/// More lines than this in a cell, and the row may run over a page.
const TALL: usize = 30;

/// How much of Unicode is tried. Faces can lack a glyph for characters in company although they have
/// one for each; then what could not be drawn is taken out, and at the last everything but Latin.
#[derive(Clone, Debug, Default)]
pub(super) struct Limits {
    /// Pieces of text that could not be drawn.
    pub(super) without: BTreeSet<String>,
    /// Whether only plain Latin letters are left.
    pub(super) latin: bool,
    /// The sheet that it is fitted to.
    pub(super) paper: Paper,
    /// How many other files can be laid in.
    pub(super) files: usize,
}

#[derive(Serialize)]
struct Data<'a> {
    paper: &'static str,
    title: String,
    subtitle: String,
    authors: Vec<&'a str>,
    running: String,
    language: String,
    region: Option<String>,
    families: &'a [String],
    blocks: Vec<Item>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Item {
    Heading { level: u8, text: String },
    Paragraph { spans: Vec<Span> },
    Callout { spans: Vec<Span> },
    List { ordered: bool, items: Vec<Vec<Span>> },
    Table { caption: String, header: Vec<String>, rows: Vec<Row>, widths: Vec<u8> },
    Figure { alt: String, svg: String },
    RunChart { alt: String, svg: String },
    Sheets { name: String, path: String, pages: u16 },
    NewPage,
}

#[derive(Serialize)]
struct Row {
    breakable: bool,
    cells: Vec<Vec<Span>>,
}

struct Fitting<'a> {
    faces: &'a Faces,
    /// The first face that is asked, by name.
    family: &'a str,
    limits: &'a Limits,
}

/// The template's data for a tidied document.
pub(super) fn json(document: &Document, faces: &Faces, families: &[String], limits: &Limits) -> serde_json::Result<Vec<u8>> {
    let fitting = Fitting { faces, family: families.first().map_or("", String::as_str), limits };
    let (language, region) = language(&document.language);
    serde_json::to_vec(&Data {
        paper: if limits.paper == Paper::A5 { "a5" } else { "a4" },
        title: fitting.text(&document.title, LINE / 2),
        subtitle: fitting.text(&document.subtitle, LINE),
        authors: Some(document.author.as_str()).filter(|author| !author.is_empty()).into_iter().collect(),
        running: fitting.text(&document.running, LINE),
        language,
        region,
        families,
        blocks: document.blocks.iter().map(|block| fitting.block(block)).collect(),
    })
}

/// Language and region as the typesetter takes them: it knows no scripts and variants.
fn language(tag: &str) -> (String, Option<String>) {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or("en").to_ascii_lowercase();
    let region = parts.find(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic()));
    (language, region.map(str::to_ascii_uppercase))
}

impl Fitting<'_> {
    fn block(&self, block: &Block) -> Item {
        match block {
            Block::Heading { level, text } => Item::Heading { level: *level, text: self.text(text, LINE / 2) },
            Block::Paragraph { spans } => Item::Paragraph { spans: self.spans(spans, LINE) },
            Block::Callout { spans } => Item::Callout { spans: self.spans(spans, LINE) },
            Block::List { ordered, items } => {
                Item::List { ordered: *ordered, items: items.iter().map(|item| self.spans(item, LINE)).collect() }
            }
            Block::Table { caption, header, rows, widths } => self.table(caption, header, rows, widths),
            Block::Figure { alt, side, runs } => Item::Figure { alt: self.text(alt, LINE), svg: figure::svg(*side, runs, "") },
            Block::RunChart { title, summary, unit, points, twice_median } => Item::RunChart {
                alt: self.text(&format!("{title}. {summary}"), LINE),
                svg: chart::of_counts([title, summary, unit], points, *twice_median, Some(self.family)),
            },
            Block::Bars { title, summary, series, rows } => Item::RunChart {
                alt: self.text(&format!("{title}. {summary}"), LINE),
                svg: bars::svg([title, summary], series, rows, Some(self.family)),
            },
            Block::Sheets { name, file, pages } if usize::from(*file) < self.limits.files => {
                Item::Sheets { name: self.text(name, LINE), path: super::sheets_path(usize::from(*file)), pages: *pages }
            }
            Block::NewPage => Item::NewPage,
            Block::Sheets { name, pages, .. } => Item::Paragraph { spans: vec![Span::plain(self.text(&sheets_words(name, *pages), LINE))] },
        }
    }

    fn table(&self, caption: &str, header: &[String], rows: &[Vec<Vec<Span>>], widths: &[u8]) -> Item {
        let all = widths.iter().copied().map(usize::from).sum::<usize>().max(1);
        let fits: Vec<usize> = widths.iter().map(|&width| (TABLE_LINE * usize::from(width) / all).saturating_sub(2).max(1)).collect();
        let row = |cells: &Vec<Vec<Span>>| {
            let tall = cells.iter().zip(&fits).any(|(cell, &fit)| lines(cell.iter().map(|span| span.text.as_str()), fit) > TALL);
            let cells = cells.iter().zip(&fits).map(|(cell, &fit)| self.spans(cell, fit)).collect();
            Row { breakable: tall, cells }
        };
        let mut rows: Vec<Row> = rows.iter().map(row).collect();
        let tall = header.iter().zip(&fits).any(|(name, &fit)| lines([name.as_str()].into_iter(), fit) > TALL / 2);
        let mut header: Vec<String> = header.iter().zip(&fits).map(|(name, &fit)| self.text(name, fit)).collect();
        if tall {
            // A header stands on every page and cannot break: one that leaves no room is a row.
            let cells = header.drain(..).map(|name| vec![Span::strong(name)]).collect();
            rows.insert(0, Row { breakable: true, cells });
        } else if header.iter().all(String::is_empty) {
            header.clear();
        }
        Item::Table { caption: self.text(caption, LINE), header, rows, widths: widths.to_vec() }
    }

    fn spans(&self, spans: &[Span], fit: usize) -> Vec<Span> {
        spans
            .iter()
            .map(|span| Span { text: self.text(&span.text, fit), strong: span.strong, link: Address::outside(span.link.as_deref()) })
            .collect()
    }

    /// Text that the faces can show and that can be broken into lines of about `fit` characters.
    fn text(&self, text: &str, fit: usize) -> String {
        let mut text = text.to_owned();
        for piece in &self.limits.without {
            text = text.replace(piece.as_str(), "\u{fffd}");
        }
        breakable(&self.faces.legible(&text, self.limits.latin), fit)
    }
}

/// How many lines a text takes.
fn lines<'a>(texts: impl Iterator<Item = &'a str>, fit: usize) -> usize {
    let text: String = texts.collect();
    text.split('\n').map(|line| line.chars().count().div_ceil(fit).max(1)).sum()
}

/// Text in which a word that is longer than a line may be broken: there is a space without width in it.
fn breakable(text: &str, fit: usize) -> String {
    let every = (fit / 2).clamp(1, 24);
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        if word.trim_end().chars().count() <= fit {
            out.push_str(word);
            continue;
        }
        for (at, c) in word.chars().enumerate() {
            if at > 0 && at % every == 0 && c.is_alphanumeric() {
                out.push('\u{200b}');
            }
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_typesetter_is_told_language_and_region() {
        assert_eq!(language("en-GB"), ("en".into(), Some("GB".into())));
        assert_eq!(language("gd"), ("gd".into(), None));
        assert_eq!(language("zh-Hant-TW"), ("zh".into(), Some("TW".into())));
    }

    #[test]
    fn only_words_longer_than_a_line_are_broken() {
        assert_eq!(breakable("short words stay", 5), "short words stay");
        assert_eq!(breakable("a abcdefgh", 4), "a ab\u{200b}cd\u{200b}ef\u{200b}gh");
    }

    #[test]
    fn lines_are_counted_by_length_and_by_line_feeds() {
        assert_eq!(lines(["abc", "d\n\ne"].into_iter(), 2), 4);
    }
}
