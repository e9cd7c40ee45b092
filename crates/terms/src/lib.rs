//! Terms of reference: a template is tailored, both sides approve, and what it says is what the software does.

pub mod boards;
pub mod cadence;
pub mod frequency;
pub mod own;
pub mod paper;
pub mod rules;
pub mod template;
pub mod versions;

use axum::Router;
use kernel::App;
use utoipa_axum::router::OpenApiRouter;

/// The routes of this area.
pub fn routes() -> Router<App> {
    versions::routes()
}

/// The routes of this area's API.
pub fn api() -> OpenApiRouter<App> {
    versions::api()
}
