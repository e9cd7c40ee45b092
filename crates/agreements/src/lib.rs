//! Agreements: who does what between the two sides, as dated rules that both co-chairs approved.

pub mod finding;
pub mod rules;
#[cfg(test)]
mod testing;

use axum::Router;
use kernel::App;
use utoipa_axum::router::OpenApiRouter;

/// The pages of this area.
pub fn routes() -> Router<App> {
    rules::routes()
}

/// The API of this area.
pub fn api() -> OpenApiRouter<App> {
    rules::api()
}
