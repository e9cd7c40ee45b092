//! The directory as a table: each row an entry. What is there already, by its name, is left as it is.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx,
    ledger::{self, Event, Fact},
};
use reading::table::Row;
use uuid::Uuid;

use super::{
    commands::{Draft, checked, must_run},
    model::{Above, Entry, Kind, Person},
    store,
};
use crate::{
    acting::Acting,
    importing::{Checked, Problem, RowCheck, Sheet, Wanted, by_row, read_day},
};

/// The columns of a table of the directory. They are keyed as the fields of a [`Draft`] are called.
pub(super) const WANTED: &[Wanted] = &[
    Wanted {
        key: "name",
        label: "Name",
        synonyms: &["service", "hospital", "practice", "practice name", "organisation", "department"],
        required: true,
    },
    Wanted { key: "kind", label: "Kind", synonyms: &["type", "category"], required: false },
    Wanted { key: "sector", label: "Sector", synonyms: &["care sector", "primary or secondary"], required: false },
    Wanted {
        key: "contact_name",
        label: "Contact",
        synonyms: &["contact name", "contact person", "lead", "clinical lead", "practice manager"],
        required: false,
    },
    Wanted {
        key: "contact_post",
        label: "Contact’s post",
        synonyms: &["contact post", "post", "job title", "title", "role"],
        required: false,
    },
    Wanted {
        key: "contact_email",
        label: "Contact’s email",
        synonyms: &["contact email", "email", "e-mail", "email address", "mail"],
        required: false,
    },
    Wanted { key: "agreed_on", label: "Agreed on", synonyms: &["agreed", "date agreed"], required: false },
    Wanted { key: "deputy_name", label: "Deputy", synonyms: &["deputy name", "alternate", "second contact"], required: false },
    Wanted {
        key: "deputy_email",
        label: "Deputy’s email",
        synonyms: &["deputy email", "alternate email", "second email"],
        required: false,
    },
    Wanted {
        key: "above_name",
        label: "Reports to",
        synonyms: &["above", "line manager", "manager", "part of", "belongs to"],
        required: false,
    },
    Wanted { key: "above_email", label: "Reports to, email", synonyms: &["reports to email", "manager email"], required: false },
    Wanted { key: "note", label: "Note", synonyms: &["notes", "comment", "comments", "remarks"], required: false },
];

/// The draft in a row, its words for kind and sector read as people write them.
fn draft(check: &RowCheck<'_>) -> Draft {
    let text = |key: &str| check.cell(key).to_owned();
    let kind = match Kind::named(check.cell("kind")) {
        Some(kind) => kind.key().to_owned(),
        // Where nothing is said, the name often does.
        None if check.cell("kind").is_empty() => Kind::named(check.cell("name")).unwrap_or(Kind::Other).key().to_owned(),
        None => text("kind"),
    };
    let sector = check.cell("sector").to_lowercase();
    let sector = match (sector.contains("primary"), sector.contains("secondary") || sector.contains("acute")) {
        (true, true) => "both".into(),
        (true, false) => "primary".into(),
        (false, true) => "secondary".into(),
        (false, false) if sector.contains("neither") => "both".into(),
        (false, false) => sector,
    };
    Draft {
        name: text("name"),
        kind,
        sector,
        note: text("note"),
        contact_name: text("contact_name"),
        contact_post: text("contact_post"),
        contact_email: text("contact_email"),
        agreed_on: read_day(check.cell("agreed_on")).map_or_else(|| text("agreed_on"), |day| day.to_string()),
        deputy_name: text("deputy_name"),
        deputy_email: text("deputy_email"),
        above: String::new(),
        above_name: text("above_name"),
        above_email: text("above_email"),
    }
}

fn read(sheet: &Sheet, row: &Row, today: Date) -> (Option<Entry>, Vec<Problem>) {
    let mut check = RowCheck::new(sheet, row);
    match checked(Uuid::nil(), &draft(&check), None, today) {
        Ok(entry) => (Some(entry), check.problems()),
        // What looks like a number of a patient was found in the cells already.
        Err(Error::Invalid(errors)) => {
            for error in errors {
                check.fail(&error.field, error.message);
            }
            (None, check.problems())
        }
        Err(_) => (None, check.problems()),
    }
}

/// What would come of a table, with what is in the directory already. `found` are problems of single cells.
#[must_use]
pub(super) fn plan(sheet: &Sheet, there: &[Entry], found: &[Problem], today: Date) -> Checked<Entry> {
    let there: HashMap<String, &Entry> = there.iter().map(|entry| (entry.name.to_lowercase(), entry)).collect();
    let mut rows: HashMap<String, usize> = HashMap::new();
    let mut found_in = by_row(found);
    let mut out = Checked::default();
    for row in &sheet.table.rows {
        let (entry, mut problems) = read(sheet, row, today);
        problems.extend(found_in.remove(&row.number).unwrap_or_default());
        let name = sheet.cell(row, "name").to_lowercase();
        if let Some(first) = rows.get(&name) {
            let mut also = RowCheck::new(sheet, row);
            also.fail("name", format!("This name is in row {first} as well: keep only one of the two"));
            problems.extend(also.problems());
        } else if !name.is_empty() {
            rows.insert(name.clone(), row.number);
        }
        match (entry, there.get(&name)) {
            (Some(_), Some(known)) if problems.is_empty() => out.already.push((row.number, known.name.clone())),
            (Some(entry), None) if problems.is_empty() => out.ready.push((row.number, entry)),
            _ => out.problems.extend(problems),
        }
    }
    out
}

/// An entry that would come in, in a line.
pub(super) fn line(entry: &Entry) -> String {
    let contact = match entry.contact.words() {
        words if words.is_empty() => "no contact".to_owned(),
        words => words,
    };
    format!("{} ({}): {contact}", entry.name, entry.kind.words().to_lowercase())
}

/// Brings in what is ready; `goes` has the last word on what is found under the group's lock. Tells how many.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the directory.
pub(super) async fn bring_in(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    (sheet, found): (&Sheet, &[Problem]),
    goes: impl FnOnce(&Checked<Entry>) -> bool,
) -> Result<Result<usize, Checked<Entry>>> {
    must_run(acting)?;
    let (group, now) = (acting.group.id, app.clock.now());
    ledger::hold(tx, group).await?;
    let there = store::all(&mut *tx, group).await?;
    let checked = plan(sheet, &there, found, app.clock.today(&acting.group.time_zone));
    if !goes(&checked) {
        return Ok(Err(checked));
    }
    let mut entries = Vec::new();
    for (_, entry) in checked.ready {
        entries.push(Entry { id: app.ids.key(now)?, ..entry });
    }
    // Who is named as standing above and is an entry, is that entry.
    let known: HashMap<String, Uuid> = there.iter().chain(&entries).map(|entry| (entry.name.to_lowercase(), entry.id)).collect();
    for entry in &mut entries {
        if let Above::Person(Person { name, email }) = &entry.above
            && email.is_empty()
            && let Some(id) = known.get(&name.to_lowercase()).filter(|id| **id != entry.id)
        {
            entry.above = Above::Entry(*id);
        }
        store::insert(tx, group, entry).await?;
    }
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let event = Event::new(group, now, acting.actor(), "directory.imported", group).with("entries", Fact::Number(count));
    ledger::record(tx, event).await?;
    Ok(Ok(entries.len()))
}
