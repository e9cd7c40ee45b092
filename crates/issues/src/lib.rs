//! What clinicians raise, and what becomes of it: issues and the themes they are sorted by.

pub mod issues;
pub mod themes;

use axum::Router;
use kernel::{App, verify::Check};
use utoipa_axum::router::OpenApiRouter;

/// The pages of this area.
pub fn routes() -> Router<App> {
    issues::routes()
}

/// The API of this area.
pub fn api() -> OpenApiRouter<App> {
    issues::api()
}

/// What this area checks of what is stored.
pub const CHECKS: &[Check] = &[issues::verify];
