//! The cascade: what was decided leaves the room. Each decision goes to every network by its next edition, the minute to
//! the groups that get it.

pub mod calls;
pub mod deliveries;
pub mod editions;
pub mod networks;
pub mod said_and_done;
pub mod surveys;
#[cfg(test)]
mod testing;
pub mod versions;

use axum::Router;
use kernel::App;
use utoipa_axum::router::OpenApiRouter;

/// The pages of this area.
pub fn routes() -> Router<App> {
    networks::routes()
        .merge(calls::routes())
        .merge(editions::routes())
        .merge(versions::routes())
        .merge(deliveries::routes())
        .merge(surveys::routes())
        .merge(said_and_done::routes())
}

/// The API of this area.
pub fn api() -> OpenApiRouter<App> {
    networks::api().merge(versions::api()).merge(deliveries::api()).merge(surveys::api())
}
