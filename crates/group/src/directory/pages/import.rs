//! The directory brought in as a table, and written as one.

use axum::{Router, extract::State as Shared, response::Response, routing::get};
use kernel::{
    App, Result,
    form::Fields,
    upload::{self, Uploaded},
    words,
};

use super::super::{
    commands::must_run,
    import::{WANTED, bring_in, line, plan},
    model::{Above, Entry, Person, Sector},
    store,
};
use crate::{
    acting::Member,
    importing::{self, Import, Outcome, Taken},
};

pub(super) fn routes() -> Router<App> {
    upload::route("/{group}/directory/import", get(begin).post(take))
}

const IMPORT: Import = Import {
    title: "Bring in the directory",
    room: "/directory",
    room_name: "Directory",
    lead: "Each row becomes an entry. What is in the directory already, by its name, is left as it is. Nobody is mailed.",
    wanted: WANTED,
    ticks: &[],
};

async fn begin(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    must_run(&member.acting)?;
    importing::bring(&app, &member, &IMPORT, &Fields::default(), &[])
}

async fn take(Shared(app): Shared<App>, member: Member, uploaded: Result<Uploaded>) -> Result<Response> {
    must_run(&member.acting)?;
    let group = &member.acting.group;
    let Taken { sheet, found, fields, make } = match importing::take(&app, &member, &IMPORT, uploaded).await? {
        Ok(taken) => taken,
        Err(page) => return Ok(page),
    };
    let checked = if make {
        let mut tx = app.begin().await?;
        match bring_in(&app, &mut tx, &member.acting, (&sheet, &found), |checked| checked.goes(&fields)).await? {
            Ok(made) => {
                app.commit(tx).await?;
                let count = words::count(made as u64, "entry is", "entries are");
                return importing::done(&app, &member, &IMPORT, &[format!("{count} in the directory now.")]);
            }
            Err(checked) => checked,
        }
    } else {
        plan(&sheet, &store::all(&app.db, group.id).await?, &found, app.clock.today(&group.time_zone))
    };
    importing::check_page(&app, &member, &IMPORT, &sheet, &fields, &Outcome::new(&checked, line))
}

/// A cell of a table as text. What a spreadsheet would reckon as a formula is told to be text.
fn cell(text: &str) -> String {
    let guarded = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() };
    format!("\"{}\"", guarded.replace('"', "\"\""))
}

/// Entries as CSV, for Excel with the mark of UTF-8.
pub(super) fn as_csv(entries: &[Entry]) -> String {
    let head: Vec<String> = WANTED.iter().map(|wanted| cell(wanted.label)).collect();
    let mut out = format!("\u{feff}{}\r\n", head.join(","));
    for entry in entries {
        let above = match &entry.above {
            Above::Person(person) => person.clone(),
            Above::Entry(id) => {
                let name = entries.iter().find(|other| other.id == *id).map_or(String::new(), |other| other.name.clone());
                Person { name, email: String::new() }
            }
        };
        let value = |key: &str| match key {
            "name" => entry.name.clone(),
            "kind" => entry.kind.words().to_owned(),
            "sector" => entry.sector.map_or("", Sector::words).to_owned(),
            "contact_name" => entry.contact.name.clone(),
            "contact_post" => entry.post.clone(),
            "contact_email" => entry.contact.email.clone(),
            "agreed_on" => entry.agreed_on.map_or(String::new(), |day| day.to_string()),
            "deputy_name" => entry.deputy.name.clone(),
            "deputy_email" => entry.deputy.email.clone(),
            "above_name" => above.name.clone(),
            "above_email" => above.email.clone(),
            _ => entry.note.clone(),
        };
        let cells: Vec<String> = WANTED.iter().map(|wanted| cell(&value(wanted.key))).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}
