//! The pages on which a log of issues is brought in.

use axum::{Router, extract::State as Shared, response::Response, routing::get};
use group::{
    acting::Member,
    importing::{self, Import, Outcome, Taken, plain},
    permissions::Verb,
};
use kernel::{
    App, Result,
    error::FieldError,
    form::Fields,
    page::{Field, Input},
    upload::{self, Uploaded},
    words,
};

use super::{
    commands,
    plan::{Plan, STATES, There, WANTED, line, plan},
};
use crate::issues::State;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    upload::route("/{group}/issues/import", get(begin).post(take))
}

const IMPORT: Import = Import {
    title: "Bring in the issue log",
    room: "/issues",
    room_name: "Issues",
    lead: "Each row becomes an issue with a running number of the group, and keeps its old reference. What came in before, by its reference, is left as it is. Nobody is mailed.",
    wanted: WANTED,
    ticks: &[],
};

/// The field that says from which number on the group counts.
const NEXT: &str = "next";

fn state_field(words: &str) -> String {
    format!("state-{}", plain(words))
}

/// What words of a state were said to mean, with what is there.
fn with_meanings(there: There, fields: &Fields) -> There {
    let means = fields.iter().filter_map(|(name, value)| Some((name.strip_prefix("state-")?.to_owned(), State::from_key(value)?)));
    There { means: means.filter(|(_, state)| STATES.iter().any(|(known, _)| known == state)).collect(), ..there }
}

/// The number from which on the group counts: as it was typed, if none below it is needed.
fn next_number(plan: &Plan, fields: &Fields) -> Option<i64> {
    match fields.get(NEXT).trim() {
        "" => Some(plan.next),
        typed => typed.parse().ok().filter(|next| (plan.next..=999_999_999).contains(next)),
    }
}

fn outcome(member: &Member, plan: &Plan, fields: &Fields) -> Outcome {
    let group = &member.acting.group;
    let mut errors = Vec::new();
    if next_number(plan, fields).is_none() {
        let message = format!("Enter {} or a higher number: those below are in use or needed for this log", plan.next);
        errors.push(FieldError { field: NEXT.into(), message });
    }
    let mut asked: Vec<Field> = Vec::new();
    for words in &plan.unknown {
        let options = std::iter::once((String::new(), "Choose what it means".to_owned()));
        let options = options.chain(STATES.iter().map(|(state, words)| (state.key().to_owned(), (*words).to_owned()))).collect();
        let name = state_field(words);
        let value = fields.get(&name).to_owned();
        asked.push(Field::select(name, format!("The log says “{words}”. What does that mean?"), options).value(value));
    }
    if !plan.checked.ready.is_empty() {
        let hint = format!(
            "The issues of this log end with {}. The lowest number that is free then is {}.",
            group.reference(plan.next - 1),
            plan.next
        );
        let typed = fields.get(NEXT);
        let value = if typed.is_empty() { plan.next.to_string() } else { typed.to_owned() };
        asked.push(
            Field::new(NEXT, "The number of the next issue that somebody raises", Input::Number).hint(hint).value(value).error(&errors),
        );
    }
    Outcome::new(&plan.checked, |issue| line(group, issue)).asking(asked, errors)
}

async fn begin(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    member.acting.must(Verb::BringPast)?;
    importing::bring(&app, &member, &IMPORT, &Fields::default(), &[])
}

async fn take(Shared(app): Shared<App>, member: Member, uploaded: Result<Uploaded>) -> Result<Response> {
    member.acting.must(Verb::BringPast)?;
    let acting = &member.acting;
    let Taken { sheet, found, fields, make } = match importing::take(&app, &member, &IMPORT, uploaded).await? {
        Ok(taken) => taken,
        Err(page) => return Ok(page),
    };
    let planned = if make {
        let mut tx = app.begin().await?;
        let goes = |plan: &Plan| next_number(plan, &fields).filter(|_| plan.checked.goes(&fields));
        match commands::bring_in(&app, &mut tx, acting, (&sheet, &found), |there| with_meanings(there, &fields), goes).await? {
            Ok(made) => {
                app.commit(tx).await?;
                let count = words::count(made as u64, "issue has come in", "issues have come in");
                return importing::done(&app, &member, &IMPORT, &[format!("{count}. Nobody was mailed.")]);
            }
            Err(planned) => planned,
        }
    } else {
        let there = with_meanings(commands::there(&app.db, acting).await?, &fields);
        plan(&acting.group, &sheet, &there, &found, app.clock.today(&acting.group.time_zone))
    };
    importing::check_page(&app, &member, &IMPORT, &sheet, &fields, &outcome(&member, &planned, &fields))
}
