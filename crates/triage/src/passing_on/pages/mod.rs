//! The pages of passing on: for the group that passes on, for the reporter, for the group that it comes to.

mod here;
mod there;
mod visitor;

use axum::{Extension, Router, middleware::map_response, response::Response, routing::get};
use kernel::{App, http::Unmeasured, upload};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    // What a reporter does is not measured, so that no curve shows when they did.
    let reporters = Router::new()
        .route("/{group}/follow/{code}/passing-on", get(visitor::ask).post(visitor::consent))
        .layer(map_response(|response: Response| async { (Extension(Unmeasured), response) }));
    Router::new()
        .route("/{group}/issues/{reference}/passing-on", get(here::show).post(here::act))
        .route("/{group}/issues/{reference}/passing-on/{id}", get(here::file))
        .route("/{group}/issues/{reference}/passed-in", get(there::show).post(there::answer))
        .route("/{group}/passed-on/{code}", get(visitor::look).post(visitor::answer))
        .merge(upload::route("/{group}/passed-in", get(there::list).post(there::load)))
        .merge(reporters)
}
