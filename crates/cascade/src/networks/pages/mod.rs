//! The pages of a network: what it is and what goes to it, and the form on which it is added, changed and ended.

mod form;
mod show;

use axum::{
    Router,
    routing::{get, post},
};
use group::acting::Member;
use kernel::{App, Error, Result};
use uuid::Uuid;

use super::{commands::must_cascade, model::Network, store};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/cascade/networks/new", get(form::new).post(form::add))
        .route("/{group}/cascade/networks/{network}", get(show::show).post(show::set))
        .route("/{group}/cascade/groups/{network}", get(show::moved))
        .route("/{group}/cascade/networks/{network}/change", get(form::edit).post(form::change))
        .route("/{group}/cascade/networks/{network}/lengths", post(show::lengths))
        .route("/{group}/cascade/networks/{network}/end", post(form::end))
}

/// The network that an address names, for who may change it and if something still goes to it.
async fn own(app: &App, member: &Member, network: &str) -> Result<Network> {
    must_cascade(&member.acting)?;
    let id: Uuid = network.parse().map_err(|_| Error::NotFound)?;
    let network = store::find(&app.db, member.acting.group.id, id).await?;
    if network.ended_on.is_some() { Err(Error::NotFound) } else { Ok(network) }
}
