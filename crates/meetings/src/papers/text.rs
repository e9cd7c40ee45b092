//! The text of a paper, with the place of each paragraph, and what of it nobody can read.

use reading::{pdf, plain, word};

use super::model::Kind;

/// The most characters of a paper: a book of a hundred and fifty pages.
const LONGEST: usize = 400_000;
/// Pages that are pictures which a message lists.
const LISTED: usize = 8;

/// A paper as it was read.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) kind: Kind,
    /// Its paragraphs, each with where it stands: `page 2, paragraph 3`.
    pub(super) paragraphs: Vec<(String, String)>,
    /// How many pages a PDF has.
    pub(super) pages: usize,
    /// What could not be read, as the end of a sentence; nothing where all could.
    pub(super) unread: Option<String>,
}

impl Read {
    /// As it is kept: a paragraph a line.
    pub(super) fn text(&self) -> String {
        self.paragraphs.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// Reads a file: PDF, Word or plain text, by what is in it and not by its name.
///
/// # Errors
/// A sentence for the person who brought it.
pub(super) fn read(bytes: &[u8]) -> Result<Read, String> {
    let read = if pdf::is_pdf(bytes) {
        of_pdf(bytes)?
    } else if bytes.starts_with(b"PK") {
        let found = word::paragraphs(bytes).map_err(|problem| problem.to_string())?;
        let left_out: Vec<&String> = found.notes.iter().filter(|note| !note.contains("table of contents")).collect();
        let unread = (!left_out.is_empty()).then(|| {
            let notes = left_out.iter().map(|note| note.trim_end_matches('.').to_lowercase()).collect::<Vec<_>>().join("; ");
            format!("it has parts that we do not read ({notes})")
        });
        Read { kind: Kind::Word, paragraphs: numbered(found.text().lines()), pages: 0, unread }
    } else {
        let text = plain::text(bytes).map_err(|problem| problem.to_string())?;
        Read { kind: Kind::Text, paragraphs: numbered(text.lines()), pages: 0, unread: None }
    };
    let length: usize = read.paragraphs.iter().map(|(_, text)| text.chars().count() + 1).sum();
    match length {
        0 if read.unread.is_none() => Err("There is no text in this file".into()),
        long if long > LONGEST => Err("This file has more than 400,000 characters. Bring the part that the meeting needs".into()),
        _ => Ok(read),
    }
}

fn of_pdf(bytes: &[u8]) -> Result<Read, String> {
    let (pages, known) = match pdf::pages(bytes) {
        Ok(pages) => (pages, true),
        Err(pdf::Problem::Scanned | pdf::Problem::Letters) => {
            (pdf::pages_or_pictures(bytes).map_err(|problem| problem.to_string())?, false)
        }
        Err(problem) => return Err(problem.to_string()),
    };
    let pictures: Vec<String> =
        (1..).zip(&pages).filter(|(_, text)| text.trim().is_empty()).map(|(number, _): (usize, _)| number.to_string()).collect();
    let unread = match pictures.as_slice() {
        _ if !known => Some("its pages are pictures, or letters that cannot be told".to_owned()),
        [] => None,
        [one] => Some(format!("page {one} is a picture or empty")),
        [some @ .., last] if pictures.len() <= LISTED => Some(format!("pages {} and {last} are pictures or empty", some.join(", "))),
        many => Some(format!("{} of its pages are pictures or empty", many.len())),
    };
    let placed = (1..).zip(&pages).flat_map(|(page, text)| {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        (1..).zip(lines).map(move |(at, line): (usize, &str)| (format!("page {page}, paragraph {at}"), line.to_owned()))
    });
    Ok(Read { kind: Kind::Pdf, paragraphs: placed.collect(), pages: pages.len(), unread })
}

fn numbered<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    let lines = lines.filter(|line| !line.trim().is_empty());
    (1..).zip(lines).map(|(at, line): (usize, &str)| (format!("paragraph {at}"), line.to_owned())).collect()
}
