//! Tables that people bring: workbooks and text with separators, as a header and rows of plain cells.
//!
//! Which kind a file is tells its content, never its name: people rename files, and other programs write web pages that
//! they call workbooks.

mod archive;
mod compound;
#[cfg(test)]
mod tests;
mod text;
mod workbook;

/// The most bytes of a file.
pub const LARGEST: usize = 8 * 1024 * 1024;
/// The most rows with something in them.
pub const MOST_ROWS: usize = 20_000;
/// The most columns.
pub const MOST_COLUMNS: usize = 100;
/// The most characters of a cell: as many as Excel keeps.
const LONGEST_CELL: usize = 32_767;

/// A table: what its columns are called, and its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The sheets of the workbook that can be seen; none where it was text.
    pub sheets: Vec<String>,
    /// The sheet that was read; empty where it was text.
    pub sheet: String,
    /// What the columns are called: the first row with two filled cells. A column may have no name.
    pub header: Vec<String>,
    /// The rows below it that hold something, each with as many cells as there are columns.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number as Excel counts, from 1.
    pub number: usize,
    /// Its cells, without blanks around them.
    pub cells: Vec<String>,
}

/// Why a file gives no table: a sentence for the person who brought it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// More than [`LARGEST`].
    #[error("This file is larger than 8 MB. Leave out what is not needed, such as pictures, and bring it again")]
    TooLarge,
    /// An archive that unpacks to far more than it weighs.
    #[error("This workbook unpacks to more than we can read. Copy the table into a new workbook and bring that")]
    TooMuchInside,
    /// More than [`MOST_ROWS`].
    #[error("This table has more than 20,000 rows. Bring it in parts")]
    TooManyRows,
    /// More than [`MOST_COLUMNS`].
    #[error("This table has more than 100 columns. Keep those that are needed and bring it again")]
    TooManyColumns,
    /// A sheet whose cells lie so far apart that laying it out takes too much room.
    #[error("The cells of this workbook lie very far apart. Copy the table into a new workbook and bring that")]
    TooScattered,
    /// A cell that nobody can have meant.
    #[error("Row {0} holds a cell of more than 32,767 characters. Perhaps a quotation mark is missing there")]
    LongCell(usize),
    /// Nothing in it.
    #[error("There is nothing in this file")]
    Empty,
    /// No row that could name columns.
    #[error("This holds no table that we can see: no row has two filled cells. Its first row names the columns, such as Name and Email")]
    NoHeader,
    /// Another kind of file.
    #[error("This file holds no table that we can read. Save it as an Excel workbook (.xlsx) or as CSV and bring it again")]
    NotATable,
    /// A web page, as other programs write it and call it a workbook.
    #[error("This file is a web page that is called a workbook. Open it in Excel, save it as an Excel workbook (.xlsx) and bring that")]
    WebPage,
    /// Encrypted.
    #[error("This workbook is protected by a password. Take the password off and bring it again")]
    Password,
    /// It says that it is a workbook and cannot be read as one.
    #[error("This workbook is damaged and cannot be read. Open it in Excel, save it once more and bring it again")]
    Damaged,
    /// A sheet was asked for that is not there.
    #[error("This workbook has no sheet with that name")]
    NoSuchSheet,
}

/// Reads the table in a file: of a workbook the first sheet that holds one.
///
/// # Errors
/// A [`Problem`], in words for the person who brought it.
pub fn rows(bytes: &[u8]) -> Result<Table, Problem> {
    rows_of(bytes, None)
}

/// Reads the table in a file, from the sheet of that name.
///
/// # Errors
/// As [`rows`]; [`Problem::NoSuchSheet`] for a name that no sheet has.
pub fn rows_of(bytes: &[u8], sheet: Option<&str>) -> Result<Table, Problem> {
    if bytes.len() > LARGEST {
        return Err(Problem::TooLarge);
    }
    match bytes {
        [b'P', b'K', 3 | 5, _, ..] => workbook::zipped(bytes, sheet),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => workbook::old(bytes, sheet),
        _ => text::read(bytes),
    }
}

/// The cells of a sheet as they are found: rows by number, nothing but what is filled.
#[derive(Debug, Default)]
struct Cells(Vec<Row>);

impl Cells {
    /// Puts a cell into its place: `row` and `column` count from 0. Cells mostly come in order.
    fn put(&mut self, row: usize, column: usize, cell: &str) -> Result<(), Problem> {
        let cell = cell.trim();
        if cell.is_empty() {
            return Ok(());
        }
        let number = row + 1;
        if cell.len() > LONGEST_CELL && cell.chars().count() > LONGEST_CELL {
            return Err(Problem::LongCell(number));
        }
        if column >= MOST_COLUMNS {
            return Err(Problem::TooManyColumns);
        }
        let at = match self.0.last() {
            Some(last) if last.number == number => self.0.len() - 1,
            _ => match self.0.binary_search_by_key(&number, |row| row.number) {
                Ok(at) => at,
                // One more than the limit, for the header.
                Err(_) if self.0.len() > MOST_ROWS => return Err(Problem::TooManyRows),
                Err(at) => {
                    self.0.insert(at, Row { number, cells: Vec::new() });
                    at
                }
            },
        };
        let cells = &mut self.0[at].cells;
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cell.clone_into(&mut cells[column]);
        Ok(())
    }

    /// The table in these cells: lines above the header are titles, and are left out.
    fn table(self) -> Result<Table, Problem> {
        if self.0.is_empty() {
            return Err(Problem::Empty);
        }
        let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
        let mut rows = self.0.into_iter().skip_while(|row| filled(row) < 2);
        let Some(Row { cells: mut header, .. }) = rows.next() else { return Err(Problem::NoHeader) };
        let mut rows: Vec<Row> = rows.collect();
        if rows.len() > MOST_ROWS {
            return Err(Problem::TooManyRows);
        }
        let width = rows.iter().map(|row| row.cells.len()).chain([header.len()]).max().unwrap_or_default();
        header.resize(width, String::new());
        for row in &mut rows {
            row.cells.resize(width, String::new());
        }
        Ok(Table { header, rows, ..Table::default() })
    }
}
