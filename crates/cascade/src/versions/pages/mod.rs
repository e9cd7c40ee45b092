//! The pages of versions: what is on its way, what one network is told of a decision, what every network is told of it, and the rules.

mod edit;
mod index;
mod rules;

use axum::{
    Router,
    routing::{get, post},
};
use kernel::App;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/cascade/versions", get(index::index))
        .route("/{group}/cascade/versions/rules", get(rules::show).post(rules::set))
        .route("/{group}/cascade/versions/{network}/{reference}", get(edit::show).post(edit::put))
        .route("/{group}/cascade/versions/{network}/{reference}/stop", post(edit::stop))
        .route("/{group}/cascade/versions/{network}/{reference}/draft", post(edit::start_again))
        .route("/{group}/cascade/decisions/{reference}", get(index::of_decision))
}
