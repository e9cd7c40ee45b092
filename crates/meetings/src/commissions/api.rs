//! The API of owners outside the group.

use axum::{
    Json,
    extract::{Path, State as Shared},
};
use group::{acting::ApiCaller, people::Scope, permissions::Verb};
use kernel::{App, Error, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::commands::{self, NewCommission};
use crate::references::read_action;

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(set))
}

/// Somebody outside the group who is asked to do an action.
#[derive(Debug, Deserialize, ToSchema)]
struct OutsideOwner {
    /// The key of an entry of the directory, which fills what is left out.
    #[serde(default)]
    entry: String,
    /// Their name: for the letter only.
    #[serde(default)]
    name: String,
    /// What they are, for minutes and lists.
    #[serde(default)]
    post: String,
    /// Where.
    #[serde(default)]
    organisation: String,
    /// Where mail reaches them.
    #[serde(default)]
    email: String,
    /// Why it is them.
    #[serde(default)]
    why: String,
    /// What else they should know.
    #[serde(default)]
    asked: String,
    /// Whether the letter goes out now. It goes by itself with the confirmation of what was decided.
    #[serde(default)]
    send: bool,
}

/// What they are, and where it stands.
#[derive(Debug, Serialize, ToSchema)]
struct OutsideStanding {
    /// What they are: minutes and lists name no outsider.
    role: String,
    /// `waits`, `sent`, `accepted`, `help`, `done`, `declined`, `passed-on` or `taken-back`.
    state: &'static str,
}

/// Ask somebody outside the group to do an action.
#[utoipa::path(
    put, path = "/api/v1/{group}/actions/{reference}/outside-owner", operation_id = "setOutsideOwner", tag = "meetings",
    params(
        ("group" = String, Path, description = "The group's part of addresses"),
        ("reference" = String, Path, description = "The action, as in A-0078")
    ),
    request_body = OutsideOwner,
    responses((status = 200, body = OutsideStanding))
)]
async fn set(
    Shared(app): Shared<App>,
    path: Path<(String, String)>,
    caller: ApiCaller,
    body: Result<Body<OutsideOwner>>,
) -> Result<Json<OutsideStanding>> {
    caller.needs(Scope::Write)?;
    let acting = &caller.acting;
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, commands::WHY_NOT)?;
    let Path((_, reference)) = path;
    let number = read_action(&reference).ok_or(Error::NotFound)?;
    let Body(new) = body?;
    let OutsideOwner { entry, name, post, organisation, email, why, asked, send } = new;
    let new = NewCommission { entry, name, post, organisation, email, why, asked };
    let mut tx = app.begin().await?;
    let mut one = commands::set(&app, &mut tx, acting, number, &new).await?;
    if send {
        commands::send(&app, &mut tx, acting, number).await?;
        one = commands::standing(&mut tx, acting.group.id, one.action).await?.unwrap_or(one);
    }
    app.commit(tx).await?;
    Ok(Json(OutsideStanding { role: one.role(), state: one.standing.key() }))
}
