//! A template from plain text, with what people use there for headings, lists and tables.

use super::{
    lines::{Line, Shape},
    signs::Labels,
    wrap::{self, Raw},
};

/// The lines of a text.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let labels = Labels::of(text.lines().map(str::trim));
    let (mut raws, mut gap) = (Vec::<Raw<'_>>::new(), Gap { lines: 1, ..Gap::default() });
    for row in text.lines() {
        let trimmed = row.trim();
        if trimmed.is_empty() || is_empty_row(trimmed) {
            gap.take(row, raws.last().is_some_and(|raw| raw.own == Some(Shape::Row)));
            continue;
        }
        raws.extend(gap.table());
        let apart = gap.lines > 0;
        if is_rule(trimmed) {
            // A line under a line makes it a heading; alone it only parts the page.
            match raws.last_mut() {
                Some(last) if !apart && !last.signed && last.own.is_none() && last.text.chars().count() <= 100 => {
                    last.own = Some(Shape::Heading(if trimmed.starts_with('=') { 1 } else { 2 }));
                }
                _ => gap.lines += 1,
            }
            continue;
        }
        gap = Gap::default();
        let indent = row.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
        let signed = labels.sign(trimmed).is_some();
        raws.push(Raw { text: trimmed, indent, apart, signed, own: by_signs(trimmed, signed).map(|line| line.shape) });
    }
    raws.extend(gap.table());
    columns(&mut raws);
    let line = |(text, first): (String, usize)| {
        let raw: &Raw<'_> = &raws[first];
        let line = match raw.own {
            Some(shape @ (Shape::Heading(_) | Shape::EmptyTable)) if by_signs(&text, raw.signed).is_none() => Line::new(shape, text),
            Some(Shape::Row) if !text.contains(['\t', '|']) => Line::new(Shape::Row, cells(&text)),
            _ => by_signs(&text, raw.signed).unwrap_or_else(|| Line::signed(&text, &labels)),
        };
        Line { apart: raw.apart, ..line }
    };
    let lines = wrap::paragraphs(&raws, &labels).into_iter().map(line);
    // A sign without words is no line.
    lines.filter(|line| !line.words.is_empty() || line.shape == Shape::EmptyTable).collect()
}

/// Lines in columns that wide gaps part, at least two of them next to each other, are rows of a table.
fn columns(raws: &mut [Raw<'_>]) {
    let wide = |raw: &Raw<'_>| raw.own.is_none() && !raw.signed && raw.text.contains(GAP) && raw.text.chars().count() <= 120;
    let found: Vec<bool> = raws.iter().map(wide).collect();
    for at in 0..raws.len() {
        let above = at > 0 && found[at - 1] && !raws[at].apart;
        let below = found.get(at + 1).is_some_and(|found| *found && !raws[at + 1].apart);
        if found[at] && (above || below) {
            raws[at].own = Some(Shape::Row);
        }
    }
}

/// The cells of a row that wide gaps part.
fn cells(text: &str) -> String {
    let cells: Vec<&str> = text.split(GAP).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    cells.join("\t")
}

/// A gap between columns.
const GAP: &str = "   ";

/// What stands between lines: nothing, or a table that holds nothing.
#[derive(Default)]
struct Gap {
    lines: usize,
    tabbed: usize,
    cells: usize,
    /// Whether a line is quite empty: rows without words behind a table belong to it.
    blank: bool,
}

impl Gap {
    fn take(&mut self, row: &str, below_row: bool) {
        // A rule within a table is no row.
        let cells = if row.contains("--") { 0 } else { row.chars().filter(|c| *c == '\t' || *c == '|').count() };
        self.lines += 1;
        self.blank |= row.is_empty();
        if below_row && !self.blank {
            return;
        }
        self.tabbed += usize::from(cells > 0);
        self.cells = self.cells.max(cells);
    }

    /// The table that holds nothing. One tab alone may be an indent that was left behind.
    fn table(&self) -> Option<Raw<'static>> {
        let own = (self.tabbed > 1 || self.cells > 1).then_some(Shape::EmptyTable);
        own.map(|shape| Raw { text: "", indent: 0, apart: true, signed: false, own: Some(shape) })
    }
}

/// A heading or a row of a table, by signs that nothing else has.
fn by_signs(text: &str, signed: bool) -> Option<Line> {
    let hashes = text.chars().take_while(|c| *c == '#').count();
    if (1..=6).contains(&hashes) && text[hashes..].starts_with(char::is_whitespace) {
        let words = text[hashes..].trim().trim_end_matches('#').trim_end();
        let level = u8::try_from(hashes).unwrap_or(6);
        return (!words.is_empty()).then(|| Line::new(Shape::Heading(level), words));
    }
    let bars = text.matches('|').count();
    if bars >= 2 && text.starts_with('|') {
        let cells: Vec<&str> = text.trim_matches('|').split('|').map(str::trim).collect();
        return Some(Line::new(Shape::Row, cells.join("\t")));
    }
    (!signed && text.contains('\t')).then(|| Line::new(Shape::Row, text))
}

/// `|---|---|` and `| | |`: rows that hold nothing.
fn is_empty_row(text: &str) -> bool {
    text.matches('|').count() >= 2 && text.chars().all(|c| "|-:+ \t".contains(c))
}

/// `-----` or `=====`.
fn is_rule(text: &str) -> bool {
    text.len() >= 3 && ["=", "-", "*", "~", "–", "—"].iter().any(|sign| text.replace(sign, "").is_empty())
}
