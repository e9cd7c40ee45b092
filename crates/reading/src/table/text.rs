//! Text with separators: in whatever encoding, and with whichever separator, a program or a person has written it.

use std::collections::HashMap;

use super::{Cells, Problem, Table};

/// What cells are separated by; where two do as well, the first: commas stand in sentences too.
const SEPARATORS: [u8; 3] = [b'\t', b';', b','];
/// Rows that are looked at to find the separator.
const SAMPLE: usize = 200;

pub(super) fn read(bytes: &[u8]) -> Result<Table, Problem> {
    let text = decode(bytes).ok_or(Problem::NotATable)?.replace("\r\n", "\n").replace('\r', "\n");
    let start = text.trim_start();
    if start.starts_with('<') {
        return Err(Problem::WebPage);
    }
    if start.is_empty() {
        return Err(Problem::Empty);
    }
    if ["%PDF", "{\\rtf"].iter().any(|mark| start.starts_with(mark)) || text.contains('\0') {
        return Err(Problem::NotATable);
    }
    let mut cells = Cells::default();
    let (separator, skipped) = separator(&text);
    let body = &text[skipped..];
    let mut reader = reader(body, separator);
    let (mut record, mut number) = (csv::StringRecord::new(), 0);
    while reader.read_record(&mut record).map_err(|_| Problem::NotATable)? {
        // The reader passes over empty lines, and Excel counts them.
        let at = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
        number += body.get(at..).unwrap_or_default().bytes().take_while(|byte| *byte == b'\n').count();
        for (column, cell) in record.iter().enumerate() {
            cells.put(number, column, cell)?;
        }
        number += 1;
    }
    cells.table()
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

/// The separator, and how many bytes at the beginning only say what it is: `sep=;`, a line that Excel does not count.
fn separator(text: &str) -> (u8, usize) {
    if let Some(rest) = text.strip_prefix("sep=")
        && let [separator, b'\n', ..] = rest.as_bytes()
        && separator.is_ascii()
    {
        return (*separator, "sep=;\n".len());
    }
    // The one that divides the most rows; then the one with which the most rows have equally many cells; then the most cells.
    let fit = |separator: u8| {
        let mut widths: HashMap<usize, usize> = HashMap::new();
        for record in reader(text, separator).records().take(SAMPLE).flatten().filter(|record| record.len() > 1) {
            *widths.entry(record.len()).or_default() += 1;
        }
        let divided: usize = widths.values().sum();
        (divided, widths.into_iter().map(|(width, rows)| (rows, width)).max())
    };
    // The last of equals is what `max_by_key` gives.
    (SEPARATORS.into_iter().rev().max_by_key(|separator| fit(*separator)).unwrap_or(b','), 0)
}

/// The text of bytes: UTF-8, UTF-16 with or without its mark, else Windows-1252, which takes whatever there is.
fn decode(bytes: &[u8]) -> Option<String> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => Some(String::from_utf8_lossy(rest).into_owned()),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        // Plain letters as two bytes each: every other one is nought.
        [first, 0, second, 0, ..] if *first > 0 && *second > 0 => wide(bytes, u16::from_le_bytes),
        [0, first, 0, second, ..] if *first > 0 && *second > 0 => wide(bytes, u16::from_be_bytes),
        _ => Some(match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| windows(*byte)).collect(),
        }),
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok()
}

/// A character of Windows-1252.
fn windows(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•',
        '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    if (0x80..0xa0).contains(&byte) { HIGH[usize::from(byte - 0x80)] } else { char::from(byte) }
}
