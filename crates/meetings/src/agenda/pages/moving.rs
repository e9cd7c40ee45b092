//! An item goes on to the next meeting, or is copied to it.

use axum::{
    extract::{Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, permissions::Verb};
use kernel::{App, Result, form::Posted};

use super::super::commands;
use crate::meetings::numbers;

pub(super) async fn on(
    Shared(app): Shared<App>,
    Path((slug, number, item)): Path<(String, String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    member.acting.must(Verb::SeeMeetings)?;
    let (number, item) = numbers(&number, &item)?;
    let mut tx = app.begin().await?;
    let to = commands::move_on(&app, &mut tx, &member.acting, number, item).await?;
    app.commit(tx).await?;
    let said = if to.is_some() { "moved-on" } else { "moved-off" };
    Ok(Redirect::to(&format!("/{slug}/meetings/{number}?{said}#agenda")).into_response())
}

pub(super) async fn copy(
    Shared(app): Shared<App>,
    Path((slug, number, item)): Path<(String, String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    member.acting.must(Verb::SeeMeetings)?;
    let (number, item) = numbers(&number, &item)?;
    let mut tx = app.begin().await?;
    let to = commands::copy(&app, &mut tx, &member.acting, number, item).await?;
    app.commit(tx).await?;
    let there = to.map_or_else(|| "backlog?copied".to_owned(), |to| format!("{}?copied#agenda", to.number));
    Ok(Redirect::to(&format!("/{slug}/meetings/{there}")).into_response())
}
