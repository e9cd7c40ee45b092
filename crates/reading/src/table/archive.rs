//! A look into a zip archive before the workbook in it is read: what it unpacks to is counted, not believed, and what its
//! sheets would need when they are laid out is reckoned first.

use std::io::{Cursor, Read};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{MOST_COLUMNS, Problem};

/// The most bytes that all parts together unpack to.
const MOST_INSIDE: u64 = 100 * 1024 * 1024;
/// The most parts.
const MOST_PARTS: usize = 5_000;
/// The most cells that the sheets of a workbook may need when they are laid out as a whole, gaps and all.
pub(super) const MOST_CELLS: usize = 4_000_000;

/// What kind of workbook an archive holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Of Excel.
    Excel,
    /// Of LibreOffice and others.
    OpenDocument,
}

/// Reads every part once and counts its bytes; tells what kind of workbook it is.
pub(super) fn look_into(bytes: &[u8]) -> Result<Kind, Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Problem::Damaged)?;
    if archive.len() > MOST_PARTS {
        return Err(Problem::TooMuchInside);
    }
    let (mut left, mut kind) = (MOST_INSIDE, None);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| Problem::Damaged)?;
        let name = part.name().map_err(|_| Problem::Damaged)?.to_lowercase().replace('\\', "/");
        let mut content = Vec::new();
        part.take(left + 1).read_to_end(&mut content).map_err(|_| Problem::Damaged)?;
        left = left.checked_sub(content.len() as u64).ok_or(Problem::TooMuchInside)?;
        match name.as_str() {
            name if name.starts_with("xl/workbook") && name.ends_with(".xml") => kind = Some(Kind::Excel),
            "mimetype" if content.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") => kind = Some(Kind::OpenDocument),
            "content.xml" => check_sheets(&content)?,
            // Its reader makes room for as many strings as the part says that it has.
            name if name.ends_with("sharedstrings.xml") => check_strings(&content)?,
            _ => {}
        }
    }
    kind.ok_or(Problem::NotATable)
}

fn check_strings(xml: &[u8]) -> Result<(), Problem> {
    let (mut reader, mut buffer) = (Reader::from_reader(xml), Vec::new());
    loop {
        match reader.read_event_into(&mut buffer).map_err(|_| Problem::Damaged)? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "sst" => {
                let said = number(&tag, "uniqueCount")?;
                return if said > xml.len() { Err(Problem::Damaged) } else { Ok(()) };
            }
            Event::Eof => return Ok(()),
            _ => buffer.clear(),
        }
    }
}

/// An attribute that is a whole number; 1 where it is not there.
fn number(tag: &BytesStart<'_>, name: &str) -> Result<usize, Problem> {
    let attribute = tag.try_get_attribute(name).map_err(|_| Problem::Damaged)?;
    attribute.map_or(Ok(1), |attribute| attribute.value.trim().parse().map_err(|_| Problem::Damaged))
}

/// The extent of the sheets of an OpenDocument workbook, where a cell or a row may stand for a million.
fn check_sheets(xml: &[u8]) -> Result<(), Problem> {
    let (mut reader, mut buffer) = (Reader::from_reader(xml), Vec::new());
    // Of one sheet: rows so far, rows down to the last that is filled, columns of a filled cell; the cells of all sheets.
    let (mut rows, mut last, mut width, mut all) = (0_usize, 0, 0, 0_usize);
    let (mut column, mut inside) = (0_usize, None);
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(|_| Problem::Damaged)?;
        let empty = matches!(event, Event::Empty(_));
        match &event {
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                "table:table" => (rows, last, width) = (0, 0, 0),
                "table:table-row" => {
                    column = 0;
                    rows = rows.saturating_add(number(tag, "table:number-rows-repeated")?);
                }
                "table:table-cell" | "table:covered-table-cell" => {
                    column = column.saturating_add(number(tag, "table:number-columns-repeated")?);
                    let filled = tag
                        .attributes()
                        .flatten()
                        .any(|attribute| attribute.key.as_ref().starts_with("office:") || attribute.key.as_ref() == "table:formula");
                    inside = (!empty).then_some(column);
                    if filled {
                        (last, width) = (rows, width.max(column));
                    }
                }
                _ => {}
            },
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                if let Some(column) = inside {
                    (last, width) = (rows, width.max(column));
                }
            }
            Event::End(tag) => match tag.name().as_ref() {
                "table:table-cell" | "table:covered-table-cell" => inside = None,
                "table:table" => all = all.saturating_add(last.saturating_mul(width)),
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
        if width > MOST_COLUMNS {
            return Err(Problem::TooManyColumns);
        }
        if all > MOST_CELLS || last.saturating_mul(width) > MOST_CELLS {
            return Err(Problem::TooScattered);
        }
        buffer.clear();
    }
}
