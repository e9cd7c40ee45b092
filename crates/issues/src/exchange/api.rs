//! The API of the exchange: read it, ask a question.

use axum::{
    Json,
    extract::{Path, State as Shared},
    http::StatusCode,
};
use group::{acting::ApiCaller, people::Scope};
use jiff::civil::Date;
use kernel::{App, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{commands, store};
use crate::issues::{self, Issue};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read, ask))
}

/// A question to ask.
#[derive(Debug, Deserialize, ToSchema)]
struct NewQuestion {
    /// Up to 1,000 characters, nothing that could identify a patient.
    text: String,
}

/// Something that was asked, answered or added.
#[derive(Debug, Serialize, ToSchema)]
struct SaidLine {
    /// `question`, `answer` or `addition`.
    kind: &'static str,
    text: String,
    /// The day; there is no time of day.
    #[schema(value_type = String)]
    said_on: Date,
}

/// What passed between the group and the reporter, in order.
#[derive(Debug, Serialize, ToSchema)]
struct Exchange {
    reference: String,
    /// Where the issue stands: `asked` while it waits for an answer before triage.
    state: &'static str,
    items: Vec<SaidLine>,
}

async fn exchange(app: &App, caller: &ApiCaller, issue: &Issue) -> Result<Json<Exchange>> {
    let group = &caller.acting.group;
    let lines = store::lines(&app.db, group.id, issue.id).await?;
    let items = lines.into_iter().map(|line| SaidLine { kind: line.kind.key(), text: line.words, said_on: line.said_on }).collect();
    Ok(Json(Exchange { reference: group.reference(issue.number), state: issue.state.key(), items }))
}

/// Read what passed between the group and the reporter of an issue.
#[utoipa::path(
    get, path = "/api/v1/{group}/issues/{reference}/exchange", operation_id = "readExchange", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "As in NM-0231")),
    responses((status = 200, body = Exchange), (status = 404, description = "There is no such issue, or it is not yours to read"))
)]
async fn read(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<Exchange>> {
    let Path((_, reference)) = path;
    caller.needs(Scope::ReadIssues)?;
    let issue = issues::readable(&app.db, &caller.acting, &reference).await?;
    exchange(&app, &caller, &issue).await
}

/// Ask the reporter of an issue one question.
#[utoipa::path(
    post, path = "/api/v1/{group}/issues/{reference}/exchange", operation_id = "askReporter", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "As in NM-0231")),
    request_body = NewQuestion,
    responses(
        (status = 201, body = Exchange),
        (status = 409, description = "Another question waits for its answer, or the issue is closed"),
        (status = 422, description = "The question is empty or too long, or a patient's number is in it"),
    )
)]
async fn ask(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String)>,
    body: Result<Body<NewQuestion>>,
) -> Result<(StatusCode, Json<Exchange>)> {
    let Path((_, reference)) = path;
    caller.needs(Scope::Write)?;
    let issue = issues::readable(&app.db, &caller.acting, &reference).await?;
    let Body(new) = body?;
    let mut tx = app.begin().await?;
    commands::ask(&app, &mut tx, &caller.acting, issue.number, &new.text).await?;
    app.commit(tx).await?;
    let issue = issues::find(&app.db, caller.acting.group.id, issue.number).await?;
    Ok((StatusCode::CREATED, exchange(&app, &caller, &issue).await?))
}
