//! Versions by the API.

use axum::{
    Json,
    extract::{Path, State as Shared},
    http::StatusCode,
};
use group::{acting::ApiCaller, people::Scope, permissions::Verb};
use jiff::Timestamp;
use kernel::{App, Error, Result, api::Body};
use meetings::references::read_decision;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    commands::{self, Of, Typed, now_told},
    model::{State, room},
    store,
};
use crate::networks::{self, must_cascade};
use analysis::shortening;

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(save)).routes(routes!(approve, stop))
}

/// What a network is told of a decision.
#[derive(Debug, Serialize, ToSchema)]
struct VersionItem {
    /// The network's key and name.
    network: String,
    network_name: String,
    /// `draft`: as Brig drafts it; `edited`: in a person's words, not approved; `approved`.
    state: &'static str,
    /// Grows with every change: what is sent with one.
    version: i64,
    headline: String,
    /// Each line is a paragraph.
    body: String,
    headline_words: usize,
    body_words: usize,
    /// Words that there is room for.
    headline_room: usize,
    body_room: usize,
    /// What Brig left out of its draft or shortened, in words.
    reductions: Vec<String>,
    /// Whether the decision was corrected since a person wrote it.
    outdated: bool,
    /// When it was approved, where it may go as it stands; nothing where it waits for a person.
    #[schema(value_type = Option<String>)]
    approved_at: Option<Timestamp>,
    #[schema(value_type = Option<String>)]
    sent_at: Option<Timestamp>,
    /// The edition that it goes with.
    edition: String,
    left_out: bool,
}

/// What each network is told, by its name.
#[derive(Debug, Serialize, ToSchema)]
struct VersionList {
    items: Vec<VersionItem>,
}

fn decision(reference: &str) -> Result<(i64, i64)> {
    read_decision(reference).ok_or(Error::NotFound)
}

fn of(network: &str, reference: &str) -> Result<Of> {
    Ok((network.parse().map_err(|_| Error::NotFound)?, decision(reference)?))
}

async fn items(app: &App, caller: &ApiCaller, network: Option<Uuid>, of: (i64, i64)) -> Result<Vec<VersionItem>> {
    let group = &caller.acting.group;
    let placed = store::placed(&app.db, group.id, network, of).await?;
    let networks = networks::all(&app.db, group.id).await?;
    let mut items = Vec::new();
    for placed in placed {
        let Some(network) = networks.iter().find(|one| one.id == placed.network) else { continue };
        let (told, room) = (now_told(network, &placed, &group.contact), room(network));
        items.push(VersionItem {
            network: network.id.to_string(),
            network_name: network.name.clone(),
            state: placed.version.as_ref().map_or(State::Draft, |version| version.state).key(),
            version: placed.version.as_ref().map_or(1, |version| version.version),
            headline_words: shortening::words(&told.headline),
            body_words: shortening::words(&told.body),
            headline_room: room.headline,
            body_room: room.body,
            reductions: told.draft.reductions.iter().map(shortening::Reduction::words).collect(),
            outdated: told.outdated,
            approved_at: told.ready,
            sent_at: placed.edition_sent.filter(|_| !placed.left_out),
            edition: placed.edition.to_string(),
            left_out: placed.left_out,
            headline: told.headline,
            body: told.body,
        });
    }
    Ok(items)
}

/// List what each network is told of a decision.
#[utoipa::path(
    get, path = "/api/v1/{group}/decisions/{reference}/versions", operation_id = "listVersions", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "The decision, as in 26-D09")),
    responses((status = 200, body = VersionList))
)]
async fn list(Shared(app): Shared<App>, path: Path<(String, String)>, caller: ApiCaller) -> Result<Json<VersionList>> {
    let Path((_, reference)) = path;
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMeetings)?;
    let items = items(&app, &caller, None, decision(&reference)?).await?;
    if items.is_empty() { Err(Error::NotFound) } else { Ok(Json(VersionList { items })) }
}

/// Words for a network.
#[derive(Debug, Deserialize, ToSchema)]
struct VersionToSave {
    /// The version that its writer had before them.
    version: i64,
    headline: String,
    /// Each line is a paragraph.
    body: String,
}

async fn one(app: &App, caller: &ApiCaller, of: Of) -> Result<Json<VersionItem>> {
    items(app, caller, Some(of.0), of.1).await?.pop().map(Json).ok_or(Error::NotFound)
}

fn typed(new: VersionToSave) -> Typed {
    Typed { seen: new.version, headline: new.headline, body: new.body }
}

/// Save words for a network, without approving them.
#[utoipa::path(
    put, path = "/api/v1/{group}/decisions/{reference}/versions/{network}", operation_id = "saveVersion", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "The decision, as in 26-D09"), ("network" = String, Path, description = "The network's key")),
    request_body = VersionToSave,
    responses((status = 200, body = VersionItem))
)]
async fn save(
    Shared(app): Shared<App>,
    path: Path<(String, String, String)>,
    caller: ApiCaller,
    body: Result<Body<VersionToSave>>,
) -> Result<Json<VersionItem>> {
    let Path((_, reference, network)) = path;
    caller.needs(Scope::Write)?;
    must_cascade(&caller.acting)?;
    let (Body(new), of) = (body?, of(&network, &reference)?);
    let mut tx = app.begin().await?;
    commands::save(&app, &mut tx, &caller.acting, of, &typed(new)).await?;
    app.commit(tx).await?;
    one(&app, &caller, of).await
}

/// Approve words for a network: they leave with its next edition, once they have waited.
#[utoipa::path(
    post, path = "/api/v1/{group}/decisions/{reference}/versions/{network}/approval", operation_id = "approveVersion", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "The decision, as in 26-D09"), ("network" = String, Path, description = "The network's key")),
    request_body = VersionToSave,
    responses((status = 200, body = VersionItem))
)]
async fn approve(
    Shared(app): Shared<App>,
    path: Path<(String, String, String)>,
    caller: ApiCaller,
    body: Result<Body<VersionToSave>>,
) -> Result<Json<VersionItem>> {
    let Path((_, reference, network)) = path;
    caller.needs(Scope::Write)?;
    must_cascade(&caller.acting)?;
    let (Body(new), of) = (body?, of(&network, &reference)?);
    let mut tx = app.begin().await?;
    commands::approve(&app, &mut tx, &caller.acting, of, &typed(new)).await?;
    app.commit(tx).await?;
    one(&app, &caller, of).await
}

/// Stop what was approved, before it leaves.
#[utoipa::path(
    delete, path = "/api/v1/{group}/decisions/{reference}/versions/{network}/approval", operation_id = "stopVersion", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "The decision, as in 26-D09"), ("network" = String, Path, description = "The network's key")),
    responses((status = 204))
)]
async fn stop(Shared(app): Shared<App>, path: Path<(String, String, String)>, caller: ApiCaller) -> Result<StatusCode> {
    let Path((_, reference, network)) = path;
    caller.needs(Scope::Write)?;
    must_cascade(&caller.acting)?;
    let of = of(&network, &reference)?;
    let mut tx = app.begin().await?;
    commands::stop(&app, &mut tx, &caller.acting, of).await?;
    app.commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}
