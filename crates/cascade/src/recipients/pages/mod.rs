//! The pages of a list: its addresses, how they come in and go, how a sending is stopped; and the public page that ends its mail.

mod import;
mod list;
mod stop;

use axum::{
    Router,
    routing::{get, post},
};
use kernel::App;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/cascade/networks/{network}/recipients", get(list::show).post(list::add))
        .route("/{group}/cascade/networks/{network}/recipients/export", post(list::take_out))
        .route("/{group}/cascade/networks/{network}/recipients/{recipient}", post(list::act))
        .route("/{group}/cascade/editions/{edition}/run", post(list::run))
        .merge(import::routes())
        .merge(stop::routes())
}
