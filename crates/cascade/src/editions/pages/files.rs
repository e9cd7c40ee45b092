//! What an edition's reader gets: the mail as HTML, in a frame that can do nothing, and the copy as files.

use axum::{
    extract::{Path, State as Shared},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use documents::Document;
use group::{acting::Member, permissions::Verb};
use kernel::{App, Error, Result, mail::of_cause as mail_of};

use super::super::{
    copy, mail,
    model::going,
    queries::{self, Whole},
    store,
    story::Reading,
};

/// The edition that an address names, as its readers get it now or got it.
async fn reading(app: &App, member: &Member, edition: &str) -> Result<(Whole, Reading)> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let whole = queries::whole(&app.db, group, edition.parse().map_err(|_| Error::NotFound)?).await?;
    let going = going(whole.entries.clone(), &whole.edition, &whole.network, &group.contact);
    let reports = store::reports(&app.db, group.id, whole.edition.id).await?;
    let reading = Reading::of(group, &whole.network, &whole.edition, &going, &whole.calls).with_thanks(reports);
    Ok((whole, reading))
}

/// The mail as its reader sees it, on an address of its own that can do nothing.
pub(super) async fn mail(Shared(app): Shared<App>, Path((_, edition)): Path<(String, String)>, member: Member) -> Result<Response> {
    let (whole, reading) = reading(&app, &member, &edition).await?;
    let gone = if whole.edition.sent_at.is_some() { mail_of(&app.db, whole.edition.id, mail::KIND).await? } else { None };
    let html = match gone {
        Some(gone) => gone.html,
        None => mail::letter(&app, &member.acting.group, &reading).html()?,
    };
    let policy = HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'");
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, policy)], html).into_response())
}

async fn document(app: &App, member: &Member, edition: &str) -> Result<(Whole, Reading, Document)> {
    let (whole, reading) = reading(app, member, edition).await?;
    let document = copy::document(app, &member.acting.group, &reading);
    Ok((whole, reading, document))
}

/// A file to be kept.
fn file(
    member: &Member,
    (whole, reading): (&Whole, &Reading),
    extension: &str,
    media_type: &'static str,
    bytes: Vec<u8>,
) -> Result<Response> {
    let name = copy::file_name(&member.acting.group, &whole.network, reading, extension);
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let name = name.map_err(|_| Error::internal("a file name cannot stand in a header"))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(media_type)), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

pub(super) async fn word(Shared(app): Shared<App>, Path((_, edition)): Path<(String, String)>, member: Member) -> Result<Response> {
    let (whole, reading, document) = document(&app, &member, &edition).await?;
    file(&member, (&whole, &reading), "docx", copy::WORD, copy::word(document).await?)
}

pub(super) async fn text(Shared(app): Shared<App>, Path((_, edition)): Path<(String, String)>, member: Member) -> Result<Response> {
    let (whole, reading, document) = document(&app, &member, &edition).await?;
    let text = documents::text::write(&document);
    file(&member, (&whole, &reading), "txt", "text/plain; charset=utf-8", text.into_bytes())
}

pub(super) async fn html(Shared(app): Shared<App>, Path((_, edition)): Path<(String, String)>, member: Member) -> Result<Response> {
    let (whole, reading, document) = document(&app, &member, &edition).await?;
    file(&member, (&whole, &reading), "html", "text/html; charset=utf-8", copy::html(&document).into_bytes())
}
