//! The pages of reports: all of them and those they go to, one report, its form, and what its numbers count.

mod counted;
mod edit;
mod files;
mod index;
mod line;
mod show;

use axum::{
    Router,
    http::Uri,
    routing::{get, post},
};
use group::{acting::Member, permissions::Verb};
use kernel::{App, Error, Result, form::Fields};

use super::{
    model::{Report, State},
    store,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/reports", get(index::show).post(index::draft))
        .route("/{group}/reports/line/{level}", post(line::set))
        .route("/{group}/reports/line/{level}/meetings", post(line::add))
        .route("/{group}/reports/meetings/{meeting}/removal", post(line::remove))
        .route("/{group}/reports/{report}", get(show::show))
        .route("/{group}/reports/{report}/counted", get(counted::show))
        .route("/{group}/reports/{report}/edit", get(edit::edit).post(edit::write))
        .route("/{group}/reports/{report}/numbers", post(show::compose))
        .route("/{group}/reports/{report}/approvals", post(show::approve))
        .route("/{group}/reports/{report}/versions", post(show::begin))
        .route("/{group}/reports/{report}/withdrawal", post(show::withdraw))
        .route("/{group}/reports/{report}/sendings", post(show::send))
        .route("/{group}/reports/{report}/one-page", get(files::one_page))
        .route("/{group}/reports/{report}/one-page.pdf", get(files::one_page_pdf))
        .route("/{group}/reports/{report}/one-page.docx", get(files::one_page_word))
        .route("/{group}/reports/{report}/report.pdf", get(files::pdf))
        .route("/{group}/reports/{report}/report.docx", get(files::word))
}

/// The version that an address names, and all of them, the newest first: the one that is asked for, else the approved one, else the newest.
async fn of_address(app: &App, member: &Member, report: &str, uri: &Uri) -> Result<(Report, Vec<Report>)> {
    member.acting.must(Verb::SeeMeetings)?;
    let number = report.parse().map_err(|_| Error::NotFound)?;
    let all = store::versions(&app.db, member.acting.group.id, number).await?;
    let asked = Fields::of_query(uri).get("version").to_owned();
    let at = if asked.is_empty() {
        all.iter().position(|version| version.state == State::Approved).or((!all.is_empty()).then_some(0))
    } else {
        all.iter().position(|version| version.version.to_string() == asked)
    };
    let at = at.ok_or(Error::NotFound)?;
    Ok((all[at].clone(), all))
}
