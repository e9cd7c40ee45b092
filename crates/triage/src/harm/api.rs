//! The API of reports of harm: the list, and saying that one was seen.

use axum::{
    Json,
    extract::{Path, Query, State as Shared},
};
use group::{acting::ApiCaller, groups::Group, people::Scope, permissions::Verb};
use kernel::{App, Error, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    commands::{self, Seen},
    model::Alert,
    store,
};
use ::issues::issues::{self, Harm};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(see))
}

/// As many reports as are told at once.
const MOST: i64 = 200;

/// Which reports of harm are asked for.
#[derive(Debug, Deserialize, IntoParams)]
struct HarmQuery {
    /// `unseen` (also when it is left out) or `seen`.
    #[serde(default)]
    state: Option<String>,
}

/// A report that says that a patient came to harm, or could have.
#[derive(Debug, Serialize, ToSchema)]
struct HarmReport {
    /// The issue.
    reference: String,
    /// What its reporter says now: `none-known`, `could-have` or `yes`.
    harm: Option<&'static str>,
    /// The day on which they said so; of late, that there was more.
    noticed_on: String,
    /// The day on which they told of more harm than before.
    rose_on: Option<String>,
    /// The day on which the administrator and the safety contact were told by mail.
    told_on: Option<String>,
    /// The day on which they were reminded.
    reminded_on: Option<String>,
    /// The day on which somebody said that they have seen it.
    seen_on: Option<String>,
    /// Who; null also for the safety contact, who says so by their link.
    seen_by: Option<String>,
    /// What was done; of a report whose harm has grown since, what was done before.
    words: String,
    /// Its number in the incident system; may be empty.
    incident: String,
}

fn told(group: &Group, alert: Alert) -> HarmReport {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    HarmReport {
        reference: group.reference(alert.number),
        harm: alert.harm.map(Harm::key),
        noticed_on: alert.noticed_on.to_string(),
        rose_on: day(alert.rose_on),
        told_on: day(alert.told_on),
        reminded_on: day(alert.reminded_on),
        seen_on: day(alert.seen_on),
        seen_by: alert.seen_by,
        words: alert.words,
        incident: alert.incident,
    }
}

/// Reports of harm.
#[derive(Debug, Serialize, ToSchema)]
struct HarmReports {
    /// Those that nobody has seen, the oldest first; or those that were seen, the newest first.
    items: Vec<HarmReport>,
}

/// List reports of harm.
#[utoipa::path(
    get, path = "/api/v1/{group}/harm", operation_id = "listHarm", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), HarmQuery),
    responses((status = 200, body = HarmReports), (status = 404, description = "You do not read issues there"))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller, Query(query): Query<HarmQuery>) -> Result<Json<HarmReports>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::ReadIssues)?;
    let group = &caller.acting.group;
    let alerts = match query.state.as_deref() {
        None | Some("" | "unseen") => store::unseen(&app.db, group.id, MOST).await?,
        Some("seen") => store::seen(&app.db, group.id, MOST).await?,
        Some(_) => return Err(Error::field("state", "Use one of: unseen, seen")),
    };
    Ok(Json(HarmReports { items: alerts.into_iter().map(|alert| told(group, alert)).collect() }))
}

/// That a report of harm was seen.
#[derive(Debug, Deserialize, ToSchema)]
struct HarmSeen {
    /// What was done, in a line or two, and nothing that could identify a patient.
    words: String,
    /// The number alone of it in the incident system.
    #[serde(default)]
    incident: String,
    /// What `words` said when you read it, where somebody had said something already: nobody's words are lost.
    #[serde(default)]
    before_words: String,
    /// What `incident` said then.
    #[serde(default)]
    before_incident: String,
}

/// Say that a report of harm was seen, and what was done.
#[utoipa::path(
    post, path = "/api/v1/{group}/issues/{reference}/harm", operation_id = "seeHarm", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "As in NM-0231")),
    request_body = HarmSeen,
    responses(
        (status = 200, body = HarmReport),
        (status = 404, description = "There is no such report of harm, or it is not yours to see"),
        (status = 409, description = "Somebody has said meanwhile that they have seen it: read it again"),
        (status = 422, description = "The words are missing, the number is none, or a text tells who a patient is"),
    )
)]
async fn see(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String)>,
    body: Result<Body<HarmSeen>>,
) -> Result<Json<HarmReport>> {
    let Path((_, reference)) = path;
    caller.needs(Scope::Write)?;
    caller.acting.must(Verb::WordIssues)?;
    let Body(given) = body?;
    let group = &caller.acting.group;
    let number = group.number(&reference).ok_or(Error::NotFound)?;
    let typed = Seen { words: given.words, incident: given.incident };
    let before = Seen { words: given.before_words, incident: given.before_incident };
    let mut tx = app.begin().await?;
    commands::see(&app, &mut tx, &caller.acting, number, &typed, &before).await?;
    app.commit(tx).await?;
    let issue = issues::find(&app.db, group.id, number).await?;
    let alert = store::find(&app.db, group.id, issue.id).await?.ok_or(Error::NotFound)?;
    Ok(Json(told(group, alert)))
}
