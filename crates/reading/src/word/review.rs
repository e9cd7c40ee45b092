//! A Word file that was gone through by people: each paragraph as it was and as it is to be, who changed it, and what was
//! commented on it.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::{
    package::Package,
    symbols,
    xml::{Step, attribute, each},
};
use crate::Problem;

/// How many paragraphs, and how many changes and comments, a file may have.
const MOST: usize = 5_000;
/// The most letters of a text that a comment stands at.
const ABOUT: usize = 400;

/// A Word file that was gone through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reviewed {
    /// What it says, stretch by stretch.
    pub stretches: Vec<Stretch>,
    /// The properties that whoever made the file gave it, by name.
    pub properties: HashMap<String, String>,
}

/// A paragraph. Where paragraphs were joined or parted it is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    /// As it was before the tracked changes: none for a new one, more than one where they were joined.
    pub before: Vec<String>,
    /// As it is to be: none for one that goes, more than one where it was parted.
    pub after: Vec<String>,
    /// Who changed what, in order.
    pub changes: Vec<Tracked>,
    /// What was said about it.
    pub comments: Vec<Comment>,
}

impl Stretch {
    /// Whether tracked changes make it another text.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.before != self.after
    }
}

/// What was done to some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// They are new.
    Inserted,
    /// They go.
    Deleted,
    /// They came here from elsewhere in the text.
    MovedHere,
    /// They went elsewhere in the text.
    MovedAway,
}

/// A tracked change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracked {
    /// What was done.
    pub done: Done,
    /// Whose it is, as the file says; may be empty.
    pub author: String,
    /// When, as the file says; may be empty.
    pub at: String,
    /// The words; empty where only the end of a paragraph was changed.
    pub words: String,
}

/// A comment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comment {
    /// Whose it is, as the file says; may be empty.
    pub author: String,
    /// When, as the file says; may be empty.
    pub at: String,
    /// What it says, a paragraph a line.
    pub words: String,
    /// The words that it was put at; may be empty.
    pub about: String,
}

/// Reads a Word file with its tracked changes and comments.
///
/// # Errors
/// What a person can do when this is no Word file, or one that cannot be read.
pub fn reviewed(bytes: &[u8]) -> Result<Reviewed, Problem> {
    let mut package = Package::open(bytes)?;
    let main = package.main()?;
    let document = package.part(&main)?.ok_or(Problem::NotWord)?;
    let mut comments = HashMap::new();
    for relation in package.relations(&main)?.iter().filter(|relation| relation.kind == "comments") {
        if let Some(part) = package.part(&relation.target)? {
            read_comments(&part, &mut comments)?;
        }
    }
    let mut properties = HashMap::new();
    for relation in package.relations("")?.iter().filter(|relation| relation.kind == "custom-properties") {
        if let Some(part) = package.part(&relation.target)? {
            read_properties(&part, &mut properties)?;
        }
    }
    let mut walker = Walker { comments, homes: vec![Building::default()], ..Walker::default() };
    each(&document, |step| {
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
    if !walker.is_document {
        return Err(Problem::NotWord);
    }
    walker.end();
    Ok(Reviewed { stretches: walker.found, properties })
}

fn read_comments(xml: &str, comments: &mut HashMap<String, Comment>) -> Result<(), Problem> {
    let (mut path, mut id, mut comment) = (Vec::<String>::new(), String::new(), Comment::default());
    each(xml, |step| {
        match step {
            Step::Open(name, start) => {
                if name == "comment" {
                    id = attribute(start, "id").unwrap_or_default();
                    comment = Comment { author: said(start, "author"), at: said(start, "date"), ..Comment::default() };
                }
                path.push(name.to_owned());
            }
            Step::Text(text) if path.last().is_some_and(|name| name == "t") => comment.words.push_str(text),
            Step::Text(_) => {}
            Step::Close => match path.pop().as_deref() {
                Some("p") => comment.words.push('\n'),
                Some("comment") => {
                    comment.words = comment.words.lines().map(tidy).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
                    comments.insert(std::mem::take(&mut id), std::mem::take(&mut comment));
                }
                _ => {}
            },
        }
        if comments.len() > MOST { Err(Problem::TooLong) } else { Ok(()) }
    })
}

fn read_properties(xml: &str, properties: &mut HashMap<String, String>) -> Result<(), Problem> {
    let (mut name, mut value) = (None, String::new());
    each(xml, |step| {
        match step {
            Step::Open("property", start) => (name, value) = (attribute(start, "name"), String::new()),
            Step::Text(text) => value.push_str(text),
            _ => {}
        }
        if let Some(name) = &name
            && !value.trim().is_empty()
        {
            properties.insert(name.clone(), value.trim().to_owned());
        }
        if properties.len() > MOST { Err(Problem::TooLong) } else { Ok(()) }
    })
}

fn said(start: &BytesStart<'_>, name: &str) -> String {
    tidy(&attribute(start, name).unwrap_or_default())
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A stretch that is still open: the line of each text that is being written.
#[derive(Default)]
struct Building {
    stretch: Stretch,
    before: String,
    after: String,
    /// What the end of the paragraph that is open is marked as.
    end_inserted: bool,
    end_deleted: bool,
}

#[derive(Default)]
struct Walker {
    found: Vec<Stretch>,
    comments: HashMap<String, Comment>,
    is_document: bool,
    path: Vec<String>,
    skipped: usize,
    /// The document, and within it text boxes.
    homes: Vec<Building>,
    /// What the words that come are marked as, the innermost last.
    marks: Vec<Tracked>,
    /// Comments whose words are being read, and those words.
    begun: Vec<(String, String)>,
    /// Rows that are open: whether each is new or goes.
    rows: Vec<Option<Tracked>>,
    changes: usize,
}

/// What is left out with all that it holds.
const SKIPPED: &[&str] = &[
    "pPrChange",
    "rPrChange",
    "sectPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "tblGridChange",
    "tblPrExChange",
    "numberingChange",
    "Fallback",
    "rt",
    "instrText",
    "delInstrText",
];

impl Walker {
    fn open(&mut self, name: &str, start: &BytesStart<'_>) {
        if SKIPPED.contains(&name) {
            self.skipped = 1;
            return;
        }
        let parent = self.path.last().cloned().unwrap_or_default();
        let of_paragraph = parent == "rPr" && self.path.iter().rev().nth(1).is_some_and(|name| name == "pPr");
        let done = match name {
            "ins" => Some(Done::Inserted),
            "del" => Some(Done::Deleted),
            "moveTo" => Some(Done::MovedHere),
            "moveFrom" => Some(Done::MovedAway),
            _ => None,
        };
        match (parent.as_str(), name, done) {
            (_, "document", _) if self.path.is_empty() => self.is_document = true,
            (_, "tbl" | "tc", _) => self.end(),
            (_, "tr", _) => self.rows.push(None),
            (_, "txbxContent", _) => self.homes.push(Building::default()),
            (_, _, Some(done)) => {
                let mark = Tracked { done, author: said(start, "author"), at: said(start, "date"), words: String::new() };
                self.mark(&parent, of_paragraph, mark);
            }
            ("r", "tab" | "ptab" | "br" | "cr", _) => self.say(" "),
            ("r", "noBreakHyphen", _) => self.say("\u{2011}"),
            ("r", "sym", _) => {
                self.say(symbols::said(&attribute(start, "char").unwrap_or_default(), &attribute(start, "font").unwrap_or_default()));
            }
            (_, "commentRangeStart", _) => self.begun.push((attribute(start, "id").unwrap_or_default(), String::new())),
            (_, "commentRangeEnd" | "commentReference", _) => self.comment(&attribute(start, "id").unwrap_or_default()),
            _ => {}
        }
        self.path.push(name.to_owned());
    }

    /// A mark: on the end of a paragraph, on a row, or around words.
    fn mark(&mut self, parent: &str, of_paragraph: bool, mark: Tracked) {
        let inserts = matches!(mark.done, Done::Inserted | Done::MovedHere);
        if of_paragraph {
            if let Some(home) = self.homes.last_mut() {
                *if inserts { &mut home.end_inserted } else { &mut home.end_deleted } = true;
                home.stretch.changes.push(mark);
                self.changes += 1;
            }
        } else if parent == "trPr" {
            if let Some(row) = self.rows.last_mut() {
                *row = Some(mark);
            }
        } else if parent != "rPr" && parent != "numPr" {
            self.marks.push(mark);
        }
    }

    fn text(&mut self, text: &str) {
        if matches!(self.path.last().map(String::as_str), Some("t" | "delText")) {
            self.say(&symbols::plain(&text.replace(['\n', '\r', '\t'], " ")));
        }
    }

    fn say(&mut self, text: &str) {
        if !self.path.iter().any(|name| name == "p") {
            return;
        }
        let marks = || self.marks.iter().chain(self.rows.iter().flatten());
        let inserted = marks().any(|mark| matches!(mark.done, Done::Inserted | Done::MovedHere));
        let deleted = marks().any(|mark| matches!(mark.done, Done::Deleted | Done::MovedAway));
        let innermost = self.marks.last().or_else(|| self.rows.iter().rev().flatten().next()).cloned();
        let Some(home) = self.homes.last_mut() else { return };
        if !inserted {
            home.before.push_str(text);
        }
        if !deleted {
            home.after.push_str(text);
        }
        if let Some(mark) = innermost {
            match home.stretch.changes.last_mut() {
                Some(last) if (last.done, &last.author, &last.at) == (mark.done, &mark.author, &mark.at) && !last.words.is_empty() => {
                    last.words.push_str(text);
                }
                _ => {
                    home.stretch.changes.push(Tracked { words: text.to_owned(), ..mark });
                    self.changes += 1;
                }
            }
        }
        for (_, about) in &mut self.begun {
            if about.len() < ABOUT {
                about.push_str(text);
            }
        }
    }

    /// A comment belongs to the paragraph in which its words end.
    fn comment(&mut self, id: &str) {
        let at = self.begun.iter().position(|(begun, _)| begun == id);
        let about = at.map(|at| self.begun.remove(at).1).unwrap_or_default();
        // A comment is said once: at the end of its words, or where its sign stands when it has none.
        if let (Some(comment), Some(home)) = (self.comments.remove(id), self.homes.last_mut()) {
            home.stretch.comments.push(Comment { about: tidy(&about).chars().take(ABOUT).collect(), ..comment });
        }
    }

    fn close(&mut self) -> Result<(), Problem> {
        match self.path.pop().as_deref() {
            Some("p") => self.paragraph_ends(),
            Some("tc") => self.end(),
            Some("tr") => drop(self.rows.pop()),
            Some("txbxContent") => {
                self.end();
                if self.homes.len() > 1 {
                    self.homes.pop();
                }
            }
            Some("ins" | "del" | "moveTo" | "moveFrom") => {
                let parent = self.path.last().map_or("", String::as_str);
                if !["rPr", "trPr", "numPr"].contains(&parent) {
                    self.marks.pop();
                }
            }
            _ => {}
        }
        if self.found.len() > MOST || self.changes > MOST { Err(Problem::TooLong) } else { Ok(()) }
    }

    fn paragraph_ends(&mut self) {
        let Some(home) = self.homes.last_mut() else { return };
        let (inserted, deleted) = (std::mem::take(&mut home.end_inserted), std::mem::take(&mut home.end_deleted));
        if !inserted {
            home.stretch.before.push(std::mem::take(&mut home.before));
        }
        if !deleted {
            home.stretch.after.push(std::mem::take(&mut home.after));
        }
        if !inserted && !deleted {
            self.end();
        }
    }

    /// What is open is a stretch.
    fn end(&mut self) {
        let Some(home) = self.homes.last_mut() else { return };
        let Building { mut stretch, before, after, .. } = std::mem::take(home);
        stretch.before.push(before);
        stretch.after.push(after);
        for lines in [&mut stretch.before, &mut stretch.after] {
            *lines = lines.iter().map(|line| tidy(line)).filter(|line| !line.is_empty()).collect();
        }
        for change in &mut stretch.changes {
            change.words = tidy(&change.words);
        }
        if !(stretch.before.is_empty() && stretch.after.is_empty() && stretch.comments.is_empty()) {
            self.found.push(stretch);
        }
    }
}
