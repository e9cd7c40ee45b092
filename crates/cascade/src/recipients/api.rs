//! Lists by the API: how one stands, and addresses added to it. Addresses are not told.

use axum::{
    Json,
    extract::{Path, State as Shared},
    http::StatusCode,
};
use group::{acting::ApiCaller, people::Scope};
use kernel::{App, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{commands, store};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show, add))
}

/// How a list of recipients stands.
#[derive(Debug, Serialize, ToSchema)]
struct RecipientCounts {
    /// Addresses on it.
    there: i64,
    /// How many of them get nothing, because mail to them came back for good.
    came_back: i64,
    /// How many were on it and have said no.
    said_no: i64,
}

/// How a list of recipients stands. Its addresses are not told.
#[utoipa::path(
    get, path = "/api/v1/{group}/networks/{network}/recipients", operation_id = "countRecipients", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses"), ("network" = String, Path, description = "The network's key")),
    responses((status = 200, body = RecipientCounts))
)]
async fn show(Shared(app): Shared<App>, place: Path<(String, String)>, caller: ApiCaller) -> Result<Json<RecipientCounts>> {
    let Path((_, network)) = place;
    caller.needs(Scope::ReadIssues)?;
    let network = commands::own(&app.db, &caller.acting, crate::key(&network)?).await?;
    let counts = store::counts(&app.db, caller.acting.group.id, network.id).await?;
    Ok(Json(RecipientCounts { there: counts.there, came_back: counts.bounced, said_no: counts.said_no }))
}

/// Addresses for a list.
#[derive(Deserialize, ToSchema)]
struct RecipientsToAdd {
    /// The addresses, 2,000 at most.
    addresses: Vec<String>,
}

/// What came of addresses that were added.
#[derive(Debug, Serialize, ToSchema)]
struct RecipientsAdded {
    /// How many are new on the list.
    new: u64,
    /// How many were on it.
    already: u64,
    /// How many have said no, and stay off it.
    said_no: u64,
}

/// Add addresses to a list of recipients: all of them or, where one is none, nothing. Who has said no stays off it.
#[utoipa::path(
    post, path = "/api/v1/{group}/networks/{network}/recipients", operation_id = "addRecipients", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses"), ("network" = String, Path, description = "The network's key")),
    request_body = RecipientsToAdd,
    responses((status = 201, body = RecipientsAdded))
)]
async fn add(
    Shared(app): Shared<App>,
    place: Path<(String, String)>,
    caller: ApiCaller,
    body: Result<Body<RecipientsToAdd>>,
) -> Result<(StatusCode, Json<RecipientsAdded>)> {
    caller.needs(Scope::Write)?;
    crate::networks::must_cascade(&caller.acting)?;
    let (Path((_, network)), Body(new)) = (place, body?);
    let mut tx = app.begin().await?;
    let added = commands::add(&app, &mut tx, &caller.acting, crate::key(&network)?, &new.addresses.join("\n")).await?;
    app.commit(tx).await?;
    let counts = RecipientsAdded { new: added.new as u64, already: added.already as u64, said_no: added.said_no as u64 };
    Ok((StatusCode::CREATED, Json(counts)))
}
