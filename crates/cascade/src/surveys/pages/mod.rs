//! The pages of surveys: the one that anybody with a link answers on, and those on which rounds are opened, closed and read.

mod answer;
mod index;
mod round;
mod told;

use axum::{
    Extension, Router,
    middleware::map_response,
    response::Response,
    routing::{get, post},
};
use kernel::{
    App,
    error::FieldError,
    http::Unmeasured,
    page::{Field, Input},
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    // What needs no account is not measured, so that no curve shows when somebody answered.
    let public = Router::new()
        .route("/{group}/survey/{code}", get(answer::form).post(answer::send))
        .layer(map_response(|response: Response| async { (Extension(Unmeasured), response) }));
    Router::new()
        .route("/{group}/surveys", get(index::show).post(index::open))
        .route("/{group}/surveys/{number}", get(round::show))
        .route("/{group}/surveys/{number}/until", post(round::keep_open))
        .route("/{group}/surveys/{number}/close", post(round::close))
        .route("/{group}/surveys/{number}/results", post(round::show_results))
        .merge(public)
}

/// The field for the last day of a round.
fn last_day(label: &str, value: String, errors: &[FieldError]) -> Field {
    Field::new("closes_on", label, Input::Date).value(value).error(errors)
}
