//! The API of triage: each side once.

use axum::{
    Json,
    extract::{Path, State as Shared},
};
use group::acting::ApiCaller;
use group::people::Scope;
use kernel::{App, Error, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{commands, model::Outcome, store};
use ::issues::issues::{self, Wording};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(agree))
}

/// One side's view.
#[derive(Debug, Deserialize, ToSchema)]
struct NewView {
    /// The theme's key.
    theme: String,
    /// What should be done: `group`, to the next meeting on the theme.
    outcome: String,
    /// The group's neutral title.
    group_title: String,
    /// The group's two neutral sentences.
    group_text: String,
}

/// Where the issue stands after a view was given.
#[derive(Debug, Serialize, ToSchema)]
struct Triaged {
    reference: String,
    /// `triaged` once both sides want the same.
    state: &'static str,
    /// The sides that have given their view: `gp`, `consultant`.
    sides: Vec<&'static str>,
}

/// Give the view of your side.
#[utoipa::path(
    post, path = "/api/v1/{group}/issues/{reference}/triage", operation_id = "triageIssue", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "As in NM-0231")),
    request_body = NewView,
    responses(
        (status = 200, body = Triaged),
        (status = 403, description = "You may see the issue but are no co-chair"),
        (status = 409, description = "It is no longer waiting for triage"),
    )
)]
async fn agree(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String)>,
    body: Result<Body<NewView>>,
) -> Result<Json<Triaged>> {
    let Path((_, reference)) = path;
    caller.needs(Scope::Write)?;
    // Who may not triage is told so whatever they sent.
    commands::must_triage(&caller.acting)?;
    let Body(new) = body?;
    let group = &caller.acting.group;
    let number = group.number(&reference).ok_or(Error::NotFound)?;
    let outcome = Outcome::from_key(&new.outcome).ok_or_else(|| Error::field("outcome", "Use one of: group"))?;
    let wording = Wording { theme: new.theme, title: new.group_title, text: new.group_text };
    let mut tx = app.begin().await?;
    let state = commands::agree(&app, &mut tx, &caller.acting, number, outcome, wording).await?;
    app.commit(tx).await?;
    let issue = issues::find(&app.db, group.id, number).await?;
    let sides = store::views(&app.db, group.id, issue.id).await?.iter().map(|view| view.side.key()).collect();
    Ok(Json(Triaged { reference: group.reference(number), state: state.key(), sides }))
}
