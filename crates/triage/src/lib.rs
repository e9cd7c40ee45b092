//! Triage: what the group does with what came in.

pub mod asked;
pub mod desk;
pub mod harm;
pub mod pass;
pub mod passing_on;
pub mod patterns;
pub mod priority;
pub mod settings;
#[cfg(test)]
mod testing;
pub mod views;
pub mod watching;

use axum::Router;
use kernel::App;
use utoipa_axum::router::OpenApiRouter;

/// The pages of this area.
pub fn routes() -> Router<App> {
    views::routes()
        .merge(desk::routes())
        .merge(asked::routes())
        .merge(settings::routes())
        .merge(pass::routes())
        .merge(harm::routes())
        .merge(passing_on::routes())
        .merge(patterns::routes())
}

/// The API of this area.
pub fn api() -> OpenApiRouter<App> {
    views::api().merge(patterns::api()).merge(harm::api()).merge(asked::api()).merge(passing_on::api())
}
