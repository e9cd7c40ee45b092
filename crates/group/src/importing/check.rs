//! How the cells of a table are checked: as the forms check what is typed, with a sentence for each cell that needs another
//! value.

use jiff::{
    ToSpan,
    civil::{Date, date},
};
use kernel::{
    Error,
    form::{Checks, TextRule},
};
use reading::table::Row;

use super::model::{Problem, Sheet, plain};
use crate::screening::{refuse_identifiers, refuse_numbers};

/// Looks for patients' numbers in every cell that would be kept. Also what only may be one is a problem here: in a table of
/// people or places nothing should look like it.
#[must_use]
pub fn screened(sheet: &Sheet) -> Vec<Problem> {
    let columns = sheet.mapping.columns();
    let mut problems = Vec::new();
    for row in &sheet.table.rows {
        for column in &columns {
            let cell = row.cells.get(*column).map_or("", String::as_str);
            // No number of a patient is without a digit.
            if cell.chars().any(char::is_numeric)
                && let Err(error) = refuse_numbers([("cell", cell)].into_iter(), false)
            {
                problems.extend(messages(error).map(|message| Problem { row: row.number, column: sheet.column_words(*column), message }));
            }
        }
    }
    problems
}

fn messages(error: Error) -> impl Iterator<Item = String> {
    error.into_messages("cell").unwrap_or_default().into_iter().map(|error| error.message)
}

/// The checks of one row.
#[derive(Debug)]
pub struct RowCheck<'a> {
    sheet: &'a Sheet,
    row: &'a Row,
    problems: Vec<Problem>,
}

impl<'a> RowCheck<'a> {
    /// Of this row.
    #[must_use]
    pub fn new(sheet: &'a Sheet, row: &'a Row) -> Self {
        Self { sheet, row, problems: Vec::new() }
    }

    /// What the row holds of a wanted column.
    #[must_use]
    pub fn cell(&self, key: &str) -> &'a str {
        self.sheet.cell(self.row, key)
    }

    /// Notes a problem with a wanted column.
    pub fn fail(&mut self, key: &str, message: impl Into<String>) {
        let column = match self.sheet.mapping.column(self.sheet.wanted, key) {
            Some(column) => self.sheet.column_words(column),
            None => self.sheet.wanted.iter().find(|wanted| wanted.key == key).map_or_else(String::new, |wanted| wanted.label.to_owned()),
        };
        self.problems.push(Problem { row: self.row.number, column, message: message.into() });
    }

    fn with(&mut self, key: &str, check: impl FnOnce(&mut Checks, &str) -> String) -> String {
        let mut checks = Checks::default();
        let value = check(&mut checks, self.cell(key));
        if let Err(error) = checks.done() {
            for message in messages(error) {
                self.fail(key, message);
            }
        }
        value
    }

    /// A text, as a form would take it.
    pub fn text(&mut self, key: &str, rule: TextRule) -> String {
        self.with(key, |checks, cell| checks.text("cell", cell, rule))
    }

    /// What somebody wrote of what happened: as [`RowCheck::text`], and nothing in it may tell who a patient is.
    pub fn prose(&mut self, key: &str, rule: TextRule) -> String {
        let text = self.text(key, rule);
        // Numbers are looked for in every cell; said once is enough.
        if refuse_numbers([("cell", text.as_str())].into_iter(), false).is_ok()
            && let Err(error) = refuse_identifiers([("cell", text.as_str())].into_iter(), true)
        {
            for message in messages(error) {
                self.fail(key, message);
            }
        }
        text
    }

    /// A mail address in small letters; empty is allowed.
    pub fn mail_address(&mut self, key: &str) -> String {
        self.with(key, |checks, cell| checks.mail_address("cell", cell)).to_lowercase()
    }

    /// A day; empty is none.
    pub fn day(&mut self, key: &str) -> Option<Date> {
        let cell = self.cell(key);
        let day = read_day(cell);
        if day.is_none() && !cell.is_empty() {
            self.fail(key, "Write a day as 2026-12-14 or 14/12/2026");
        }
        day
    }

    /// Yes or no, as people mark it; `None` for an empty cell.
    pub fn yes(&mut self, key: &str) -> Option<bool> {
        let cell = self.cell(key);
        match plain(cell).as_str() {
            "yes" | "y" | "true" | "x" | "1" => Some(true),
            "no" | "n" | "false" | "0" => Some(false),
            _ if ["✓", "✔"].contains(&cell) => Some(true),
            _ if ["", "-", "–"].contains(&cell) => None,
            _ => {
                self.fail(key, "Write yes or no");
                None
            }
        }
    }

    /// What was found.
    #[must_use]
    pub fn problems(self) -> Vec<Problem> {
        self.problems
    }
}

/// A day as people write it in tables: `2026-12-14`, `14/12/2026`, `14.12.26`, `14 December 2026`. The day stands before the
/// month, as here.
#[must_use]
pub fn read_day(text: &str) -> Option<Date> {
    let text = text.trim().split_once(" 00:00").map_or(text.trim(), |(day, _)| day);
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    // A day of Excel whose column lost its look: days since the end of 1899. Five digits are the years from 1927 to 2173.
    if text.len() == 5
        && let Ok(days) = text.parse::<i32>()
    {
        return date(1899, 12, 30).checked_add(days.days()).ok().filter(|_| days >= 10_000);
    }
    let parts: Vec<&str> = text.split([' ', '/', '.', '-']).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let year: i16 = match (year.len(), year.parse().ok()?) {
        (2, year) => 2_000 + year,
        (4, year) => year,
        _ => return None,
    };
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let named = || {
        let month = month.to_lowercase();
        (1..).zip(months).find(|(_, name)| month.starts_with(name)).map(|(number, _)| number)
    };
    let month = month.parse().ok().or_else(named)?;
    let day = day.trim_end_matches(char::is_alphabetic).parse().ok()?;
    Date::new(year, month, day).ok().filter(|day| (date(1900, 1, 1)..date(2200, 1, 1)).contains(day))
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it_and_the_day_stands_first() {
        for text in ["2026-12-04", "04/12/2026", "4.12.26", "4 December 2026", "4th Dec 2026", "4-dec-26", "2026-12-04 00:00", "46360"] {
            assert_eq!(read_day(text), Some(date(2026, 12, 4)), "{text}");
        }
        for text in ["", "soon", "31/02/2026", "12/2026", "4/13/2026", "4/12/226", "460000", "00001", "1/1/1/1"] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }
}
