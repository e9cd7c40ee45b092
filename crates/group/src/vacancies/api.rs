//! The API of vacancies: whom the group looks for. It only reads, and nothing of what people say of themselves.

use axum::{Json, extract::State as Shared};
use jiff::civil::Date;
use kernel::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::store;
use crate::{acting::ApiCaller, people::Scope, permissions::Verb};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// A place in the group that somebody is looked for.
#[derive(Debug, Serialize, ToSchema)]
struct ListedVacancy {
    /// Its running number.
    number: i64,
    /// As what somebody is looked for: `gp`, `nurse`.
    capacity: &'static str,
    /// Who is wanted, in a few words.
    wanted: String,
    /// What it is about.
    text: String,
    /// Whether people can still say that they are interested.
    open: bool,
    /// The last day on which they can, as in `2026-11-22`.
    #[schema(value_type = String)]
    closes_on: Date,
    /// When it was closed; null while it is not.
    #[schema(value_type = Option<String>)]
    closed_on: Option<Date>,
    /// The page that everybody can read.
    url: String,
    /// How many people wait for an answer; null for who does not keep the membership.
    waiting: Option<i64>,
}

/// The vacancies of a group.
#[derive(Debug, Serialize, ToSchema)]
struct Vacancies {
    /// The latest first, at most 100.
    items: Vec<ListedVacancy>,
}

/// List vacancies.
#[utoipa::path(
    get, path = "/api/v1/{group}/vacancies", operation_id = "listVacancies", tag = "group",
    params(("group" = String, Path, description = "The group's part of addresses")),
    responses((status = 200, body = Vacancies), (status = 404, description = "You have no seat there, or read only what is published"))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller) -> Result<Json<Vacancies>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMembers)?;
    let group = &caller.acting.group;
    let (today, runs) = (app.clock.today(&group.time_zone), caller.acting.may(Verb::RunMembership));
    let items = store::all(&app.db, group.id).await?.into_iter().map(|(vacancy, waiting)| ListedVacancy {
        open: vacancy.is_open(today),
        url: app.url(&format!("/{}/vacancies/{}", group.slug, vacancy.number)),
        number: vacancy.number,
        capacity: vacancy.capacity.key(),
        wanted: vacancy.wanted,
        text: vacancy.words,
        closes_on: vacancy.closes_on,
        closed_on: vacancy.closed_on,
        waiting: runs.then_some(waiting),
    });
    Ok(Json(Vacancies { items: items.collect() }))
}
