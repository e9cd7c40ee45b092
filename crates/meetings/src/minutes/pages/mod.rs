//! The pages of a minute: read it, edit the draft, ask the attendees, sign it, send it back, confirm it; and the same as PDF and
//! as Word.

mod edit;
mod show;

use axum::{
    Router,
    extract::{Path, State as Shared},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use group::{
    acting::{Acting, Member},
    groups::Group,
    looks,
    permissions::Verb,
};
use kernel::{App, Error, Result, app::compute};

use super::{
    corrections, mending,
    model::State,
    versions,
    whole::{Whole, whole},
};
use crate::references::number;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/meetings/{number}/minute", get(show::show))
        .route("/{group}/meetings/{number}/minute.pdf", get(pdf))
        .route("/{group}/meetings/{number}/minute.docx", get(word))
        .route("/{group}/meetings/{number}/minute/edit", get(edit::form).post(edit::edit))
        .route("/{group}/meetings/{number}/minute/approvals", post(show::approve))
        .route("/{group}/meetings/{number}/minute/sent-back", post(show::send_back))
        .route("/{group}/meetings/{number}/minute/window", post(show::window))
        .route("/{group}/meetings/{number}/minute/confirmation", post(show::confirm))
        .merge(corrections::routes())
        .merge(mending::routes())
        .merge(versions::routes())
}

/// The minute that an address names, if this person may read it: a draft is for those who see meetings.
pub(super) async fn readable(app: &App, acting: &Acting, number: i64) -> Result<Whole> {
    acting.must(Verb::ReadPublished)?;
    let found = whole(&app.db, &acting.group, number).await?;
    if found.minute.state == State::Draft {
        acting.must(Verb::SeeMeetings)?;
    }
    if !found.hidden {
        looks::note(app, acting, looks::Thing::Minute, found.meeting.id).await?;
    }
    found.seen_by(&app.db, acting).await
}

/// Whether somebody reads the reserved part too.
pub(super) fn sees_reserved(acting: &Acting) -> bool {
    acting.may(Verb::SeeMeetings)
}

/// The address of a minute.
pub(super) fn here(group: &Group, number: i64) -> String {
    format!("/{}/meetings/{number}/minute", group.slug)
}

/// A file to be kept: `north-moor-minute-2026-10-14.pdf`.
fn file(group: &Group, found: &Whole, extension: &str, media_type: &'static str, bytes: Vec<u8>) -> Result<Response> {
    let name = format!("attachment; filename=\"{}-minute-{}.{extension}\"", group.slug, found.meeting.held_on);
    let name = HeaderValue::from_str(&name).map_err(|_| Error::internal("a file name cannot stand in a header"))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(media_type)), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// The minute as PDF/UA-1.
pub(super) async fn pdf_of(acting: &Acting, found: &Whole) -> Result<Response> {
    let document = found.dressed(sees_reserved(acting));
    let bytes = compute(move || documents::pdf::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))?;
    file(&acting.group, found, "pdf", "application/pdf", bytes)
}

/// The minute as a Word document. It says of which version it is, so that it can come back with changes.
pub(super) async fn word_of(acting: &Acting, found: &Whole) -> Result<Response> {
    let document = found.dressed(sees_reserved(acting));
    let version = kernel::keys::hex(&found.hash);
    let bytes =
        compute(move || documents::docx::write_version(&document, &version)).await?.map_err(|error| Error::internal(error.to_string()))?;
    file(&acting.group, found, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", bytes)
}

async fn pdf(Shared(app): Shared<App>, Path((_, typed)): Path<(String, String)>, member: Member) -> Result<Response> {
    pdf_of(&member.acting, &readable(&app, &member.acting, number(&typed)?).await?).await
}

async fn word(Shared(app): Shared<App>, Path((_, typed)): Path<(String, String)>, member: Member) -> Result<Response> {
    word_of(&member.acting, &readable(&app, &member.acting, number(&typed)?).await?).await
}
