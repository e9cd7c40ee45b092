//! The page that tells how to follow one's actions as tasks, and the list itself.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State as Shared},
    http::header,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Result,
    form::Posted,
    page::{self, Frame},
};

use super::commands;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/actions/feed", get(show).post(set)).route("/calendar/tasks/{secret}", get(feed))
}

#[derive(Template)]
#[template(path = "task_feeds/page.html")]
struct Page {
    frame: Frame,
    forgery: String,
    address: Option<String>,
}

async fn show(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    member.acting.must(Verb::SeeMeetings)?;
    let page = Page {
        frame: member.frame(&app, "Your actions in your own task list", "/actions"),
        forgery: member.session.forgery_token(&app),
        address: commands::address(&app, member.acting.person).await?,
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], page::show(&page)?).into_response())
}

async fn set(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    match posted.fields.get("do") {
        "renew" => commands::renew(&app, &mut tx, &member.acting).await?,
        "off" => commands::switch_off(&app, &mut tx, &member.acting).await?,
        _ => commands::open(&app, &mut tx, &member.acting).await?,
    }
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{}/actions/feed", member.acting.group.slug)).into_response())
}

async fn feed(Shared(app): Shared<App>, Path(file): Path<String>) -> Result<Response> {
    let tasks = commands::written(&app, &file).await?;
    let head = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "private, max-age=900"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    Ok((head, tasks).into_response())
}
