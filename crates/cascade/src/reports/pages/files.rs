//! A report as files: the paper as PDF and Word, and the one page as page, PDF and Word.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderValue, Uri, header},
    response::{IntoResponse, Response},
};
use documents::Document;
use group::acting::Member;
use kernel::{
    App, Error, Result,
    page::{self, Frame},
};

use super::{
    super::{
        jobs::{WORD, as_pdf, as_word, on_paper},
        model::Report,
        one_page as short, store,
    },
    of_address,
    show::Paper,
};

fn file(member: &Member, report: &Report, name: &str, media_type: &'static str, bytes: Vec<u8>) -> Result<Response> {
    let name = format!("attachment; filename=\"{}-report-{}{name}\"", member.acting.group.slug, report.number);
    let name = HeaderValue::from_str(&name).map_err(|_| Error::internal("a file name cannot stand in a header"))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(media_type)), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// A report, and its paper or its one page.
async fn laid_out(app: &App, member: &Member, report: &str, uri: &Uri, whole: bool) -> Result<(Report, Document)> {
    let (report, _) = of_address(app, member, report, uri).await?;
    let approvals = store::approvals(&app.db, member.acting.group.id, report.id).await?;
    let document = if whole { on_paper(&report, &approvals) } else { short::document(&report, &approvals).await? };
    Ok((report, document))
}

type At = Path<(String, String)>;

pub(super) async fn pdf(
    Shared(app): Shared<App>,
    Path((_, report)): At,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let (report, document) = laid_out(&app, &member, &report, &uri, true).await?;
    file(&member, &report, ".pdf", "application/pdf", as_pdf(document).await?)
}

pub(super) async fn word(
    Shared(app): Shared<App>,
    Path((_, report)): At,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let (report, document) = laid_out(&app, &member, &report, &uri, true).await?;
    file(&member, &report, ".docx", WORD, as_word(document).await?)
}

pub(super) async fn one_page_pdf(
    Shared(app): Shared<App>,
    Path((_, report)): At,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let (report, document) = laid_out(&app, &member, &report, &uri, false).await?;
    file(&member, &report, "-one-page.pdf", "application/pdf", as_pdf(document).await?)
}

pub(super) async fn one_page_word(
    Shared(app): Shared<App>,
    Path((_, report)): At,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let (report, document) = laid_out(&app, &member, &report, &uri, false).await?;
    file(&member, &report, "-one-page.docx", WORD, as_word(document).await?)
}

#[derive(Template)]
#[template(path = "reports/pages/one_page.html")]
struct Page {
    frame: Frame,
    here: String,
    query: String,
    paper: Paper,
}

pub(super) async fn one_page(
    Shared(app): Shared<App>,
    Path((_, report)): At,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let (report, document) = laid_out(&app, &member, &report, &uri, false).await?;
    page::show(&Page {
        frame: member.frame(&app, format!("Report {} on one page", report.number), "/cascade"),
        here: format!("/{}/reports/{}", member.acting.group.slug, report.number),
        query: format!("?version={}", report.version),
        paper: Paper(documents::html::write(&document)),
    })
}
