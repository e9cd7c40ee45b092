//! Columns that are wanted, the columns that a table has, and what is to be said of its rows.

use std::collections::{BTreeSet, HashMap};

use reading::table::{self, Row, Table};

/// A column that an import wants.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The name of its field: `email`.
    pub key: &'static str,
    /// What people call it: `Email address`.
    pub label: &'static str,
    /// What else it may be called in somebody's table; in any case, with or without blanks and hyphens.
    pub synonyms: &'static [&'static str],
    /// Whether nothing can be made without it.
    pub required: bool,
}

/// Which column of a table holds what is wanted: a place for each wanted column, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping(Vec<Option<usize>>);

/// Letters and digits only, small: how names are compared.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A reference as it is looked for and stands in an address: small letters and digits, anything else between them as one
/// hyphen. `2023/17` is `2023-17`.
#[must_use]
pub fn as_key(reference: &str) -> String {
    let small = reference.to_lowercase();
    small.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

impl Mapping {
    /// A guess by the names of the columns: first those that are called as wanted, then those whose name holds it.
    #[must_use]
    pub fn guess(wanted: &[Wanted], header: &[String]) -> Self {
        let names: Vec<String> = header.iter().map(|name| plain(name)).collect();
        let mut mapping = Self(vec![None; wanted.len()]);
        for whole in [true, false] {
            // Short words stand in others: "to" in "sector".
            let is = |name: &str, word: &str| if whole { name == word } else { word.len() > 3 && name.contains(word) };
            for (index, wanted) in wanted.iter().enumerate() {
                let free = |column: &usize| !mapping.0.contains(&Some(*column));
                let mut words = [wanted.label, wanted.key].into_iter().chain(wanted.synonyms.iter().copied()).map(plain);
                let found = words.find_map(|word| (0..names.len()).filter(free).find(|column| is(&names[*column], &word)));
                mapping.0[index] = mapping.0[index].or(found);
            }
        }
        mapping
    }

    /// As somebody chose it: for each wanted column the number of a column, or nothing.
    #[must_use]
    pub fn chosen<'a>(wanted: &[Wanted], columns: usize, value: impl Fn(&str) -> &'a str) -> Self {
        let column = |wanted: &Wanted| value(wanted.key).parse().ok().filter(|column| *column < columns);
        Self(wanted.iter().map(column).collect())
    }

    /// The column that holds a wanted one.
    #[must_use]
    pub fn column(&self, wanted: &[Wanted], key: &str) -> Option<usize> {
        let index = wanted.iter().position(|wanted| wanted.key == key)?;
        *self.0.get(index)?
    }

    /// Every column that holds something wanted, once.
    #[must_use]
    pub fn columns(&self) -> BTreeSet<usize> {
        self.0.iter().copied().flatten().collect()
    }
}

/// The letters of a column as Excel writes them: `A`, `Z`, `AA`.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    if column < 26 { last.to_string() } else { letters(column / 26 - 1) + &last.to_string() }
}

/// A table and which of its columns hold what is wanted.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// What is wanted of it.
    pub wanted: &'static [Wanted],
    /// The table.
    pub table: Table,
    /// Which column holds what.
    pub mapping: Mapping,
}

impl Sheet {
    /// Reads a file for which nobody chooses the columns: by their names only.
    ///
    /// # Errors
    /// A sentence, when there is no table or a needed column has no name that we know.
    pub fn read(wanted: &'static [Wanted], bytes: &[u8], sheet: Option<&str>) -> Result<Self, String> {
        let table = table::rows_of(bytes, sheet).map_err(|problem| problem.to_string())?;
        let mapping = Mapping::guess(wanted, &table.header);
        let sheet = Self { wanted, table, mapping };
        match wanted.iter().find(|wanted| wanted.required && !sheet.has(wanted.key)) {
            Some(missing) => Err(format!("no column is called {}; there are: {}", missing.label, sheet.table.header.join(", "))),
            None => Ok(sheet),
        }
    }

    /// What a row holds of a wanted column; empty where there is none.
    #[must_use]
    pub fn cell<'a>(&self, row: &'a Row, key: &str) -> &'a str {
        self.mapping.column(self.wanted, key).and_then(|column| row.cells.get(column)).map_or("", String::as_str)
    }

    /// Whether the table has a wanted column at all.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.mapping.column(self.wanted, key).is_some()
    }

    /// A column in words: `Email (column B)`.
    #[must_use]
    pub fn column_words(&self, column: usize) -> String {
        match self.table.header.get(column).map(String::as_str) {
            None | Some("") => format!("Column {}", letters(column)),
            Some(name) => format!("{name} (column {})", letters(column)),
        }
    }
}

/// What keeps a row from coming in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The row, as Excel counts.
    pub row: usize,
    /// The column in words.
    pub column: String,
    /// A sentence that says what to do.
    pub message: String,
}

/// Problems by the row that they belong to.
#[must_use]
pub fn by_row(problems: &[Problem]) -> HashMap<usize, Vec<Problem>> {
    let mut rows: HashMap<usize, Vec<Problem>> = HashMap::new();
    for problem in problems {
        rows.entry(problem.row).or_default().push(problem.clone());
    }
    rows
}

/// What would come of a table.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// What would be made, each with its row.
    pub ready: Vec<(usize, T)>,
    /// Rows of what is here already and stays as it is, in words.
    pub already: Vec<(usize, String)>,
    /// Rows of people who have said that they want nothing of it, in words. They stay out.
    pub said_no: Vec<(usize, String)>,
    /// What keeps other rows from coming in.
    pub problems: Vec<Problem>,
}

impl<T> Default for Checked<T> {
    fn default() -> Self {
        Self { ready: Vec::new(), already: Vec::new(), said_no: Vec::new(), problems: Vec::new() }
    }
}

impl<T> Checked<T> {
    /// How many rows have a problem; a row may have several.
    #[must_use]
    pub fn held_up(&self) -> usize {
        self.problems.iter().map(|problem| problem.row).collect::<BTreeSet<_>>().len()
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    const WANTED: &[Wanted] = &[
        Wanted { key: "name", label: "Name", synonyms: &["who", "full name"], required: true },
        Wanted { key: "email", label: "Email address", synonyms: &["email", "mail"], required: true },
        Wanted { key: "deputy_email", label: "Deputy’s email", synonyms: &["deputy email"], required: false },
        Wanted { key: "to", label: "To", synonyms: &[], required: false },
    ];

    fn guess(header: &[&str]) -> Vec<Option<usize>> {
        Mapping::guess(WANTED, &header.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).0
    }

    #[test]
    fn columns_are_found_by_what_people_call_them() {
        assert_eq!(guess(&["E-Mail", "FULL NAME"]), [Some(1), Some(0), None, None]);
        assert_eq!(guess(&["Deputy e-mail", "Sector", "Work email", "Name of doctor"]), [Some(3), Some(2), Some(0), None]);
        assert_eq!(guess(&["a", ""]), [None, None, None, None]);
    }

    #[test]
    fn columns_are_called_as_excel_calls_them() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_column_that_is_not_there_is_not_chosen() {
        let mapping = Mapping::chosen(WANTED, 2, |key| if key == "name" { "1" } else { "2" });
        assert_eq!(mapping.0, [Some(1), None, None, None]);
    }
}
