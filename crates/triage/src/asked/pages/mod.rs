//! The pages of what services are asked: for their contacts, and for the group.

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
        .route("/{group}/asked/{code}", get(answer::look).post(answer::answer))
        .route("/{group}/services", get(group::list))
        .route("/{group}/services/days", post(group::set_days))
        .route("/{group}/issues/{reference}/service", get(group::of_issue).post(group::ask_for_view))
}
