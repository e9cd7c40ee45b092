//! Workbooks: of Excel, new and old, and of LibreOffice. Macros, pictures and formulas are passed over; what a cell shows is
//! what counts.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{Data, DataRef, ExcelDateTime, Ods, OdsError, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};

use super::{Cells, Problem, Table, archive, compound};

type Bytes<'a> = Cursor<&'a [u8]>;

/// A workbook in a zip archive.
pub(super) fn zipped(bytes: &[u8], sheet: Option<&str>) -> Result<Table, Problem> {
    match archive::look_into(bytes)? {
        archive::Kind::Excel => guarded(|| excel(bytes, sheet)),
        archive::Kind::OpenDocument => guarded(|| {
            let mut book: Ods<Bytes<'_>> = Reader::new(Cursor::new(bytes)).map_err(|error| match error {
                OdsError::Password => Problem::Password,
                _ => Problem::Damaged,
            })?;
            laid_out(&mut book, sheet)
        }),
    }
}

/// A workbook as Excel wrote it until 2003.
pub(super) fn old(bytes: &[u8], sheet: Option<&str>) -> Result<Table, Problem> {
    compound::look_into(bytes)?;
    guarded(|| {
        let mut book: Xls<Bytes<'_>> = Reader::new(Cursor::new(bytes)).map_err(|error| match error {
            XlsError::Password => Problem::Password,
            _ => Problem::Damaged,
        })?;
        laid_out(&mut book, sheet)
    })
}

/// The reader of workbooks cuts slices by what the file says; a damaged file makes it panic, which is the file's fault and
/// no reason to end what we do. It holds nothing that outlives it.
fn guarded(read: impl FnOnce() -> Result<Table, Problem>) -> Result<Table, Problem> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(Problem::Damaged))
}

/// The sheets that can be seen, and of them those to try: the one that was asked for, else all, in their order.
fn sheets<'a, R: Reader<Bytes<'a>>>(book: &R, wanted: Option<&str>) -> Result<(Vec<String>, Vec<String>), Problem> {
    let seen = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
    let all: Vec<String> = seen.map(|sheet| sheet.name.clone()).collect();
    let tried: Vec<String> = all.iter().filter(|name| wanted.is_none_or(|wanted| wanted == *name)).cloned().collect();
    if tried.is_empty() {
        return Err(if all.is_empty() { Problem::Empty } else { Problem::NoSuchSheet });
    }
    Ok((all, tried))
}

/// The first of the sheets that holds a table; when none does, why the first one that holds anything does not.
fn first((all, tried): (Vec<String>, Vec<String>), mut cells: impl FnMut(&str) -> Result<Cells, Problem>) -> Result<Table, Problem> {
    let mut why = Problem::Empty;
    for name in tried {
        match cells(&name).and_then(Cells::table) {
            Ok(table) => return Ok(Table { sheets: all, sheet: name, ..table }),
            Err(Problem::Empty) => {}
            Err(Problem::NoHeader) => why = Problem::NoHeader,
            Err(problem) => return Err(problem),
        }
    }
    Err(why)
}

/// Cell by cell, because a sheet laid out as a whole may be a billion cells with two of them filled.
fn excel(bytes: &[u8], sheet: Option<&str>) -> Result<Table, Problem> {
    let mut book: Xlsx<Bytes<'_>> = Reader::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => Problem::Password,
        _ => Problem::Damaged,
    })?;
    let sheets = sheets(&book, sheet)?;
    first(sheets, |name| {
        let (mut cells, mut reader) = (Cells::default(), book.worksheet_cells_reader(name).map_err(|_| Problem::Damaged)?);
        while let Some(cell) = reader.next_cell().map_err(|_| Problem::Damaged)? {
            let (row, column) = place(cell.get_position());
            cells.put(row, column, &shown_ref(cell.get_value()))?;
        }
        Ok(cells)
    })
}

fn laid_out<'a, R: Reader<Bytes<'a>>>(book: &mut R, sheet: Option<&str>) -> Result<Table, Problem> {
    let sheets = sheets(book, sheet)?;
    first(sheets, |name| {
        let range = book.worksheet_range(name).map_err(|_| Problem::Damaged)?;
        let (top, left) = place(range.start().unwrap_or_default());
        let mut cells = Cells::default();
        for (row, column, cell) in range.used_cells() {
            cells.put(top + row, left + column, &shown(cell))?;
        }
        Ok(cells)
    })
}

fn place((row, column): (u32, u32)) -> (usize, usize) {
    (usize::try_from(row).unwrap_or(usize::MAX - 1), usize::try_from(column).unwrap_or(usize::MAX - 1))
}

fn shown_ref(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::SharedString(text) => (*text).to_owned(),
        other => shown(&Data::from(other.clone())),
    }
}

/// What a cell shows, as near as can be told without its format: days as `2026-12-14`, whole numbers without a point.
fn shown(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => float(*number),
        Data::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.into(),
        Data::DateTime(at) => instant(at),
        Data::DateTimeIso(text) => text.trim_end_matches("T00:00:00").replace('T', " "),
        Data::Error(error) => error.to_string(),
    }
}

/// With fifteen digits, as Excel keeps them.
fn float(number: f64) -> String {
    let number = format!("{number:.14e}").parse().unwrap_or(number);
    // Without "-0".
    format!("{}", if number == 0.0 { 0.0 } else { number })
}

fn instant(at: &ExcelDateTime) -> String {
    let days = at.as_f64();
    // Beyond the year 9999 there are no days.
    if !(0.0..2_958_466.0).contains(&days) {
        return float(days);
    }
    if at.is_duration() {
        let minutes = (days * 1_440.0).round();
        return format!("{}:{:02}", (minutes / 60.0).floor(), minutes % 60.0);
    }
    let (year, month, day, hour, minute, ..) = at.to_ymd_hms_milli();
    match (days < 1.0, hour, minute) {
        (true, ..) => format!("{hour:02}:{minute:02}"),
        (false, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        (false, ..) => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
    }
}
