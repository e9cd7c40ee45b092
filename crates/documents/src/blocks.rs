//! The tree that every writer reads: a document of headings, paragraphs, lists and tables.

use serde::{Deserialize, Serialize};

/// A document: what it is called, and its blocks in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The title, on the page and in the file's properties.
    pub title: String,
    /// A line under the title; may be empty.
    pub subtitle: String,
    /// The language as BCP 47 says it: `en-GB`.
    pub language: String,
    /// The organisation, for the file's properties; may be empty.
    pub author: String,
    /// What stands at the foot of every printed page beside `Page 1 of 3`; may be empty.
    pub running: String,
    /// The blocks.
    pub blocks: Vec<Block>,
}

impl Document {
    /// The document as JSON on one line, always with its fields in the same order: for hashing.
    #[must_use]
    pub fn canonical(&self) -> String {
        // Texts, numbers and lists of them can always be said in JSON. Were that ever wrong, two
        // different documents must still not have the same text.
        serde_json::to_string(self).unwrap_or_else(|_| format!("{self:?}"))
    }
}

/// One block of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 to 3, below the title. A level that skips one is written one below the heading before it.
        level: u8,
        /// What it says.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its pieces.
        spans: Vec<Span>,
    },
    /// A sentence set apart, such as a resolution.
    Callout {
        /// Its pieces.
        spans: Vec<Span>,
    },
    /// A list.
    List {
        /// Whether the items are numbered, from 1.
        ordered: bool,
        /// The items, each of pieces.
        items: Vec<Vec<Span>>,
    },
    /// A table whose first cell in each row names the row.
    Table {
        /// What the table shows; may be empty.
        caption: String,
        /// The names of the columns.
        header: Vec<String>,
        /// Rows of cells of pieces.
        rows: Vec<Vec<Vec<Span>>>,
        /// How wide the columns are in relation to each other; empty means equally.
        widths: Vec<u8>,
    },
    /// A picture of dark squares on a light ground, such as `figure::code` makes.
    Figure {
        /// What it shows, for whoever does not see it. Never seen: what matters stands beside it in words.
        alt: String,
        /// How many squares it is wide and high.
        side: u16,
        /// Dark squares side by side: row, first, how many.
        runs: Vec<[u16; 3]>,
    },
    /// A row of counts in order of time, drawn as a line. Its numbers must stand beside it in a table as well.
    RunChart {
        /// What it shows, in a few words.
        title: String,
        /// What it says, in a sentence or two, for whoever does not see it.
        summary: String,
        /// What is counted, such as "reports".
        unit: String,
        /// The points: their names, such as "Jan 2026", and their counts.
        points: Vec<(String, u32)>,
        /// Twice the median, so that it is a whole number; `None` for no line across.
        twice_median: Option<u32>,
    },
    /// Counts side by side, drawn as a bar for each name, in up to four kinds of pieces. Its numbers must stand beside it in a table as
    /// well.
    Bars {
        /// What it shows, in a few words.
        title: String,
        /// What it says, in a sentence or two, for whoever does not see it.
        summary: String,
        /// What each kind of piece is, in the order in which they are drawn.
        series: Vec<String>,
        /// The bars: their names, and how many of each kind.
        rows: Vec<(String, Vec<u32>)>,
    },
    /// The pages of another PDF, as they look there. Only `pdf::write_with` lays them in; elsewhere their name stands.
    Sheets {
        /// What it is called.
        name: String,
        /// Which of the files that are laid in, from 0.
        file: u16,
        /// How many pages it has.
        pages: u16,
    },
    /// What follows begins on a new page, where there are pages.
    NewPage,
}

impl Block {
    /// A heading: level 1 is the one right below the title.
    #[must_use]
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading { level, text: text.into() }
    }

    /// A paragraph of plain text. A line feed in it is a new line.
    #[must_use]
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph { spans: vec![Span::plain(text)] }
    }

    /// A paragraph of several pieces.
    #[must_use]
    pub fn spans(spans: Vec<Span>) -> Self {
        Self::Paragraph { spans }
    }

    /// A sentence set apart.
    #[must_use]
    pub fn callout(text: impl Into<String>) -> Self {
        Self::Callout { spans: vec![Span::plain(text)] }
    }

    /// A list with bullets.
    #[must_use]
    pub fn list(items: impl IntoIterator<Item = String>) -> Self {
        Self::List { ordered: false, items: items.into_iter().map(|item| vec![Span::plain(item)]).collect() }
    }

    /// A table: its caption, the names of its columns, its rows of cells, and how wide the columns are.
    #[must_use]
    pub fn table(caption: impl Into<String>, header: &[&str], rows: Vec<Vec<Vec<Span>>>, widths: &[u8]) -> Self {
        Self::Table { caption: caption.into(), header: header.iter().map(|&name| name.to_owned()).collect(), rows, widths: widths.to_vec() }
    }
}

/// What stands for the pages of another PDF where they cannot be laid in.
pub(crate) fn sheets_words(name: &str, pages: u16) -> String {
    let s = if pages == 1 { "page" } else { "pages" };
    format!("{name} (PDF, {pages} {s})")
}

/// A piece of text within a block.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// What it says, never read as markup.
    pub text: String,
    /// Whether it stands out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strong: bool,
    /// Where it leads: `http:`, `https:`, `mailto:`, or an address on the site that begins with `/`.
    /// Any other address is left out and the text stands by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl Span {
    /// Plain text.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), strong: false, link: None }
    }

    /// Text that stands out.
    #[must_use]
    pub fn strong(text: impl Into<String>) -> Self {
        Self { text: text.into(), strong: true, link: None }
    }

    /// Text that leads somewhere.
    #[must_use]
    pub fn link(text: impl Into<String>, address: impl Into<String>) -> Self {
        Self { text: text.into(), strong: false, link: Some(address.into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canonical_text_keeps_its_order_and_reads_back() {
        let document = Document {
            title: "Record".into(),
            subtitle: String::new(),
            language: "en-GB".into(),
            author: "North Moor".into(),
            running: "DRAFT".into(),
            blocks: vec![
                Block::heading(1, "Welcome"),
                Block::spans(vec![Span::plain("See "), Span::link("the page", "/page"), Span::strong(".")]),
                Block::list(["One".to_owned()]),
                Block::table("Tasks", &["What"], vec![vec![vec![Span::plain("Phone")]]], &[1]),
            ],
        };
        let text = document.canonical();
        assert_eq!(
            text,
            r#"{"title":"Record","subtitle":"","language":"en-GB","author":"North Moor","running":"DRAFT","blocks":[{"kind":"heading","level":1,"text":"Welcome"},{"kind":"paragraph","spans":[{"text":"See "},{"text":"the page","link":"/page"},{"text":".","strong":true}]},{"kind":"list","ordered":false,"items":[[{"text":"One"}]]},{"kind":"table","caption":"Tasks","header":["What"],"rows":[[[{"text":"Phone"}]]],"widths":[1]}]}"#
        );
        assert_eq!(serde_json::from_str::<Document>(&text).expect("reads back"), document);
    }
}
