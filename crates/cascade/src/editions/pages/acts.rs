//! What is done about an edition by its page.

use axum::{
    extract::{Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::acting::Member;
use kernel::{App, Error, Result, form::Posted};
use meetings::references::read_decision;
use uuid::Uuid;

use super::{
    super::{
        commands,
        moving::{NewDeadline, move_one},
        ordering,
    },
    show::{Typed, page},
};

fn back(slug: &str, id: Uuid, said: &str) -> Response {
    Redirect::to(&format!("/{slug}/cascade/editions/{id}?{said}")).into_response()
}

pub(super) async fn send(
    Shared(app): Shared<App>,
    Path((slug, edition)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let id = crate::key(&edition)?;
    let mut tx = app.begin().await?;
    let leaves = commands::send_now(&app, &mut tx, &member.acting, id).await?;
    app.commit(tx).await?;
    Ok(back(&slug, id, if leaves.is_some() { "soon" } else { "sent" }))
}

pub(super) async fn again(
    Shared(app): Shared<App>,
    Path((slug, edition)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let id = crate::key(&edition)?;
    let mut tx = app.begin().await?;
    commands::send_again(&app, &mut tx, &member.acting, id).await?;
    app.commit(tx).await?;
    Ok(back(&slug, id, "again"))
}

/// Leaves a decision out, takes it back in, moves it, or says that it is good news.
pub(super) async fn entry(
    Shared(app): Shared<App>,
    Path((slug, edition, decision)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let id = crate::key(&edition)?;
    let decision = read_decision(&decision).ok_or(Error::NotFound)?;
    let (acting, mut tx) = (&member.acting, app.begin().await?);
    let said = match posted.fields.get("to") {
        "up" | "down" => {
            ordering::move_entry(&app, &mut tx, acting, id, decision, posted.fields.get("to") == "up").await?;
            "moved"
        }
        "good" | "plain" => {
            ordering::say_good_news(&app, &mut tx, acting, id, decision, posted.fields.get("to") == "good").await?;
            "moved"
        }
        to => {
            let out = to == "out";
            commands::leave_out(&app, &mut tx, acting, id, decision, out).await?;
            if out { "out" } else { "in" }
        }
    };
    app.commit(tx).await?;
    Ok(back(&slug, id, said))
}

/// Stops a correction, or lets it go again.
pub(super) async fn correction(
    Shared(app): Shared<App>,
    Path((slug, edition, correction)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (id, goes) = (crate::key(&edition)?, posted.fields.get("to") == "go");
    let mut tx = app.begin().await?;
    ordering::settle_correction(&app, &mut tx, &member.acting, id, crate::key(&correction)?, goes).await?;
    app.commit(tx).await?;
    // What is let go after its deadline stands in the next edition, so this one may not be there any more.
    Ok(if goes { Redirect::to(&format!("/{slug}/cascade")).into_response() } else { back(&slug, id, "stopped") })
}

pub(super) async fn note(
    Shared(app): Shared<App>,
    Path((slug, edition)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (id, typed) = (crate::key(&edition)?, posted.fields.get("note"));
    let mut tx = app.begin().await?;
    match ordering::set_note(&app, &mut tx, &member.acting, id, typed).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return page(&app, &member, id, None, Some((Typed::Note(typed), &errors)), StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(error) => return Err(error),
    }
    Ok(back(&slug, id, "note"))
}

/// Moves the deadline of one edition.
pub(super) async fn move_deadline(
    Shared(app): Shared<App>,
    Path((slug, edition)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (id, text) = (crate::key(&edition)?, |name: &str| posted.fields.get(name).to_owned());
    let typed = NewDeadline { closes_on: text("closes_on"), closes_time: text("closes_time"), out_on: text("out_on"), why: text("why") };
    let mut tx = app.begin().await?;
    match move_one(&app, &mut tx, &member.acting, id, &typed).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return page(&app, &member, id, None, Some((Typed::Deadline(&typed), &errors)), StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(error) => return Err(error),
    }
    Ok(back(&slug, id, "deadline"))
}
