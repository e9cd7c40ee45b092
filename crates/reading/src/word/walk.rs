//! The way through a Word document, from its first element to its last.

use quick_xml::events::BytesStart;

use super::{
    Block, Kind, Paragraph,
    blocks::{Footnotes, Grid, LeftOut, Open, flat},
    fields::Fields,
    looks::{Letters, Looks},
    symbols,
    xml::{Step, attribute, each, is_on, number},
};
use crate::Problem;

/// How many paragraphs with words a document may have.
const MOST_PARAGRAPHS: usize = 5_000;

/// What was found.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) is_document: bool,
    pub(super) blocks: Vec<Block>,
    pub(super) footnotes: Vec<(String, Vec<Block>)>,
    pub(super) left_out: LeftOut,
}

/// Goes through a part of a document.
pub(super) fn walk(xml: &str, looks: &Looks, footnotes: &Footnotes) -> Result<Walked, Problem> {
    let (walked, whole) = walk_once(xml, looks, footnotes, false)?;
    // A field that never ends would hide all that follows: then what fields say beside their result is read as text.
    if whole { Ok(walked) } else { Ok(walk_once(xml, looks, footnotes, true)?.0) }
}

fn walk_once(xml: &str, looks: &Looks, footnotes: &Footnotes, no_fields: bool) -> Result<(Walked, bool), Problem> {
    let mut walker = Walker {
        looks,
        footnotes,
        found: Walked::default(),
        path: Vec::new(),
        skipped: 0,
        open: Vec::new(),
        homes: vec![Vec::new()],
        grids: Vec::new(),
        forms: Vec::new(),
        choices: Vec::new(),
        fields: Fields::new(no_fields),
        run: (String::new(), Letters::default()),
        note: String::new(),
        runs_on: None,
        paragraphs: 0,
    };
    each(xml, |step| {
        match step {
            Step::Open(..) if walker.skipped > 0 => walker.skipped += 1,
            Step::Open(name, start) => walker.open(name, start),
            Step::Close if walker.skipped > 0 => walker.skipped -= 1,
            Step::Close => return walker.close(),
            Step::Text(text) if walker.skipped == 0 => walker.text(text),
            Step::Text(_) => {}
        }
        Ok(())
    })?;
    walker.flush();
    walker.found.blocks = walker.homes.drain(..).flatten().collect();
    Ok((walker.found, walker.fields.all_ended()))
}

/// A content control.
#[derive(Default)]
struct Form {
    /// It shows its own words, as in "Click here to enter text".
    prompting: bool,
    /// It is the table of contents.
    contents: bool,
}

struct Walker<'a> {
    looks: &'a Looks,
    footnotes: &'a Footnotes,
    found: Walked,
    path: Vec<&'static str>,
    /// How deep we are in something that is left out.
    skipped: usize,
    /// Paragraphs that are open: a text box stands within one.
    open: Vec<Open>,
    /// Where finished blocks go: the document, a cell, a text box, a footnote.
    homes: Vec<Vec<Block>>,
    grids: Vec<Grid>,
    forms: Vec<Form>,
    /// Of each set of alternatives, whether one was read.
    choices: Vec<bool>,
    fields: Fields,
    /// The run that is open: its style and its letters.
    run: (String, Letters),
    /// The footnote that is open.
    note: String,
    /// A paragraph whose end is deleted.
    runs_on: Option<Open>,
    paragraphs: usize,
}

/// The elements that mean something here.
const KNOWN: &[&str] = &[
    "p",
    "r",
    "t",
    "tab",
    "br",
    "cr",
    "noBreakHyphen",
    "sym",
    "ptab",
    "pPr",
    "rPr",
    "pStyle",
    "rStyle",
    "b",
    "u",
    "sz",
    "vanish",
    "outlineLvl",
    "numPr",
    "numId",
    "ilvl",
    "tbl",
    "tr",
    "tc",
    "trPr",
    "tcPr",
    "del",
    "cellDel",
    "moveFrom",
    "sdt",
    "sdtPr",
    "showingPlcHdr",
    "docPartGallery",
    "AlternateContent",
    "Choice",
    "Fallback",
    "txbxContent",
    "fldChar",
    "fldSimple",
    "instrText",
    "footnote",
    "endnote",
    "footnoteReference",
    "endnoteReference",
    "document",
    "blip",
    "imagedata",
    "altChunk",
    "OLEObject",
];
/// What is left out with all that it holds.
const SKIPPED: &[&str] =
    &["pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange", "numberingChange", "rt"];

impl Walker<'_> {
    fn open(&mut self, name: &str, start: &BytesStart<'_>) {
        let parent = self.path.last().copied().unwrap_or_default();
        let name = KNOWN.iter().find(|known| **known == name).copied().unwrap_or(if SKIPPED.contains(&name) { "skipped" } else { "" });
        match (parent, name) {
            (_, "skipped") => self.skipped = 1,
            // A paragraph's end, a row, a cell that is deleted; then, anything else.
            ("rPr", "del" | "moveFrom") => {
                if self.path.iter().rev().nth(1) == Some(&"pPr")
                    && let Some(open) = self.open.last_mut()
                {
                    open.runs_on = true;
                }
            }
            ("trPr", "del") => self.grids.last_mut().into_iter().for_each(|grid| grid.row_deleted = true),
            ("tcPr", "cellDel") => self.grids.last_mut().into_iter().for_each(|grid| grid.cell_deleted = true),
            (_, "del" | "moveFrom") => (self.found.left_out.deleted, self.skipped) = (true, 1),
            (_, "AlternateContent") => self.choices.push(false),
            ("AlternateContent", "Choice" | "Fallback") => {
                if let Some(read) = self.choices.last_mut() {
                    self.skipped = usize::from(*read);
                    *read = true;
                }
            }
            (_, "document") if self.path.is_empty() => self.found.is_document = true,
            (_, "p") => self.open.push(self.runs_on.take().unwrap_or_default()),
            (_, "r") => self.run = (String::new(), Letters::default()),
            (_, "sdt") => self.forms.push(Form::default()),
            ("sdtPr", "showingPlcHdr") => self.forms.last_mut().into_iter().for_each(|form| form.prompting = is_on(start)),
            (_, "docPartGallery") => {
                let contents = attribute(start, "val").is_some_and(|value| value.eq_ignore_ascii_case("Table of Contents"));
                self.forms.last_mut().into_iter().for_each(|form| form.contents |= contents);
            }
            (_, "tbl") => {
                self.flush();
                self.grids.push(Grid::default());
            }
            (_, "tr") => self.grids.last_mut().into_iter().for_each(|grid| grid.rows.push(Vec::new())),
            (_, "tc" | "txbxContent") => self.homes.push(Vec::new()),
            (_, "footnote" | "endnote") => {
                self.note = attribute(start, "id").unwrap_or_default();
                self.homes.push(Vec::new());
            }
            (_, "blip" | "imagedata") => self.found.left_out.pictures = true,
            (_, "altChunk" | "OLEObject") => self.found.left_out.embedded = true,
            (_, "fldSimple") => self.fields.begin_simple(&attribute(start, "instr").unwrap_or_default()),
            _ => self.inline(parent, name, start),
        }
        // What is skipped closes within what is skipped.
        if self.skipped == 0 {
            self.path.push(name);
        }
    }

    /// What stands in a paragraph's or a run's own element.
    fn inline(&mut self, parent: &str, name: &str, start: &BytesStart<'_>) {
        let of_run = self.path.iter().rev().nth(1) == Some(&"r");
        match (parent, name) {
            ("rPr", "rStyle") if of_run => self.run.0 = attribute(start, "val").unwrap_or_default(),
            ("rPr", _) if of_run => self.run.1.say(name, start),
            ("r", "tab" | "ptab") => self.say("\t"),
            ("r", "br" | "cr") => self.say("\n"),
            ("r", "noBreakHyphen") => self.say("\u{2011}"),
            ("r", "sym") => {
                self.say(symbols::said(&attribute(start, "char").unwrap_or_default(), &attribute(start, "font").unwrap_or_default()))
            }
            (_, "fldChar") => {
                if let Some(said) = self.fields.turn(&attribute(start, "fldCharType").unwrap_or_default()) {
                    self.put(&said, true);
                }
            }
            (_, "footnoteReference" | "endnoteReference") => {
                let kind = if name == "footnoteReference" { "footnotes" } else { "endnotes" };
                let said = self.footnotes.said(kind, &attribute(start, "id").unwrap_or_default());
                self.open.last_mut().into_iter().for_each(|open| open.after.extend(said.iter().cloned()));
            }
            _ => {
                let Some(open) = self.open.last_mut() else { return };
                match (parent, name) {
                    ("pPr", "pStyle") => open.style = attribute(start, "val").unwrap_or_default(),
                    ("pPr", "outlineLvl") => open.outline = number(start),
                    ("numPr", "numId") => open.list.number = attribute(start, "val"),
                    ("numPr", "ilvl") => open.list.level = number(start),
                    _ => {}
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        match self.path.last() {
            Some(&"t") => self.say(&symbols::plain(&text.replace(['\n', '\r', '\t'], " "))),
            Some(&"instrText") => self.fields.instruct(text),
            _ => {}
        }
    }

    /// Text that is shown, unless it hides.
    fn say(&mut self, text: &str) {
        let letters = self.letters();
        if self.fields.in_contents() || self.forms.iter().any(|form| form.contents) {
            self.found.left_out.contents = true;
        } else if letters.hidden == Some(true) && !text.trim().is_empty() {
            self.found.left_out.hidden = true;
        } else if !self.fields.hides() {
            self.put(text, self.fields.asks() || self.forms.iter().any(|form| form.prompting));
        }
    }

    fn put(&mut self, text: &str, prompting: bool) {
        let stands_out = self.looks.stands_out(self.letters());
        if let Some(open) = self.open.last_mut() {
            open.say(text, stands_out, prompting);
        }
    }

    fn letters(&self) -> Letters {
        let (style, letters) = &self.run;
        let named = if style.is_empty() { Letters::default() } else { self.looks.letters(style) };
        letters.over(named).over(self.looks.letters(self.open.last().map_or("", |open| open.style.as_str())))
    }

    fn close(&mut self) -> Result<(), Problem> {
        match self.path.pop() {
            Some("p") => {
                if let Some(open) = self.open.pop() {
                    if open.runs_on {
                        self.found.left_out.deleted = true;
                        self.runs_on = Some(Open {
                            text: open.text,
                            prompts: open.prompts,
                            loud: open.loud,
                            quiet: open.quiet,
                            after: open.after,
                            ..Open::default()
                        });
                    } else {
                        self.finish(open);
                    }
                }
            }
            Some("tc") => {
                self.flush();
                let paragraphs = flat(self.homes.pop().unwrap_or_default());
                if let Some(grid) = self.grids.last_mut()
                    && let deleted = std::mem::take(&mut grid.cell_deleted)
                    && let Some(row) = grid.rows.last_mut()
                    && !deleted
                {
                    row.push(paragraphs);
                }
            }
            Some("tr") => {
                if let Some(grid) = self.grids.last_mut()
                    && std::mem::take(&mut grid.row_deleted)
                {
                    self.found.left_out.deleted = true;
                    grid.rows.pop();
                }
            }
            Some("tbl") => {
                if let Some(grid) = self.grids.pop()
                    && !grid.rows.is_empty()
                {
                    self.home().push(Block::Table(grid.rows));
                }
            }
            Some("txbxContent") => {
                self.flush();
                let blocks = self.homes.pop().unwrap_or_default();
                match self.open.last_mut() {
                    Some(open) => open.after.extend(blocks),
                    None => self.home().extend(blocks),
                }
            }
            Some("footnote" | "endnote") => {
                self.flush();
                let blocks = self.homes.pop().unwrap_or_default();
                self.found.footnotes.push((std::mem::take(&mut self.note), blocks));
            }
            Some("sdt") => drop(self.forms.pop()),
            Some("AlternateContent") => drop(self.choices.pop()),
            Some("fldSimple") => {
                if let Some(said) = self.fields.turn("end") {
                    self.put(&said, true);
                }
            }
            _ => {}
        }
        if self.paragraphs > MOST_PARAGRAPHS { Err(Problem::TooLong) } else { Ok(()) }
    }

    fn home(&mut self) -> &mut Vec<Block> {
        if self.homes.is_empty() {
            self.homes.push(Vec::new());
        }
        let last = self.homes.len() - 1;
        &mut self.homes[last]
    }

    fn finish(&mut self, mut open: Open) {
        let after = std::mem::take(&mut open.after);
        if self.looks.is_contents(&open.style) {
            self.found.left_out.contents |= !open.text.trim().is_empty();
            open = Open::default();
        }
        let kind = self.looks.kind(&open.style, open.outline, &open.list);
        let paragraph = open.finish(kind);
        let empty = |block: &Block| matches!(block, Block::Paragraph(Paragraph { text, .. }) if text.is_empty());
        if !paragraph.text.is_empty() {
            self.paragraphs += 1;
            self.home().push(Block::Paragraph(paragraph));
        } else if !self.home().last().is_some_and(empty) {
            self.home().push(Block::Paragraph(Paragraph { kind: Kind::Plain, ..paragraph }));
        }
        self.home().extend(after);
    }

    /// A paragraph that should run on and has nothing to run into.
    fn flush(&mut self) {
        if let Some(open) = self.runs_on.take() {
            self.finish(open);
        }
    }
}
