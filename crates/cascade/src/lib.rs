//! The cascade: what was decided leaves the room. Each decision goes to every network by its next edition, the minute to
//! the groups that get it.

pub mod acknowledgements;
pub mod answers;
pub mod calls;
pub mod coverage;
pub mod deliveries;
pub mod editions;
pub mod heard;
pub mod letters;
pub mod networks;
pub mod news;
pub mod outings;
pub mod recipients;
pub mod reports;
pub mod returned;
pub mod said_and_done;
pub mod surveys;
#[cfg(test)]
mod testing;
pub mod versions;

use axum::Router;
use kernel::{App, Error, Result};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

/// The key that an address or a form names.
///
/// # Errors
/// [`Error::NotFound`] for what is none: it names nothing of ours.
pub(crate) fn key(typed: &str) -> Result<Uuid> {
    typed.parse().map_err(|_| Error::NotFound)
}

/// The pages of this area.
pub fn routes() -> Router<App> {
    networks::routes()
        .merge(recipients::routes())
        .merge(news::routes())
        .merge(calls::routes())
        .merge(editions::routes())
        .merge(versions::routes())
        .merge(deliveries::routes())
        .merge(acknowledgements::routes())
        .merge(outings::routes())
        .merge(coverage::routes())
        .merge(returned::routes())
        .merge(surveys::routes())
        .merge(said_and_done::routes())
        .merge(reports::routes())
        .merge(letters::routes())
        .merge(answers::routes())
}

/// The API of this area.
pub fn api() -> OpenApiRouter<App> {
    networks::api()
        .merge(recipients::api())
        .merge(versions::api())
        .merge(deliveries::api())
        .merge(coverage::api())
        .merge(surveys::api())
        .merge(reports::api())
        .merge(letters::api())
}
