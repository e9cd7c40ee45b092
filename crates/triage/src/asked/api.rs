//! The API of services and forums that were asked: all of a group, and those of one issue.

use axum::{
    Json,
    extract::{Path, Query, State as Shared},
};
use group::{acting::ApiCaller, groups::Group, people::Scope, permissions::Verb};
use kernel::{App, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{Answer, Ask},
    store,
};
use ::issues::issues;

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(of_issue))
}

/// As many as are told at once.
const MOST: i64 = 200;

/// Which are asked for.
#[derive(Debug, Deserialize, IntoParams)]
struct AskedQuery {
    /// `open` (also when it is left out): what may still be answered; or `closed`.
    #[serde(default)]
    state: Option<String>,
}

/// Something that a service or a forum was asked.
#[derive(Debug, Serialize, ToSchema)]
struct AskedService {
    /// The issue.
    reference: String,
    /// Who was asked, as the directory calls them.
    service: String,
    /// What for: `fix` (to put it right), `view` (before the group speaks about it), `forum` (as the forum that owns it).
    purpose: &'static str,
    /// What was asked beside the group's wording.
    question: String,
    /// `waits`, `promised`, `answered`, `silent` (also after a reminder) or `over` (the group has gone on).
    state: &'static str,
    /// The day on which it was asked.
    asked_on: String,
    /// By when an answer was asked for, where a day was named.
    due_on: Option<String>,
    /// The day on which it was reminded.
    reminded_on: Option<String>,
    /// The last answer: `done`, `ours`, `not-ours`, `needs-group`, `view`.
    answer: Option<&'static str>,
    /// In which words.
    words: String,
    /// By when it is put right, as they said.
    by_when: Option<String>,
    /// The day of the answer.
    answered_on: Option<String>,
    /// Where it stands, in a sentence.
    told: String,
}

fn told(group: &Group, ask: Ask) -> AskedService {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    AskedService {
        told: ask.told(),
        reference: group.reference(ask.number),
        service: ask.service,
        purpose: ask.purpose.key(),
        question: ask.question,
        state: ask.standing.key(),
        asked_on: ask.asked_on.to_string(),
        due_on: day(ask.due_on),
        reminded_on: day(ask.reminded_on),
        answer: ask.answer.map(Answer::key),
        words: ask.words,
        by_when: day(ask.by_when),
        answered_on: day(ask.answered_on),
    }
}

/// What services and forums were asked, the newest first.
#[derive(Debug, Serialize, ToSchema)]
struct AskedServices {
    items: Vec<AskedService>,
}

/// List the services and forums that were asked.
#[utoipa::path(
    get, path = "/api/v1/{group}/services", operation_id = "listAskedServices", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), AskedQuery),
    responses((status = 200, body = AskedServices), (status = 404, description = "You do not read issues there"))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller, Query(query): Query<AskedQuery>) -> Result<Json<AskedServices>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::ReadIssues)?;
    let group = &caller.acting.group;
    let open = match query.state.as_deref() {
        None | Some("" | "open") => true,
        Some("closed") => false,
        Some(_) => return Err(Error::field("state", "Use one of: open, closed")),
    };
    let asks = store::list(&app.db, group.id, open, MOST).await?;
    Ok(Json(AskedServices { items: asks.into_iter().map(|ask| told(group, ask)).collect() }))
}

/// List what services and forums were asked about one issue.
#[utoipa::path(
    get, path = "/api/v1/{group}/issues/{reference}/services", operation_id = "listAskedOfIssue", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "As in NM-0231")),
    responses((status = 200, body = AskedServices), (status = 404, description = "There is no such issue, or it is not yours to read"))
)]
async fn of_issue(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<AskedServices>> {
    let Path((_, reference)) = path;
    caller.needs(Scope::ReadIssues)?;
    let group = &caller.acting.group;
    let issue = issues::readable(&app.db, &caller.acting, &reference).await?;
    let asks = store::of_issue(&app.db, group.id, issue.id).await?;
    Ok(Json(AskedServices { items: asks.into_iter().map(|ask| told(group, ask)).collect() }))
}
