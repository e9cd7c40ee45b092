//! What clinicians raise, and what becomes of it: issues, and the themes they are sorted by.

pub mod agreed;
pub mod answers;
pub mod confidence;
pub mod doors;
pub mod exchange;
pub mod files;
pub mod handed_in;
pub mod holding;
pub mod issues;
pub mod likeness;
pub mod merging;
pub mod past_issues;
pub mod placing;
pub mod post;
pub mod removals;
pub mod signposts;
#[cfg(test)]
mod testing;
pub mod text_checks;
pub mod thanks;
pub mod themes;

use axum::Router;
use kernel::App;
use utoipa_axum::router::OpenApiRouter;

/// The pages of this area.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(issues::routes())
        .merge(confidence::routes())
        .merge(handed_in::routes())
        .merge(removals::routes())
        .merge(past_issues::routes())
        .merge(exchange::routes())
        .merge(files::routes())
        .merge(holding::routes())
        .merge(answers::routes())
        .merge(doors::routes())
        .merge(signposts::routes())
        .merge(thanks::routes())
        .merge(likeness::routes())
        .merge(agreed::routes())
        .merge(merging::routes())
        .merge(placing::routes())
}

/// The API of this area.
pub fn api() -> OpenApiRouter<App> {
    issues::api()
        .merge(exchange::api())
        .merge(text_checks::api())
        .merge(likeness::api())
        .merge(merging::api())
        .merge(themes::api())
        .merge(placing::api())
        .merge(files::api())
}
