//! The text of a Word document: its blocks as paragraphs and tables.

use std::io;

use super::{RELATIONS, WORD, link_id, xml::Xml};
use crate::{
    Block, Document, Span,
    address::Address,
    bars::{LOOKS, MOST_SERIES, sum},
    blocks::sheets_words,
    tidy::right_to_left,
};

/// Between the margins of an A4 page, in twentieths of a point.
const TEXT_WIDTH: u32 = 9_638;

/// The written text, and what other parts must know of it.
pub(super) struct Body {
    pub(super) xml: Vec<u8>,
    /// The addresses that are linked to, each once.
    pub(super) links: Vec<String>,
    pub(super) numbered_lists: usize,
}

struct Writer {
    xml: Xml,
    links: Vec<String>,
    numbered_lists: usize,
}

/// What a paragraph has besides its text.
#[derive(Clone, Copy, Default)]
struct Paragraph<'a> {
    style: Option<&'a str>,
    /// The list it is an item of.
    list: Option<usize>,
    /// A rule under it, as below the title.
    ruled: bool,
    /// A table stands right before it.
    after_table: bool,
}

impl Body {
    pub(super) fn write(document: &Document) -> io::Result<Self> {
        let mut writer = Writer { xml: Xml::new()?, links: Vec::new(), numbered_lists: 0 };
        writer.document(document)?;
        Ok(Self { xml: writer.xml.finish(), links: writer.links, numbered_lists: writer.numbered_lists })
    }
}

impl Writer {
    /// Opens an element and lets `content` write with this writer, which `Xml::within` cannot.
    fn within(&mut self, name: &str, content: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<()> {
        self.with(name, &[], content)
    }

    fn with(&mut self, name: &str, attributes: &[(&str, &str)], content: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<()> {
        self.xml.open(name, attributes)?;
        content(self)?;
        self.xml.close(name)
    }

    fn document(&mut self, document: &Document) -> io::Result<()> {
        self.with("w:document", &[("xmlns:w", WORD), ("xmlns:r", RELATIONS)], |this| {
            this.within("w:body", |this| {
                let alone = document.subtitle.is_empty();
                this.line(Paragraph { style: Some("Title"), ruled: alone, ..Default::default() }, &document.title)?;
                if !alone {
                    this.line(Paragraph { style: Some("Subtitle"), ruled: true, ..Default::default() }, &document.subtitle)?;
                }
                let mut after_table = false;
                for block in &document.blocks {
                    this.block(block, after_table)?;
                    after_table = matches!(block, Block::Table { .. } | Block::Bars { .. });
                }
                this.section()
            })
        })
    }

    /// A4 with margins of 20 mm, and the footer.
    fn section(&mut self) -> io::Result<()> {
        self.within("w:sectPr", |this| {
            this.xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "rId-footer")])?;
            this.xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")])?;
            let sides = ["w:top", "w:right", "w:bottom", "w:left"].map(|side| (side, "1134"));
            this.xml.empty("w:pgMar", &[&sides[..], &[("w:header", "567"), ("w:footer", "567"), ("w:gutter", "0")]].concat())
        })
    }

    fn block(&mut self, block: &Block, after_table: bool) -> io::Result<()> {
        let plain = Paragraph { after_table, ..Default::default() };
        match block {
            Block::Heading { level, text } => self.line(
                Paragraph { style: Some(["Heading1", "Heading2", "Heading3"][usize::from(level.clamp(&1, &3) - 1)]), ..Default::default() },
                text,
            ),
            Block::Paragraph { spans } => self.paragraph(plain, spans),
            Block::Callout { spans } => self.paragraph(Paragraph { style: Some("Callout"), ..plain }, spans),
            Block::List { ordered, items } => {
                let (style, list) = if *ordered {
                    self.numbered_lists += 1;
                    ("ListNumber", self.numbered_lists + 1)
                } else {
                    ("ListBullet", 1)
                };
                for (at, item) in items.iter().enumerate() {
                    let after_table = after_table && at == 0;
                    self.paragraph(Paragraph { style: Some(style), list: Some(list), after_table, ..Default::default() }, item)?;
                }
                Ok(())
            }
            // Drawn nowhere yet but on posters, which are printed: here the words for it stand in its place.
            Block::Figure { alt, .. } => self.line(plain, &format!("[{alt}]")),
            // Its numbers stand beside it in a table.
            Block::RunChart { title, summary, .. } => self.line(plain, &format!("{title}. {summary}")),
            Block::Bars { title, summary, series, rows } => {
                self.line(Paragraph { style: Some("Caption"), ..Default::default() }, &legend(title, series))?;
                self.bars(summary, rows)
            }
            Block::Sheets { name, pages, .. } => self.line(plain, &sheets_words(name, *pages)),
            Block::NewPage => self.within("w:p", |this| this.within("w:r", |this| this.xml.empty("w:br", &[("w:type", "page")]))),
            Block::Table { caption, header, rows, widths } => {
                if !caption.is_empty() {
                    self.line(Paragraph { style: Some("Caption"), ..Default::default() }, caption)?;
                } else if after_table {
                    // Word makes one table of two that touch.
                    self.line(Paragraph { style: Some("TableGap"), ..Default::default() }, "")?;
                }
                self.table(header, rows, widths)
            }
        }
    }

    fn line(&mut self, paragraph: Paragraph<'_>, text: &str) -> io::Result<()> {
        self.paragraph(paragraph, &[Span::plain(text)])
    }

    fn paragraph(&mut self, paragraph: Paragraph<'_>, spans: &[Span]) -> io::Result<()> {
        let text: String = spans.iter().map(|span| span.text.as_str()).collect();
        self.within("w:p", |this| {
            this.paragraph_properties(paragraph, right_to_left(&text))?;
            for span in spans {
                match Address::outside(span.link.as_deref()) {
                    Some(address) => {
                        let at = this.links.iter().position(|known| *known == address).unwrap_or_else(|| {
                            this.links.push(address);
                            this.links.len() - 1
                        });
                        this.with("w:hyperlink", &[("r:id", &link_id(at)), ("w:history", "1")], |this| this.run(span, true))?;
                    }
                    None => this.run(span, false)?,
                }
            }
            Ok(())
        })
    }

    /// The order of these is the schema's.
    fn paragraph_properties(&mut self, paragraph: Paragraph<'_>, right_to_left: bool) -> io::Result<()> {
        self.within("w:pPr", |this| {
            if let Some(style) = paragraph.style {
                this.xml.empty("w:pStyle", &[("w:val", style)])?;
            }
            if let Some(list) = paragraph.list {
                this.within("w:numPr", |this| {
                    this.xml.empty("w:ilvl", &[("w:val", "0")])?;
                    this.xml.empty("w:numId", &[("w:val", &list.to_string())])
                })?;
            }
            if paragraph.ruled {
                this.within("w:pBdr", |this| {
                    this.xml.empty("w:bottom", &[("w:val", "single"), ("w:sz", "12"), ("w:space", "8"), ("w:color", "14555A")])
                })?;
            }
            if right_to_left {
                this.xml.empty("w:bidi", &[])?;
            }
            if paragraph.after_table {
                this.xml.empty("w:spacing", &[("w:before", "240")])?;
            } else if paragraph.ruled {
                this.xml.empty("w:spacing", &[("w:after", "280")])?;
            }
            Ok(())
        })
    }

    fn run(&mut self, span: &Span, link: bool) -> io::Result<()> {
        if span.text.is_empty() {
            return Ok(());
        }
        self.within("w:r", |this| {
            let right_to_left = right_to_left(&span.text);
            if link || span.strong || right_to_left {
                this.within("w:rPr", |this| {
                    if link || span.strong {
                        this.xml.empty("w:rStyle", &[("w:val", if link { "Hyperlink" } else { "Strong" })])?;
                    }
                    if link && span.strong {
                        this.xml.empty("w:b", &[])?;
                        this.xml.empty("w:bCs", &[])?;
                    }
                    if right_to_left {
                        this.xml.empty("w:rtl", &[])?;
                    }
                    Ok(())
                })?;
            }
            for (at, line) in span.text.split('\n').enumerate() {
                if at > 0 {
                    this.xml.empty("w:br", &[])?;
                }
                if !line.is_empty() {
                    this.xml.text("w:t", &[("xml:space", "preserve")], line)?;
                }
            }
            Ok(())
        })
    }

    /// Bars as a table whose cells are filled: it scales, prints and is read without a picture. `summary` stands for it.
    fn bars(&mut self, summary: &str, rows: &[(String, Vec<u32>)]) -> io::Result<()> {
        let all = BAR_NAME + BAR_LONGEST + BAR_COUNT;
        let width = TEXT_WIDTH / all;
        let largest = rows.iter().map(|(_, counts)| sum(counts)).max().unwrap_or(0);
        self.within("w:tbl", |this| {
            this.within("w:tblPr", |this| {
                this.xml.empty("w:tblW", &[("w:w", &(width * all).to_string()), ("w:type", "dxa")])?;
                this.xml.empty("w:tblLayout", &[("w:type", "fixed")])?;
                this.within("w:tblCellMar", |this| {
                    ["w:left", "w:right"].iter().try_for_each(|side| this.xml.empty(side, &[("w:w", "40"), ("w:type", "dxa")]))
                })?;
                this.xml.empty("w:tblDescription", &[("w:val", summary)])
            })?;
            this.within("w:tblGrid", |this| (0..all).try_for_each(|_| this.xml.empty("w:gridCol", &[("w:w", &width.to_string())])))?;
            for (name, counts) in rows {
                this.bar((name, counts), largest, width)?;
                // A gap, so that bars do not touch.
                this.within("w:tr", |this| {
                    this.within("w:trPr", |this| this.xml.empty("w:trHeight", &[("w:val", "60"), ("w:hRule", "exact")]))?;
                    this.bar_cell(all, width, None, "")
                })?;
            }
            Ok(())
        })
    }

    fn bar(&mut self, (name, counts): (&str, &[u32]), largest: u64, width: u32) -> io::Result<()> {
        let parts = parts(counts, largest);
        self.within("w:tr", |this| {
            this.within("w:trPr", |this| this.xml.empty("w:cantSplit", &[]))?;
            this.bar_cell(BAR_NAME, width, None, name)?;
            for (part, fill) in parts.iter().zip(FILLS).filter(|(part, _)| **part > 0) {
                this.bar_cell(*part, width, Some(fill), "")?;
            }
            let rest = BAR_LONGEST.saturating_sub(parts.iter().sum()) + BAR_COUNT;
            this.bar_cell(rest, width, None, &sum(counts).to_string())
        })
    }

    fn bar_cell(&mut self, parts: u32, width: u32, fill: Option<&str>, text: &str) -> io::Result<()> {
        self.within("w:tc", |this| {
            this.within("w:tcPr", |this| {
                this.xml.empty("w:tcW", &[("w:w", &(width * parts).to_string()), ("w:type", "dxa")])?;
                this.xml.empty("w:gridSpan", &[("w:val", &parts.to_string())])?;
                if let Some(fill) = fill {
                    this.within("w:tcBorders", |this| {
                        let line = [("w:val", "single"), ("w:sz", "6"), ("w:space", "0"), ("w:color", "14555A")];
                        ["w:top", "w:left", "w:bottom", "w:right"].iter().try_for_each(|side| this.xml.empty(side, &line))
                    })?;
                    this.xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)])?;
                }
                this.xml.empty("w:vAlign", &[("w:val", "center")])
            })?;
            this.line(Paragraph { style: Some("TableText"), ..Default::default() }, text)
        })
    }

    fn table(&mut self, header: &[String], rows: &[Vec<Vec<Span>>], widths: &[u8]) -> io::Result<()> {
        let widths = column_widths(widths);
        self.within("w:tbl", |this| {
            this.within("w:tblPr", |this| {
                this.xml.empty("w:tblStyle", &[("w:val", "RuledTable")])?;
                this.xml.empty("w:tblW", &[("w:w", "5000"), ("w:type", "pct")])?;
                // Word may widen a column for its longest word; the widths below are what it begins with.
                this.xml.empty("w:tblLayout", &[("w:type", "autofit")])?;
                let look = [("w:val", "04A0"), ("w:firstRow", "1"), ("w:lastRow", "0"), ("w:firstColumn", "1"), ("w:lastColumn", "0")];
                this.xml.empty("w:tblLook", &[&look[..], &[("w:noHBand", "0"), ("w:noVBand", "1")]].concat())
            })?;
            this.within("w:tblGrid", |this| {
                widths.iter().try_for_each(|width| this.xml.empty("w:gridCol", &[("w:w", &width.to_string())]))
            })?;
            if header.iter().any(|name| !name.is_empty()) {
                let names: Vec<Vec<Span>> = header.iter().map(|name| vec![Span::plain(name)]).collect();
                this.row(&names, &widths, true)?;
            }
            rows.iter().try_for_each(|row| this.row(row, &widths, false))
        })
    }

    fn row(&mut self, cells: &[Vec<Span>], widths: &[u32], header: bool) -> io::Result<()> {
        self.within("w:tr", |this| {
            this.within("w:trPr", |this| {
                this.xml.empty("w:cantSplit", &[])?;
                if header {
                    this.xml.empty("w:tblHeader", &[])?;
                }
                Ok(())
            })?;
            for (cell, width) in cells.iter().zip(widths) {
                this.within("w:tc", |this| {
                    this.within("w:tcPr", |this| {
                        this.xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
                        if header {
                            // The style says so too, but not every program reads a table's style.
                            this.xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", "E7EFEF")])?;
                        }
                        Ok(())
                    })?;
                    let style = if header { "TableHeading" } else { "TableText" };
                    this.paragraph(Paragraph { style: Some(style), ..Default::default() }, cell)
                })?;
            }
            Ok(())
        })
    }
}

/// Parts that a table is cut into where it stands for bars: the name, the bar, and how many.
const BAR_NAME: u32 = 20;
const BAR_LONGEST: u32 = 36;
const BAR_COUNT: u32 = 4;
/// How each kind of piece is filled; all of them have an outline, so that they stay apart on grey paper.
const FILLS: [&str; MOST_SERIES] = ["14555A", "9FB9BB", "FFFFFF", "E2EAEA"];

/// `By theme. Dark: to practice; grey: to hospital.`
fn legend(title: &str, series: &[String]) -> String {
    if series.len() < 2 {
        return title.to_owned();
    }
    let kinds: Vec<String> = LOOKS.iter().zip(series).map(|(look, name)| format!("{look}: {name}")).collect();
    format!("{title}. {}.", kinds.join("; "))
}

/// How many parts of the longest bar each piece takes: one at least for what is there, and all together what their sum takes.
fn parts(counts: &[u32], largest: u64) -> Vec<u32> {
    let largest = largest.max(1);
    let (mut parts, mut so_far, mut taken) = (Vec::new(), 0_u64, 0_u32);
    for n in counts {
        so_far += u64::from(*n);
        let until = u32::try_from((so_far * u64::from(BAR_LONGEST) + largest / 2) / largest).unwrap_or(BAR_LONGEST);
        let part = if *n == 0 { 0 } else { until.saturating_sub(taken).max(1) };
        parts.push(part);
        taken += part;
    }
    // Where small pieces were widened, the widest gives way.
    while parts.iter().sum::<u32>() > BAR_LONGEST {
        match parts.iter_mut().max() {
            Some(widest) if *widest > 1 => *widest -= 1,
            _ => break,
        }
    }
    parts
}

fn column_widths(relative: &[u8]) -> Vec<u32> {
    let all: u32 = relative.iter().copied().map(u32::from).sum::<u32>().max(1);
    relative.iter().map(|&width| TEXT_WIDTH * u32::from(width) / all).collect()
}
