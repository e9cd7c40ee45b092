//! The pages of membership: who sits in the group, a seat, who sat before, and the register as files.

mod index;
mod past;
mod seat;

use axum::{
    Router,
    routing::{get, post},
};
use kernel::App;

use super::coverage;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/members", get(index::show))
        .route("/{group}/members/new", get(seat::new).post(seat::add))
        .route("/{group}/members/acting", post(index::name_acting))
        .route("/{group}/members/history", get(past::show))
        .route("/{group}/members.csv", get(past::register))
        .route("/{group}/members/history.csv", get(past::all))
        .route("/{group}/members/{person}", get(seat::edit).post(seat::change))
        .route("/{group}/members/{person}/away", post(seat::away))
        .route("/{group}/members/{person}/deputy", post(index::name_deputy))
        .merge(coverage::pages::routes())
}
