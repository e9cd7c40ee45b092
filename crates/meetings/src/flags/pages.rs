//! The buttons by which members flag items, on the page of the agenda and its papers.

use axum::{
    Router,
    extract::{Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use group::acting::Member;
use kernel::{App, Error, Result, form::Posted};

use super::{commands, model::Kind};
use crate::references::{self, read_item};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/meetings/{number}/items/{item}/flags", post(set))
}

async fn set(
    Shared(app): Shared<App>,
    Path((slug, number, item)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (number, item) = (references::number(&number)?, read_item(&item).ok_or(Error::NotFound)?);
    let kind = Kind::from_key(posted.fields.get("kind")).ok_or(Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::set(&app, &mut tx, &member.acting, number, item, kind, posted.fields.get("to") == "yes").await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/meetings/{number}/pack#item-{item}")).into_response())
}
