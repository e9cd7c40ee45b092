//! The pages of letters: the list, one letter, its form, and what the group has said of letters and reports.

mod edit;
mod index;
mod rules;
mod show;

use axum::{
    Router,
    routing::{get, post},
};
use group::{acting::Member, permissions::Verb};
use kernel::{App, Error, Result};

use super::{
    model::{Letter, read_reference},
    store,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/letters", get(index::show))
        .route("/{group}/letters/new", get(edit::new).post(edit::create))
        .route("/{group}/letters/rules", get(rules::show).post(rules::set))
        .route("/{group}/letters/{letter}", get(show::show))
        .route("/{group}/letters/{letter}/edit", get(edit::edit).post(edit::change))
        .route("/{group}/letters/{letter}/approvals", post(show::approve))
        .route("/{group}/letters/{letter}/withdrawal", post(show::withdraw))
        .route("/{group}/letters/{letter}/letter.docx", get(show::word))
        .route("/{group}/letters/{letter}/letter.pdf", get(show::pdf))
}

/// The letter that an address names, for who sees the group's work.
async fn of_address(app: &App, member: &Member, typed: &str) -> Result<Letter> {
    member.acting.must(Verb::SeeMeetings)?;
    store::find(&app.db, member.acting.group.id, read_reference(typed).ok_or(Error::NotFound)?).await
}
