//! The API of what is put right in a minute: corrections of a draft, and of a published one.

use axum::{
    Json,
    extract::{Path, State as Shared},
    http::StatusCode,
};
use group::{acting::ApiCaller, people::Scope, permissions::Verb};
use kernel::{App, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{commands, commands::New, model::State, store};
use crate::{
    minutes::{mending, pages::readable},
    references,
};

/// The routes of this slice's API.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(propose)).routes(routes!(mend))
}

/// A correction of a draft minute.
#[derive(Debug, Serialize, ToSchema)]
struct CorrectionShown {
    number: i64,
    /// The number of the section; 0 for what stands before the first.
    section: i64,
    /// The paragraph as it was; empty for one that is to be added.
    was: String,
    /// What it is to say; empty where it is to go.
    text: String,
    why: String,
    /// Who proposed it.
    from: String,
    /// `open`, `taken` or `declined`.
    state: &'static str,
    /// Why it was answered so.
    reason: String,
}

/// What is put right in a published minute, beside its frozen text.
#[derive(Debug, Serialize, ToSchema)]
struct MendingShown {
    /// The line as it was signed.
    was: String,
    /// How it should read.
    text: String,
    why: String,
    /// The day since which it stands beside the minute; nothing while it waits for a side's word.
    corrected_on: Option<String>,
}

/// What is put right in a minute.
#[derive(Debug, Serialize, ToSchema)]
struct Corrections {
    /// Corrections of the draft.
    items: Vec<CorrectionShown>,
    /// What is put right since it is published.
    published: Vec<MendingShown>,
}

/// List the corrections of a minute, of the draft and since.
#[utoipa::path(
    get, path = "/api/v1/{group}/meetings/{number}/minute/corrections", operation_id = "listMinuteCorrections", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    responses((status = 200, body = Corrections))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<Corrections>> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMeetings)?;
    let found = readable(&app, &caller.acting, number).await?;
    found.must_be_shown()?;
    let (group, meeting) = (caller.acting.group.id, found.meeting.id);
    let all = store::all(&app.db, group, meeting).await?;
    let items = all.iter().filter(|one| !found.without.contains(&one.section)).map(|one| CorrectionShown {
        number: one.number,
        section: one.section,
        was: one.was.clone(),
        text: one.words.clone(),
        why: one.why.clone(),
        from: one.from(),
        state: State::key(one.state),
        reason: one.reason.clone(),
    });
    let published = mending::all(&app.db, group, meeting).await?;
    // Who does not see all of the reserved part sees nothing that is put right in it.
    let published = published.iter().filter(|one| !one.place.reserved || found.without.is_empty()).map(|one| MendingShown {
        was: one.was.clone(),
        text: one.words.clone(),
        why: one.why.clone(),
        corrected_on: one.corrected_on.map(|day| day.to_string()),
    });
    Ok(Json(Corrections { items: items.collect(), published: published.collect() }))
}

/// A correction of a draft.
#[derive(Debug, Deserialize, ToSchema)]
struct NewCorrection {
    /// The number of the section.
    section: i64,
    /// The paragraph as it stands; empty for one that is to be added.
    #[serde(default)]
    was: String,
    /// What it is to say; empty where it is to go.
    #[serde(default)]
    text: String,
    #[serde(default)]
    why: String,
}

/// Propose other words for a paragraph of a draft minute.
#[utoipa::path(
    post, path = "/api/v1/{group}/meetings/{number}/minute/corrections", operation_id = "proposeMinuteCorrection", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    request_body = NewCorrection,
    responses((status = 201, body = Corrections), (status = 403, description = "You were not there"), (status = 409, description = "Nobody is asked for corrections now, or the paragraph has changed"))
)]
async fn propose(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String)>,
    body: Result<Body<NewCorrection>>,
) -> Result<(StatusCode, Json<Corrections>)> {
    let number = references::number(&path.1)?;
    caller.needs(Scope::Write)?;
    let Body(new) = body?;
    let new = New { section: new.section, was: new.was, words: new.text, why: new.why };
    let mut tx = app.begin().await?;
    commands::propose(&app, &mut tx, &caller.acting, number, new).await?;
    app.commit(tx).await?;
    Ok((StatusCode::CREATED, list(Shared(app), caller, path).await?))
}

/// What is to be put right in a published minute.
#[derive(Debug, Deserialize, ToSchema)]
struct NewMending {
    /// The line as it stands in the minute; the cells of a table with ` · ` between them.
    was: String,
    /// How it should read.
    text: String,
    why: String,
}

/// Propose how a line of a published minute should read. It stands beside the minute once both sides have confirmed it.
#[utoipa::path(
    post, path = "/api/v1/{group}/meetings/{number}/minute/mendings", operation_id = "mendMinute", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    request_body = NewMending,
    responses((status = 201, body = Corrections), (status = 403, description = "You do not keep the record"), (status = 409, description = "It is not published"))
)]
async fn mend(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String)>,
    body: Result<Body<NewMending>>,
) -> Result<(StatusCode, Json<Corrections>)> {
    let number = references::number(&path.1)?;
    caller.needs(Scope::Write)?;
    let Body(new) = body?;
    let new = mending::NewMending { was: new.was, words: new.text, why: new.why };
    let mut tx = app.begin().await?;
    mending::propose(&app, &mut tx, &caller.acting, number, &new).await?;
    app.commit(tx).await?;
    Ok((StatusCode::CREATED, list(Shared(app), caller, path).await?))
}
