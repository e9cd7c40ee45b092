//! The page of an edition: what is in it and in which order, what its reader will see, and what can be done about it.

mod acts;
mod files;
mod show;

use axum::{
    Router,
    routing::{get, post},
};
use kernel::App;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/cascade/editions/{edition}", get(show::show))
        .route("/{group}/cascade/editions/{edition}/sending", post(acts::send))
        .route("/{group}/cascade/editions/{edition}/again", post(acts::again))
        .route("/{group}/cascade/editions/{edition}/note", post(acts::note))
        .route("/{group}/cascade/editions/{edition}/deadline", post(acts::move_deadline))
        .route("/{group}/cascade/editions/{edition}/entries/{reference}", post(acts::entry))
        .route("/{group}/cascade/editions/{edition}/corrections/{correction}", post(acts::correction))
        .route("/{group}/cascade/editions/{edition}/mail", get(files::mail))
        .route("/{group}/cascade/editions/{edition}/copy.docx", get(files::word))
        .route("/{group}/cascade/editions/{edition}/copy.txt", get(files::text))
        .route("/{group}/cascade/editions/{edition}/copy.html", get(files::html))
}
