//! The API of merging: put a report under another, and split it off again.

use axum::{
    Json,
    extract::{Path, State as Shared},
};
use group::{acting::ApiCaller, groups::Group, people::Scope, permissions::Verb};
use kernel::{App, Error, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{commands, store, weight};
use crate::issues;

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(merge)).routes(routes!(unmerge)).routes(routes!(split))
}

/// A report to merge into an issue.
#[derive(Debug, Deserialize, ToSchema)]
struct MergedReport {
    /// Its reference, as in `NM-0231`.
    report: String,
}

/// Reports that are dealt with together.
#[derive(Debug, Serialize, ToSchema)]
struct Reports {
    /// The one that leads: what happens to it happens to all.
    lead: String,
    /// Those that are merged with it, the oldest first.
    reports: Vec<String>,
    /// How many reports speak of this fault: these, and those that people called the same without merging them.
    weight: usize,
}

async fn reports(app: &App, group: &Group, number: i64) -> Result<Json<Reports>> {
    let issue = issues::find(&app.db, group.id, number).await?;
    let lead = issues::by_id(&app.db, group.id, store::lead_of(&app.db, group.id, issue.id).await?).await?;
    let reports = store::beside(&app.db, group, &lead).await?.reports;
    let weight = weight::of(&app.db, group.id, lead.id).await?.reports;
    Ok(Json(Reports { lead: group.reference(lead.number), weight, reports }))
}

/// Merge a report into an issue: it keeps its text, reporter and answers, and is dealt with under the issue. Said twice it is once.
#[utoipa::path(
    post, path = "/api/v1/{group}/issues/{reference}/reports", operation_id = "mergeReport", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "The issue that leads, as in NM-0021")),
    request_body = MergedReport,
    responses(
        (status = 200, body = Reports),
        (status = 404, description = "There is no such issue, or it is not yours to merge"),
        (status = 409, description = "The two cannot be merged; the detail says why"),
    )
)]
async fn merge(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String)>,
    body: Result<Body<MergedReport>>,
) -> Result<Json<Reports>> {
    let Path((_, reference)) = path;
    caller.needs(Scope::Write)?;
    caller.acting.must(Verb::WordIssues)?;
    let Body(new) = body?;
    let group = &caller.acting.group;
    let lead = group.number(&reference).ok_or(Error::NotFound)?;
    let report = group.number(&new.report).ok_or_else(|| Error::field("report", "Use a reference of this group, as in NM-0021"))?;
    let mut tx = app.begin().await?;
    commands::merge(&app, &mut tx, &caller.acting, lead, report).await?;
    app.commit(tx).await?;
    reports(&app, group, lead).await
}

/// Split a report off again: it stands where it stood before. One that is split off already stays so.
#[utoipa::path(
    delete, path = "/api/v1/{group}/issues/{reference}/reports/{report}", operation_id = "unmergeReport", tag = "issues",
    params(
        ("group" = String, Path, description = "The group's part of addresses"),
        ("reference" = String, Path, description = "The issue that leads"),
        ("report" = String, Path, description = "The report that is merged with it"),
    ),
    responses(
        (status = 200, body = Reports),
        (status = 404, description = "There is no such issue, it is merged with another, or it is not yours to split off"),
    )
)]
async fn unmerge(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String, String)>) -> Result<Json<Reports>> {
    let Path((_, reference, report)) = path;
    caller.needs(Scope::Write)?;
    caller.acting.must(Verb::WordIssues)?;
    let group = &caller.acting.group;
    let (lead, report) = (group.number(&reference).ok_or(Error::NotFound)?, group.number(&report).ok_or(Error::NotFound)?);
    let mut tx = app.begin().await?;
    commands::unmerge(&app, &mut tx, &caller.acting, lead, report).await?;
    app.commit(tx).await?;
    reports(&app, group, lead).await
}

/// A second issue to make of a report.
#[derive(Debug, Deserialize, ToSchema)]
struct NewPart {
    /// The words of the second trouble: up to 5,000 characters.
    text: String,
}

/// The second issue.
#[derive(Debug, Serialize, ToSchema)]
struct Part {
    /// Its reference.
    reference: String,
    /// The report that it was made of, which stays as it was.
    made_of: String,
}

/// Split a report that speaks of two troubles: a second issue is made of it, with the same reporter. The same text sent twice makes
/// one. Merging the second into the first undoes it.
#[utoipa::path(
    post, path = "/api/v1/{group}/issues/{reference}/parts", operation_id = "splitReport", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "As in NM-0231")),
    request_body = NewPart,
    responses(
        (status = 200, body = Part),
        (status = 404, description = "There is no such issue, or it is not yours to split"),
        (status = 409, description = "It is closed, hidden or thanks"),
        (status = 422, description = "The text is missing, or tells who a patient is"),
    )
)]
async fn split(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String)>,
    body: Result<Body<NewPart>>,
) -> Result<Json<Part>> {
    let Path((_, reference)) = path;
    caller.needs(Scope::Write)?;
    caller.acting.must(Verb::WordIssues)?;
    let Body(new) = body?;
    let group = &caller.acting.group;
    let number = group.number(&reference).ok_or(Error::NotFound)?;
    let mut tx = app.begin().await?;
    let part = commands::split(&app, &mut tx, &caller.acting, number, &new.text).await?;
    app.commit(tx).await?;
    Ok(Json(Part { reference: group.reference(part), made_of: group.reference(number) }))
}
