//! The pages of an agenda: it is composed, what waits is listed, and what stands on every one is said.

mod backlog;
mod compose;
mod moving;
mod standing;

use axum::{
    Router,
    routing::{get, post},
};
use kernel::App;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/meetings/backlog", get(backlog::show))
        .route("/{group}/meetings/backlog/{topic}/removal", post(backlog::remove))
        .route("/{group}/meetings/standing", get(standing::show).post(standing::set))
        .route("/{group}/meetings/{number}/compose", get(compose::show).post(compose::change))
        .route("/{group}/meetings/{number}/items/{item}/next", post(moving::on))
        .route("/{group}/meetings/{number}/items/{item}/copy", post(moving::copy))
}
