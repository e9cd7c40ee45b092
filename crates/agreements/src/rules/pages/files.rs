//! An agreement as PDF and as Word, and as one page with a code.

use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use documents::{Document, pdf::Paper};
use group::acting::Member;
use kernel::{App, Error, Result, app::compute, form::Fields};

use super::{
    super::{document, model::Agreement, store},
    Viewer, number, readable,
    show::owner_words,
    whole_short,
};

/// A file to be kept: `north-moor-26-A03.pdf`.
pub(super) fn file(viewer: &Viewer, agreement: &Agreement, ending: &str, media_type: &'static str, bytes: Vec<u8>) -> Result<Response> {
    let name = format!("attachment; filename=\"{}-{}{ending}\"", viewer.group.slug, agreement.in_address());
    let name = HeaderValue::from_str(&name).map_err(|_| Error::internal("a file name cannot stand in a header"))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(media_type)), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// The version that an address asks for, and who asks.
async fn asked(app: &App, slug: &str, typed: &str, member: Result<Member>, fields: &Fields) -> Result<(Viewer, Agreement)> {
    let viewer = Viewer::of(app, slug, member).await?;
    let (agreement, _) = readable(app, &viewer, number(typed)?, fields.get("version").parse().ok()).await?;
    Ok((viewer, agreement))
}

async fn composed(app: &App, viewer: &Viewer, agreement: &Agreement) -> Result<Document> {
    let approvals = if viewer.member.is_some() { store::approvals(&app.db, viewer.group.id, agreement.id).await? } else { Vec::new() };
    let owner = owner_words(app, viewer, agreement).await?;
    let address = whole_short(app, &viewer.group, agreement.number);
    Ok(document::whole(&viewer.group, agreement, &approvals, &owner, &address))
}

/// All of it as PDF/UA-1.
pub(super) async fn pdf(
    Shared(app): Shared<App>,
    Path((slug, typed)): Path<(String, String)>,
    member: Result<Member>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let (viewer, agreement) = asked(&app, &slug, &typed, member, &Fields::of_query(&uri)).await?;
    let document = composed(&app, &viewer, &agreement).await?;
    let bytes = compute(move || documents::pdf::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))?;
    file(&viewer, &agreement, ".pdf", "application/pdf", bytes)
}

/// All of it as a Word document.
pub(super) async fn word(
    Shared(app): Shared<App>,
    Path((slug, typed)): Path<(String, String)>,
    member: Result<Member>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let (viewer, agreement) = asked(&app, &slug, &typed, member, &Fields::of_query(&uri)).await?;
    let document = composed(&app, &viewer, &agreement).await?;
    let bytes = compute(move || documents::docx::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))?;
    file(&viewer, &agreement, ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", bytes)
}

/// One page with its code, A4 or A5, for clinicians or for patients.
pub(super) async fn sheet(
    Shared(app): Shared<App>,
    Path((slug, typed)): Path<(String, String)>,
    member: Result<Member>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let fields = Fields::of_query(&uri);
    let (viewer, agreement) = asked(&app, &slug, &typed, member, &fields).await?;
    let for_patients = fields.get("for") == "patients" && !agreement.content.patients.is_empty();
    let whom = if for_patients { document::For::Patients } else { document::For::Clinicians };
    let document = document::sheet(&viewer.group, &agreement, &whole_short(&app, &viewer.group, agreement.number), whom)?;
    let paper = if fields.get("paper") == "a5" { Paper::A5 } else { Paper::A4 };
    let bytes = compute(move || documents::pdf::write_on(paper, &document)).await?.map_err(|error| Error::internal(error.to_string()))?;
    file(&viewer, &agreement, if for_patients { "-patients.pdf" } else { "-page.pdf" }, "application/pdf", bytes)
}
