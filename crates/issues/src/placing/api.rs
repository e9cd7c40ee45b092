//! The API of placing: read where an issue is placed, and say it.

use axum::{
    Json,
    extract::{Path, State as Shared},
};
use group::{acting::ApiCaller, directory::Entry, groups::Group, people::Scope, permissions::Verb};
use kernel::{App, Error, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    commands::{self, Place},
    model::{direction_from_key, direction_key},
    queries::{self, Placed},
};
use crate::issues::{self, Issue};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read, set))
}

/// Where an issue is placed.
#[derive(Debug, Serialize, ToSchema)]
struct IssuePlacing {
    reference: String,
    /// Which way the work flows: `secondary_to_primary`, `primary_to_secondary`, `both`; null where nothing is known.
    direction: Option<&'static str>,
    /// Where that comes from: `said` (by a person of the group), `proposed` (by the software, until a person says it), `unknown`.
    direction_from: &'static str,
    /// The name of the service's entry in the directory.
    service: Option<String>,
    /// The key of that entry.
    service_key: Option<String>,
    /// Where that comes from: `said`, `reported` (by the reporter, on the receipt), `proposed`, `unknown`.
    service_from: &'static str,
    /// What the reporter named as the service; empty for nothing.
    reported_service: String,
}

/// What is said of an issue's place. What is left out stays as it is; an empty text takes back what was said.
#[derive(Debug, Deserialize, ToSchema)]
struct NewPlacing {
    /// `secondary_to_primary`, `primary_to_secondary` or `both`.
    #[serde(default)]
    direction: Option<String>,
    /// The key or the name of an entry of the directory.
    #[serde(default)]
    service: Option<String>,
}

fn told(group: &Group, issue: &Issue, placed: &Placed) -> IssuePlacing {
    IssuePlacing {
        reference: group.reference(issue.number),
        direction: placed.direction.value().map(|way| direction_key(*way)),
        direction_from: placed.direction.from(),
        service: placed.service.value().map(|entry| entry.name.clone()),
        service_key: placed.service.value().map(|entry| entry.id.to_string()),
        service_from: placed.service.from(),
        reported_service: placed.reported.clone(),
    }
}

/// Read the direction and the service of an issue.
#[utoipa::path(
    get, path = "/api/v1/{group}/issues/{reference}/placing", operation_id = "readPlacing", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "As in NM-0231")),
    responses((status = 200, body = IssuePlacing), (status = 404, description = "There is no such issue, or it is not yours to read"))
)]
async fn read(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<IssuePlacing>> {
    let Path((_, reference)) = path;
    caller.needs(Scope::ReadIssues)?;
    let group = &caller.acting.group;
    let issue = issues::readable(&app.db, &caller.acting, &reference).await?;
    let placed = queries::placed(&app.db, group, &issue).await?;
    Ok(Json(told(group, &issue, &placed)))
}

/// Say the direction or the service of an issue.
#[utoipa::path(
    patch, path = "/api/v1/{group}/issues/{reference}/placing", operation_id = "setPlacing", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "As in NM-0231")),
    request_body = NewPlacing,
    responses(
        (status = 200, body = IssuePlacing),
        (status = 404, description = "There is no such issue, or it is not yours to place"),
        (status = 409, description = "The issue is closed"),
        (status = 422, description = "There is no such direction, or no such entry in the directory"),
    )
)]
async fn set(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String)>,
    body: Result<Body<NewPlacing>>,
) -> Result<Json<IssuePlacing>> {
    let Path((_, reference)) = path;
    caller.needs(Scope::Write)?;
    caller.acting.must(Verb::WordIssues)?;
    let Body(new) = body?;
    let group = &caller.acting.group;
    let issue = issues::readable(&app.db, &caller.acting, &reference).await?;
    let direction = match new.direction.as_deref().map(str::trim) {
        None => None,
        Some("") => Some(None),
        Some(key) => Some(Some(direction_from_key(key).ok_or_else(|| {
            Error::field("direction", "Use one of: secondary_to_primary, primary_to_secondary, both; or an empty text for none")
        })?)),
    };
    let mut tx = app.begin().await?;
    if let Some(direction) = direction {
        commands::place(&app, &mut tx, &caller.acting, issue.number, Place::Direction(direction)).await?;
    }
    if let Some(typed) = new.service.as_deref().map(str::trim) {
        let entries = queries::placed(&mut tx, group, &issue).await?.entries;
        let is = |entry: &&Entry| entry.id.to_string() == typed || entry.name.to_lowercase() == typed.to_lowercase();
        let service = match entries.iter().find(is) {
            Some(entry) => Some(entry.id),
            None if typed.is_empty() => None,
            None => {
                return Err(Error::field(
                    "service",
                    "Use the key or the name of an entry of the group’s directory, or an empty text for none",
                ));
            }
        };
        commands::place(&app, &mut tx, &caller.acting, issue.number, Place::Service(service)).await?;
    }
    app.commit(tx).await?;
    let placed = queries::placed(&app.db, group, &issue).await?;
    Ok(Json(told(group, &issue, &placed)))
}
