//! The two screens of the room.

mod beside;
mod keeping;
mod notes;
mod screen;

use axum::{
    Router,
    routing::{get, post},
};
use kernel::App;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/meetings/{number}/room", get(notes::current))
        .route("/{group}/meetings/{number}/room/{item}", get(notes::show).post(notes::record))
        .route("/{group}/meetings/{number}/room/{item}/keeping", post(keeping::keep))
        .route("/{group}/meetings/{number}/screen", get(screen::show))
        .route("/{group}/meetings/{number}/screen/now", get(screen::now))
}
