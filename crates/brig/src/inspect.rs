//! `brig terms inspect`: what a template of terms of reference holds, without a database and without storing anything.

use std::{
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::Args;
use kernel::{upload::LARGEST_FILE, words};
use serde::Serialize;
use terms::template::{self, ClauseKind, Mark, MarkKind, Template};

/// What `brig terms inspect` takes.
#[derive(Debug, Args)]
pub(crate) struct InspectArgs {
    /// The template: a Word file (.docx) or plain text; - reads standard input.
    file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Reads a template and prints what it holds.
pub(crate) fn inspect(args: &InspectArgs) -> anyhow::Result<()> {
    let template = template::of_file(&read(&args.file)?)?;
    let found = Found::of(&template);
    let text = if args.json { serde_json::to_string_pretty(&found)? + "\n" } else { found.listing() };
    match io::stdout().lock().write_all(text.as_bytes()) {
        // Whoever reads along has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot print"),
    }
}

/// The bytes of a file, and never more than a form would take.
fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let name = file.display();
    let source: Box<dyn Read> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else if file.is_dir() {
        bail!("{name} is a folder: name the file in it");
    } else {
        Box::new(File::open(file).with_context(|| format!("cannot open {name}"))?)
    };
    let mut bytes = Vec::new();
    source.take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {name}"))?;
    if bytes.len() > LARGEST_FILE {
        bail!("{name} is larger than 8 MB, which no terms of reference are: bring the document alone, without pictures");
    }
    Ok(bytes)
}

/// What a template holds, as scripts see it.
#[derive(Serialize)]
struct Found<'a> {
    /// The lines before the first heading.
    opening: Vec<&'a str>,
    sections: Vec<SectionFound<'a>>,
    placeholders: Vec<MarkFound<'a>>,
    local: Vec<MarkFound<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct SectionFound<'a> {
    heading: &'a str,
    paragraphs: usize,
    bullets: usize,
    #[serde(skip_serializing_if = "is_none")]
    rows: usize,
}

#[derive(Serialize)]
struct MarkFound<'a> {
    text: &'a str,
    section: &'a str,
    kind: MarkKind,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

impl<'a> Found<'a> {
    fn of(template: &'a Template) -> Self {
        let marks = |wanted: fn(MarkKind) -> bool| {
            let found = |mark: &'a Mark| MarkFound { text: &mark.text, section: heading(template, mark.section), kind: mark.kind };
            template.marks.iter().filter(|mark| wanted(mark.kind)).map(found).collect()
        };
        let sections = template.sections.iter().filter(|section| !section.heading.is_empty()).map(|section| {
            let count = |kind| section.clauses.iter().filter(|clause| clause.kind == kind && !clause.words.is_empty()).count();
            let [paragraphs, bullets, rows] = [ClauseKind::Paragraph, ClauseKind::Bullet, ClauseKind::Row].map(count);
            SectionFound { heading: &section.heading, paragraphs, bullets, rows }
        });
        let opening = template.sections.iter().filter(|section| section.heading.is_empty()).flat_map(|section| &section.clauses);
        Self {
            opening: opening.map(|clause| clause.words.as_str()).filter(|words| !words.is_empty()).collect(),
            sections: sections.collect(),
            placeholders: marks(MarkKind::is_placeholder),
            local: marks(|kind| !kind.is_placeholder()),
            notes: &template.notes,
        }
    }

    /// The same for people.
    fn listing(&self) -> String {
        let mut lines = Vec::new();
        let mut part = |title: String, found: Vec<String>| {
            if !found.is_empty() {
                lines.push(title);
                lines.extend(found.into_iter().map(|line| format!("  {}", line.replace(['\n', '\t'], " | "))));
                lines.push(String::new());
            }
        };
        part("Before the first heading".to_owned(), self.opening.iter().map(|&line| line.to_owned()).collect());
        part(counted(self.sections.len(), "section", "sections"), self.sections.iter().map(SectionFound::line).collect());
        part(counted(self.placeholders.len(), "placeholder", "placeholders"), self.placeholders.iter().map(MarkFound::line).collect());
        part(format!("{} to look at", counted(self.local.len(), "place", "places")), self.local.iter().map(MarkFound::line).collect());
        part("To know".to_owned(), self.notes.to_vec());
        lines.join("\n")
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    words::count(count as u64, one, many)
}

fn heading(template: &Template, section: usize) -> &str {
    template.sections.get(section).map_or("", |section| section.heading.as_str())
}

impl SectionFound<'_> {
    fn line(&self) -> String {
        let counts = [(self.paragraphs, "paragraph", "paragraphs"), (self.bullets, "bullet", "bullets"), (self.rows, "row", "rows")];
        let counts: Vec<String> =
            counts.into_iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| counted(count, one, many)).collect();
        let counts = if counts.is_empty() { "nothing below it".to_owned() } else { counts.join(", ") };
        format!("{}: {counts}", self.heading)
    }
}

impl MarkFound<'_> {
    fn line(&self) -> String {
        let text = if self.kind == MarkKind::EmptyTable { "a table without words" } else { self.text };
        let section = if self.section.is_empty() { String::new() } else { format!(" ({})", self.section) };
        format!("{}: {text}{section}", self.kind.key())
    }
}
