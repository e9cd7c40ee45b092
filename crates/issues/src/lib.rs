//! What clinicians raise, and what becomes of it: issues, the themes they are sorted by, and triage.

pub mod answers;
pub mod issues;
pub mod likeness;
#[cfg(test)]
mod testing;
pub mod themes;
pub mod triage;

use axum::Router;
use kernel::App;
use utoipa_axum::router::OpenApiRouter;

/// The pages of this area.
pub fn routes() -> Router<App> {
    issues::routes().merge(triage::routes()).merge(likeness::routes())
}

/// The API of this area.
pub fn api() -> OpenApiRouter<App> {
    issues::api().merge(triage::api()).merge(likeness::api()).merge(themes::api())
}
