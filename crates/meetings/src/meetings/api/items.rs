//! The agenda by the API: its items in order, moved by a place, taken off. Adding is with the record.

use axum::{
    Json,
    extract::{Path, State as Shared},
    http::StatusCode,
};
use group::{acting::ApiCaller, people::Scope, permissions::Verb};
use kernel::{App, Error, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    super::{commands, model::timetable, queries},
    may_write,
};
use crate::references::{self, read_item};

/// The routes of this part of the API.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(place)).routes(routes!(remove))
}

/// An item as it stands on the agenda.
#[derive(Debug, Serialize, ToSchema)]
struct AgendaItem {
    number: i64,
    /// `26/014`.
    reference: String,
    title: String,
    /// When it begins if the meeting begins on time: `12:45`.
    begins: String,
    minutes: i64,
    /// `decide`, `discuss` or `hear`.
    purpose: &'static str,
    presenter: String,
    /// Why it is reserved; empty for an open item.
    reserved: String,
    consent: bool,
    /// The issue's reference.
    issue: Option<String>,
    /// The number of the meeting to which it was moved on.
    moved_to: Option<i64>,
}

/// An agenda.
#[derive(Debug, Serialize, ToSchema)]
struct AgendaShown {
    items: Vec<AgendaItem>,
    /// Minutes of all items together.
    planned: i64,
    /// Minutes of the meeting.
    minutes: i64,
}

async fn shown(app: &App, caller: &ApiCaller, number: i64) -> Result<Json<AgendaShown>> {
    let group = &caller.acting.group;
    let record = queries::record(&app.db, group.id, number).await?.seen_by(caller.acting.person);
    let (begins, _) = timetable(&record.meeting, &record.items);
    let items = record.items.iter().zip(begins).map(|(item, begins)| AgendaItem {
        number: item.number,
        reference: item.reference(),
        title: item.title.clone(),
        begins: begins.strftime("%H:%M").to_string(),
        minutes: item.minutes,
        purpose: item.purpose.key(),
        presenter: item.presenter.clone(),
        reserved: item.reserved.clone(),
        consent: item.consent,
        issue: item.issue.as_ref().map(|issue| group.reference(issue.number)),
        moved_to: item.moved_to,
    });
    let planned = record.items.iter().map(|item| item.minutes).sum();
    Ok(Json(AgendaShown { items: items.collect(), planned, minutes: record.meeting.minutes }))
}

/// Read the agenda of a meeting, in order.
#[utoipa::path(
    get, path = "/api/v1/{group}/meetings/{number}/items", operation_id = "listItems", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    responses((status = 200, body = AgendaShown))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<AgendaShown>> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMeetings)?;
    shown(&app, &caller, number).await
}

/// Where an item goes.
#[derive(Debug, Deserialize, ToSchema)]
struct Step {
    /// `up` or `down`, by one place.
    to: String,
}

/// Move an item one place up or down.
#[utoipa::path(
    post, path = "/api/v1/{group}/meetings/{number}/items/{item}/place", operation_id = "moveItem", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number"), ("item" = String, Path, description = "14 or 26-014")),
    request_body = Step,
    responses((status = 200, body = AgendaShown), (status = 409, description = "The meeting is planned no more"))
)]
async fn place(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String, String)>,
    body: Result<Body<Step>>,
) -> Result<Json<AgendaShown>> {
    let Path((_, number, item)) = path;
    let (number, item) = (references::number(&number)?, read_item(&item).ok_or(Error::NotFound)?);
    may_write(&caller)?;
    let Body(step) = body?;
    let up = match step.to.as_str() {
        "up" => true,
        "down" => false,
        _ => return Err(Error::field("to", "Say up or down")),
    };
    let mut tx = app.begin().await?;
    commands::move_item(&app, &mut tx, &caller.acting, number, item, up).await?;
    app.commit(tx).await?;
    shown(&app, &caller, number).await
}

/// Take an item off the agenda. Its issue waits for another meeting.
#[utoipa::path(
    delete, path = "/api/v1/{group}/meetings/{number}/items/{item}", operation_id = "removeItem", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number"), ("item" = String, Path, description = "14 or 26-014")),
    responses((status = 204, description = "It is off the agenda"), (status = 409, description = "Something was said or decided on it, or the meeting is planned no more"))
)]
async fn remove(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String, String)>) -> Result<StatusCode> {
    let Path((_, number, item)) = path;
    let (number, item) = (references::number(&number)?, read_item(&item).ok_or(Error::NotFound)?);
    may_write(&caller)?;
    let mut tx = app.begin().await?;
    commands::remove_item(&app, &mut tx, &caller.acting, number, item).await?;
    app.commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}
