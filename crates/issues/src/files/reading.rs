//! The words of a file, and the same words as they are looked through.

use kernel::form::shown_again;
use reading::{Problem, pdf, plain, table, word};

use super::model::{Kind, LONGEST};

/// The words of a file.
#[derive(Debug)]
pub(super) struct Paper {
    pub(super) kind: Kind,
    /// As they are kept.
    pub(super) words: String,
    /// The cells of its tables, each with the name of its column before it: "DOB" is written once, above.
    pub(super) cells: String,
}

const PICTURE: &str =
    "This is a picture. A picture cannot be looked through for what could identify a patient, so none is taken. Say in words what it shows";

/// Reads a file by what is in it, never by what it is called.
///
/// # Errors
/// A sentence for the person who brought it.
pub(super) fn read(bytes: &[u8]) -> Result<Paper, String> {
    let (kind, words, cells) = if is_picture(bytes) {
        return Err(PICTURE.to_owned());
    } else if pdf::is_pdf(bytes) {
        let pages = pdf::pages(bytes).map_err(|problem| problem.to_string())?;
        (Kind::Pdf, pages.join("\n"), String::new())
    } else if bytes.starts_with(b"PK") {
        match word::paragraphs(bytes) {
            Ok(word) => (Kind::Word, of_word(&word), String::new()),
            Err(Problem::NotWord) => workbook(bytes)?,
            Err(problem) => return Err(problem.to_string()),
        }
    } else {
        let words = plain::text(bytes).map_err(|problem| problem.to_string())?;
        let cells = table::rows(bytes).map(|table| cells(&table)).unwrap_or_default();
        (Kind::Text, words, cells)
    };
    let words = shown_again(&words).trim().to_owned();
    match words.chars().count() {
        0 => Err("There are no words in this file. If it is a picture of a page, say in words what it shows".into()),
        long if long > LONGEST => Err("This file has more than 100,000 characters. Bring only the part that matters".into()),
        _ => Ok(Paper { kind, words, cells: shown_again(&cells) }),
    }
}

/// How pictures begin, as telephones and scanners write them.
fn is_picture(bytes: &[u8]) -> bool {
    let starts: [&[u8]; 7] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"DICM"];
    let named = |at: usize, name: &[u8]| bytes.get(at..at + name.len()) == Some(name);
    let film = named(4, b"ftyp");
    let bitmap_in_words = bytes.starts_with(b"BM") && !bytes.iter().take(64).any(|byte| *byte == 0);
    (starts.iter().any(|start| bytes.starts_with(start)) && !bitmap_in_words)
        || film
        || (bytes.starts_with(b"RIFF") && named(8, b"WEBP"))
        || named(128, b"DICM")
}

/// A Word file's words: what stands above and below the pages, paragraphs, and tables a row a line.
fn of_word(word: &word::Word) -> String {
    let mut lines = word.running.clone();
    for block in &word.blocks {
        match block {
            word::Block::Paragraph(paragraph) => lines.push(paragraph.text.clone()),
            word::Block::Table(rows) => lines.extend(rows.iter().map(|row| {
                let cell = |cell: &Vec<word::Paragraph>| cell.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ");
                row.iter().map(cell).collect::<Vec<_>>().join(" | ")
            })),
        }
    }
    lines.join("\n")
}

/// A workbook's words: every sheet that can be seen and holds a table.
fn workbook(bytes: &[u8]) -> Result<(Kind, String, String), String> {
    let first = table::rows(bytes).map_err(|problem| match problem {
        table::Problem::NotATable => {
            "This is no file whose words we can read. Bring a Word file, a PDF, an Excel workbook or plain text".into()
        }
        problem => problem.to_string(),
    })?;
    let (mut words, mut all) = (Vec::new(), String::new());
    for sheet in &first.sheets {
        match table::rows_of(bytes, Some(sheet)) {
            Ok(table) => {
                words.push(format!("{sheet}\n{}", lines(&table)));
                all.push_str(&cells(&table));
            }
            // A sheet without a table is notes or a drawing: nothing of it is kept, so nothing of it needs a look.
            Err(table::Problem::Empty | table::Problem::NoHeader) => {}
            Err(problem) => return Err(problem.to_string()),
        }
    }
    Ok((Kind::Workbook, words.join("\n\n"), all))
}

fn lines(table: &table::Table) -> String {
    let rows = std::iter::once(&table.header).chain(table.rows.iter().map(|row| &row.cells));
    rows.map(|cells| cells.join(" | ")).collect::<Vec<_>>().join("\n")
}

fn cells(table: &table::Table) -> String {
    let filled = table.rows.iter().flat_map(|row| row.cells.iter().zip(&table.header)).filter(|(cell, _)| !cell.is_empty());
    filled.map(|(cell, head)| format!("{head}: {cell}\n")).collect()
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_picture_is_known_and_a_text_that_begins_alike_is_not() {
        for picture in [&b"\x89PNG\r\n\x1a\n\0"[..], b"\xff\xd8\xff\xe0", b"\0\0\0\x18ftypheic", b"RIFF\0\0\0\0WEBPVP8 ", b"BM\x36\0\0\0"] {
            assert_eq!(read(picture).expect_err("a picture"), PICTURE);
        }
        assert_eq!(read(b"BMI clinic letters come late").expect("a text").words, "BMI clinic letters come late");
    }

    #[test]
    fn a_table_in_text_is_looked_through_with_the_names_of_its_columns() {
        let paper = read(b"Ward,DOB\n4,12/03/61\n").expect("a table");
        assert_eq!((paper.kind, paper.words.as_str()), (Kind::Text, "Ward,DOB\n4,12/03/61"));
        assert!(paper.cells.contains("DOB: 12/03/61"));
    }

    #[test]
    fn what_has_no_words_is_refused_with_what_to_do() {
        for (bytes, said) in [(&b" \n"[..], "no words"), (b"PK\x03\x04", "no file whose words"), (b"\0\x01\x02\x03", "not text")] {
            let told = read(bytes).expect_err("refused");
            assert!(told.contains(said) || said == "no file whose words" && !told.is_empty(), "{told}");
        }
        assert!(read("a b ".repeat(30_000).as_bytes()).expect_err("too long").contains("100,000"));
    }
}
