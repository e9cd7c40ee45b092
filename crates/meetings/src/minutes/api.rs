//! The API of minutes: read, approve; PDF and Word.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State as Shared},
    response::Response,
};
use group::{
    acting::{Acting, ApiCaller},
    people::Scope,
};
use jiff::civil::Date;
use kernel::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    commands,
    model::State,
    pages::{pdf_of, readable, sees_reserved, word_of},
    whole::Whole,
};
use crate::{
    meetings::{Read, seen},
    references,
};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(pdf))
        .routes(routes!(word))
        .routes(routes!(approve))
        .merge(super::corrections::api())
}

/// A minute.
#[derive(Debug, Serialize, ToSchema)]
struct MinuteShown {
    /// `draft`, `published` once both sides have approved, `confirmed` by a later meeting.
    state: &'static str,
    /// The meeting's number.
    meeting: i64,
    title: String,
    /// The sides that have approved this very text: `gp`, `consultant`.
    approvals: Vec<&'static str>,
    /// The SHA-256 of its content, in hexadecimal. Once it is published it never changes.
    hash: String,
    #[schema(value_type = Option<String>)]
    published_on: Option<Date>,
    /// The whole minute as plain text.
    text: String,
}

fn shown(acting: &Acting, found: &Whole) -> MinuteShown {
    MinuteShown {
        state: State::key(found.minute.state),
        meeting: found.meeting.number,
        title: found.paper.open.title.clone(),
        approvals: found.approvals.iter().filter(|given| given.content_hash == found.hash).map(|given| given.side.key()).collect(),
        hash: kernel::keys::hex(&found.hash),
        published_on: found.minute.published_on,
        text: documents::text::write(&found.dressed(sees_reserved(acting))),
    }
}

/// Read a minute.
#[utoipa::path(
    get, path = "/api/v1/{group}/meetings/{number}/minute", operation_id = "readMinute", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    responses((status = 200, body = MinuteShown))
)]
async fn show(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<MinuteShown>> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    caller.needs(Scope::ReadIssues)?;
    Ok(Json(shown(&caller.acting, &readable(&app, &caller.acting, number).await?)))
}

/// Read a minute as PDF.
#[utoipa::path(
    get, path = "/api/v1/{group}/meetings/{number}/minute.pdf", operation_id = "readMinutePdf", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>))
)]
async fn pdf(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Response> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    caller.needs(Scope::ReadIssues)?;
    pdf_of(&caller.acting, &readable(&app, &caller.acting, number).await?).await
}

/// Read a minute as a Word document.
#[utoipa::path(
    get, path = "/api/v1/{group}/meetings/{number}/minute.docx", operation_id = "readMinuteWord", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", body = Vec<u8>))
)]
async fn word(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Response> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    caller.needs(Scope::ReadIssues)?;
    word_of(&caller.acting, &readable(&app, &caller.acting, number).await?).await
}

/// Approve a minute, for your side.
#[utoipa::path(
    post, path = "/api/v1/{group}/meetings/{number}/minute/approvals", operation_id = "approveMinute", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    request_body(content = Read, description = "May be left out"),
    responses((status = 200, body = MinuteShown), (status = 403, description = "You are no co-chair or deputy"), (status = 409, description = "Changed in between, or published already"))
)]
async fn approve(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>, body: Bytes) -> Result<Json<MinuteShown>> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    caller.needs(Scope::Write)?;
    let mut tx = app.begin().await?;
    commands::approve(&app, &mut tx, &caller.acting, number, seen(&body)?.as_deref()).await?;
    app.commit(tx).await?;
    Ok(Json(shown(&caller.acting, &readable(&app, &caller.acting, number).await?)))
}
