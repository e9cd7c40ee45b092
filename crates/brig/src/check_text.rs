//! `brig check-text`: what in documents tells who a patient is, and where; without a database and without storing anything.

use std::{
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use analysis::identifiers::{self, Finding, Severity};
use anyhow::{Context, bail};
use clap::Args;
use group::screening;
use kernel::upload::LARGEST_FILE;
use reading::{pdf, plain, table, word};
use serde::Serialize;

/// What `brig check-text` takes.
#[derive(Debug, Args)]
pub(crate) struct CheckTextArgs {
    /// Documents: text (.txt), tables (.csv, .xlsx), Word files (.docx) and PDFs.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Something found in a file. It says where it stands and never what it is.
#[derive(Serialize)]
struct Found {
    file: String,
    /// As in "row 3, column 2" or "paragraph 7"; empty for plain text.
    part: String,
    /// As in "line 2, character 14", within the part.
    place: String,
    kind: &'static str,
    severity: &'static str,
    #[serde(skip)]
    label: &'static str,
}

/// Looks through documents and prints what was found; fails when something blocks.
pub(crate) fn check(args: &CheckTextArgs) -> anyhow::Result<()> {
    let mut found = Vec::new();
    for file in &args.files {
        let name = file.display().to_string();
        let parts = parts(file, &read(file)?).with_context(|| format!("cannot read {name}"))?;
        for (part, text) in parts {
            let told = |finding: &Finding| Found {
                file: name.clone(),
                part: part.clone(),
                place: screening::place(&text, finding),
                kind: finding.kind.key(),
                severity: finding.severity.key(),
                label: finding.kind.label(),
            };
            found.extend(identifiers::find(&text).iter().map(told));
        }
    }
    let text = if args.json { serde_json::to_string_pretty(&found)? + "\n" } else { listing(&found, args.files.len()) };
    match io::stdout().lock().write_all(text.as_bytes()) {
        // Whoever reads along has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        written => written.context("cannot print")?,
    }
    match found.iter().filter(|found| found.severity == Severity::Block.key()).count() {
        0 => Ok(()),
        1 => bail!("one place tells who a patient is: take it out"),
        count => bail!("{count} places tell who a patient is: take them out"),
    }
}

fn listing(found: &[Found], files: usize) -> String {
    if found.is_empty() {
        return format!("Nothing found in {files} {}.\n", if files == 1 { "file" } else { "files" });
    }
    let line = |found: &Found| {
        let part = if found.part.is_empty() { String::new() } else { format!("{}, ", found.part) };
        let sure = if found.severity == Severity::Block.key() { "looks like" } else { "may be" };
        format!("{}: {part}{}: {sure} {}\n", found.file, found.place, found.label)
    };
    found.iter().map(line).collect()
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let name = file.display();
    if file.is_dir() {
        bail!("{name} is a folder: name the files in it");
    }
    let mut bytes = Vec::new();
    let source = File::open(file).with_context(|| format!("cannot open {name}"))?;
    source.take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {name}"))?;
    if bytes.len() > LARGEST_FILE {
        bail!("{name} is larger than 8 MB: check it in parts");
    }
    Ok(bytes)
}

/// The texts of a file, each with where in the file it stands; the file's own name first.
fn parts(file: &Path, bytes: &[u8]) -> anyhow::Result<Vec<(String, String)>> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy().replace(['_', '+'], " ");
    let mut parts = vec![("the file's name".to_owned(), name)];
    let ending = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match ending.as_str() {
        "docx" => parts.extend(of_word(bytes)?),
        "pdf" => {
            let pages = pdf::pages(bytes)?;
            parts.extend(pages.into_iter().zip(1..).map(|(text, page)| (format!("page {page}"), text)));
        }
        "xlsx" | "xls" | "ods" => {
            let first = table::rows(bytes)?;
            for sheet in &first.sheets {
                parts.extend(of_table(sheet, table::rows_of(bytes, Some(sheet))));
            }
        }
        // A table in text is read as text: a line is a row, and nothing in it is left out.
        _ => parts.push((String::new(), plain::text(bytes)?)),
    }
    Ok(parts)
}

fn of_word(bytes: &[u8]) -> anyhow::Result<Vec<(String, String)>> {
    let word = word::paragraphs(bytes)?;
    let mut parts: Vec<_> = word.running.into_iter().map(|text| ("above or below the pages".to_owned(), text)).collect();
    for (block, number) in word.blocks.into_iter().zip(1..) {
        match block {
            word::Block::Paragraph(paragraph) => parts.push((format!("paragraph {number}"), paragraph.text)),
            word::Block::Table(rows) => {
                for (cells, row) in rows.into_iter().zip(1..) {
                    for (cell, column) in cells.into_iter().zip(1..) {
                        let text: Vec<String> = cell.into_iter().map(|paragraph| paragraph.text).collect();
                        parts.push((format!("paragraph {number}, a table, row {row}, column {column}"), text.join("\n")));
                    }
                }
            }
        }
    }
    Ok(parts)
}

/// A sheet; one that holds no table holds nothing to look at.
fn of_table(sheet: &str, table: Result<table::Table, table::Problem>) -> Vec<(String, String)> {
    let Ok(table) = table else { return Vec::new() };
    let mut parts = vec![(format!("sheet {sheet}, the heads of its columns"), table.header.join("\n"))];
    for row in table.rows {
        // A cell with its column's name before it: "DOB" is written once, above.
        let cells = row.cells.into_iter().zip(&table.header).zip(1..).filter(|((cell, _), _)| !cell.is_empty());
        parts.extend(
            cells.map(|((cell, head), column)| (format!("sheet {sheet}, row {}, column {column}", row.number), format!("{head}: {cell}"))),
        );
    }
    parts
}
