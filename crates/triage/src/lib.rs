//! Triage: what the group does with what came in.

pub mod patterns;
#[cfg(test)]
mod testing;
pub mod views;

use axum::Router;
use kernel::App;
use utoipa_axum::router::OpenApiRouter;

/// The pages of this area.
pub fn routes() -> Router<App> {
    views::routes().merge(patterns::routes())
}

/// The API of this area.
pub fn api() -> OpenApiRouter<App> {
    views::api().merge(patterns::api())
}
