//! The pages on which somebody's actions are handed over and a seat is ended.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use group::{
    acting::Member,
    membership, people,
    permissions::{Role, Verb},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use crate::interests;

use super::{
    commands::{self, Choice, field, must_hand_over},
    queries::{self, Owned},
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/members/{person}/handover", get(handover).post(hand_over))
        .route("/{group}/members/{person}/departure", get(departure).post(depart))
}

#[derive(Template)]
#[template(path = "departures/form.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    heading: String,
    /// What they are, while they sit in the group.
    what: Option<String>,
    owns: String,
    actions: Vec<Field>,
    /// Where the seat is to end as well: the last day.
    last_on: Option<Field>,
}

/// What nobody holds stays on the list.
const NOBODY: &str = "nobody";

struct Shown<'a> {
    leaving: bool,
    fields: Option<&'a Fields>,
    errors: &'a [FieldError],
    notice: Option<&'a str>,
    status: StatusCode,
}

/// The person that an address names, if they sit in the group or still own something in it.
async fn named(app: &App, member: &Member, person: &str, leaving: bool) -> Result<(people::Person, Vec<Owned>)> {
    must_hand_over(&member.acting)?;
    if leaving {
        let why = "Seats are ended by the administrator and the co-chairs.";
        member.acting.must_or(Verb::RunMembership, Verb::SeeMembers, why)?;
    }
    let id: Uuid = person.parse().map_err(|_| Error::NotFound)?;
    let group = member.acting.group.id;
    let owned = queries::owned(&app.db, group, id).await?;
    if leaving || owned.is_empty() {
        membership::seat_of(&app.db, group, id).await?;
    }
    Ok((people::find(&app.db, id).await?, owned))
}

async fn page(app: &App, member: &Member, person: &str, shown: Shown<'_>) -> Result<Response> {
    let (person, owned) = named(app, member, person, shown.leaving).await?;
    let group = &member.acting.group;
    let today = app.clock.today(&group.time_zone);
    let seats = membership::seats(&app.db, group).await?;
    let others: Vec<(String, String)> = seats
        .iter()
        .filter(|seat| seat.person != person.id && seat.role != Role::Reader)
        .map(|seat| (seat.person.to_string(), seat.name.clone()))
        .collect();
    let first = if shown.leaving {
        vec![(String::new(), "Choose one".to_owned()), (NOBODY.to_owned(), "Nobody: it stays on the list without a holder".to_owned())]
    } else {
        vec![(String::new(), "Leave it as it is".to_owned())]
    };
    let options: Vec<_> = first.into_iter().chain(others).collect();
    let closed = interests::closed_items(&app.db, group.id, member.acting.person).await?;
    let select = |owned: &Owned| {
        let (action, name) = (&owned.action, field(&owned.action));
        let value = shown.fields.map(|fields| fields.get(&name).to_owned()).unwrap_or_default();
        let words = if closed.contains(&action.item) { interests::UNNAMED } else { &action.words };
        Field::select(name, format!("{}: {words}", action.reference()), options.clone())
            .hint(format!("By {}.", words::date(action.due)))
            .value(value)
            .error(shown.errors)
    };
    let seat = seats.iter().find(|seat| seat.person == person.id);
    let heading = if shown.leaving { format!("{} leaves the group", person.name) } else { format!("What {} owns", person.name) };
    let page = Page {
        frame: member.frame(app, &heading, "/members").with_errors(shown.errors).with_notice(shown.notice),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/members", group.slug),
        what: seat.map(|seat| seat.words(today)),
        owns: match owned.len() {
            0 => format!("{} owns no open action.", person.name),
            n => format!("{} owns {}.", person.name, words::count(n as u64, "open action", "open actions")),
        },
        actions: owned.iter().map(select).collect(),
        last_on: shown.leaving.then(|| {
            let value = shown.fields.map_or_else(|| today.to_string(), |fields| fields.get("last_on").to_owned());
            Field::new("last_on", "The last day", Input::Date)
                .hint("Today or earlier. From then on they see nothing of the group any more.")
                .value(value)
                .error(shown.errors)
        }),
        heading,
    };
    page::show_as(shown.status, &page)
}

/// What was chosen for each action.
fn choices(fields: &Fields, owned: &[Owned]) -> BTreeMap<i64, Choice> {
    let chosen = |owned: &Owned| {
        let choice = match fields.get(&field(&owned.action)) {
            NOBODY => Choice::Nobody,
            key => Choice::To(key.parse().ok()?),
        };
        Some((owned.action.number, choice))
    };
    owned.iter().filter_map(chosen).collect()
}

async fn handover(State(app): State<App>, Path((_, person)): Path<(String, String)>, member: Member) -> Result<Response> {
    page(&app, &member, &person, Shown { leaving: false, fields: None, errors: &[], notice: None, status: StatusCode::OK }).await
}

async fn departure(State(app): State<App>, Path((_, person)): Path<(String, String)>, member: Member) -> Result<Response> {
    page(&app, &member, &person, Shown { leaving: true, fields: None, errors: &[], notice: None, status: StatusCode::OK }).await
}

async fn hand_over(
    State(app): State<App>,
    Path((slug, person)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (named, owned) = named(&app, &member, &person, false).await?;
    let choices = choices(&posted.fields, &owned);
    let mut tx = app.begin().await?;
    match commands::hand_over(&app, &mut tx, &member.acting, named.id, &choices).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let errors = error.into_messages("actions")?;
            let shown = Shown { leaving: false, fields: Some(&posted.fields), errors: &errors, notice: None, status };
            return page(&app, &member, &person, shown).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/actions")).into_response())
}

async fn depart(State(app): State<App>, Path((slug, person)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let (named, owned) = named(&app, &member, &person, true).await?;
    let choices = choices(&posted.fields, &owned);
    let last_on = posted.fields.get("last_on").trim().parse();
    let mut tx = app.begin().await?;
    let left = match last_on {
        Ok(last_on) => commands::depart(&app, &mut tx, &member.acting, named.id, last_on, &choices).await,
        Err(_) => Err(Error::field("last_on", "Enter the date of the last day")),
    };
    match left {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let errors = error.into_messages("last_on")?;
            let shown = Shown { leaving: true, fields: Some(&posted.fields), errors: &errors, notice: None, status };
            return page(&app, &member, &person, shown).await;
        }
    }
    // Who has ended their own seat sees the group no more.
    let to = if named.id == member.acting.person { "/".to_owned() } else { format!("/{slug}/members?ended") };
    Ok(Redirect::to(&to).into_response())
}
