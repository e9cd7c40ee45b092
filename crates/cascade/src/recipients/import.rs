//! A table of addresses: which column is wanted of it, and what would come of each row.

use std::collections::HashMap;

use group::importing::{Checked, Problem, RowCheck, Sheet, Wanted, by_row};

use super::commands::Standing;

/// The one column that is wanted: nothing else of a table is kept.
pub(super) const WANTED: &[Wanted] = &[Wanted {
    key: "email",
    label: "Email address",
    synonyms: &["email", "e-mail", "mail", "address", "addresses", "mail address", "recipient", "subscriber", "nhs email", "work email"],
    required: true,
}];

/// What would come of a table. `found` are problems of single cells, `standing` says how an address stands with the list.
#[must_use]
pub(super) fn plan(sheet: &Sheet, found: &[Problem], standing: impl Fn(&str) -> Standing) -> Checked<String> {
    let mut checked = Checked::default();
    let mut found_in = by_row(found);
    let mut rows: HashMap<String, usize> = HashMap::new();
    for row in &sheet.table.rows {
        let mut check = RowCheck::new(sheet, row);
        let address = check.mail_address("email");
        if address.is_empty() {
            check.fail("email", "Enter an email address");
        }
        let mut problems = check.problems();
        problems.extend(found_in.remove(&row.number).unwrap_or_default());
        if !problems.is_empty() {
            checked.problems.extend(problems);
            continue;
        }
        // The same address twice in a table is no fault of it: it goes on the list once.
        if let Some(first) = rows.get(&address) {
            checked.already.push((row.number, format!("{address}, which is in row {first} as well")));
            continue;
        }
        rows.insert(address.clone(), row.number);
        match standing(&address) {
            Standing::New => checked.ready.push((row.number, address)),
            Standing::There => checked.already.push((row.number, address)),
            Standing::SaidNo => checked.said_no.push((row.number, format!("{address} has said no"))),
        }
    }
    checked
}
