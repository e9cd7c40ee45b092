//! The pages of owners outside the group: for those who keep the record, and behind the link of whoever was asked.

mod answer;
mod group;

use axum::{
    Router,
    routing::{get, post},
};
use kernel::App;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/actions/{reference}/outside", get(group::show).post(group::set))
        .route("/{group}/actions/{reference}/outside/letter", post(group::send))
        .route("/{group}/actions/{reference}/outside/end", post(group::take_back))
        .route("/{group}/actions/{reference}/outside/letter.docx", get(group::word))
        .route("/{group}/commissioned/{code}", get(answer::look).post(answer::answer))
}
