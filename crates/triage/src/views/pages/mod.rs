//! The pages of triage: an issue with both sides' views, and the verbs upon it.

mod fields;
mod show;

use axum::{
    Router,
    routing::{get, post},
};
use kernel::App;

pub(crate) use fields::{detail_fields, read_details, words_field};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/issues/{reference}/triage", get(show::show).post(show::give))
        .route("/{group}/issues/{reference}/taken-up", post(show::take_up))
}
