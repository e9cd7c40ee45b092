//! The page on which a decision is corrected.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{acting::Member, membership::side_words, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
};

use super::{commands, store};
use crate::{
    decisions, interests,
    meetings::must_run,
    references::{in_address, read_decision},
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/decisions/{reference}/correction", get(show).post(propose))
        .route("/{group}/decisions/{reference}/correction/confirmation", post(confirm))
        .route("/{group}/decisions/{reference}/correction/removal", post(take_back))
}

/// A correction that waits for both sides.
struct Waiting {
    after: String,
    why: String,
    /// Who has confirmed it.
    confirmed: Vec<String>,
    /// The side that this person may confirm it for.
    own_side: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "corrections/correction.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    reference: String,
    words: String,
    may_propose: bool,
    waiting: Option<Waiting>,
    fields: [Field; 2],
}

fn read(reference: &str) -> Result<(i64, i64)> {
    read_decision(reference).ok_or(Error::NotFound)
}

async fn page(
    app: &App,
    member: &Member,
    of: (i64, i64),
    typed: Option<&Fields>,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let decision = decisions::by_reference(&app.db, acting.group.id, of).await?;
    interests::must_be_open_to(&app.db, acting.group.id, decision.item, acting.person).await?;
    let waiting = store::of_decision(&app.db, acting.group.id, decision.id).await?.into_iter().find(|one| one.corrected_on.is_none());
    let typed_in = |name: &str, before: &str| typed.map_or_else(|| before.to_owned(), |typed| typed.get(name).to_owned());
    let reference = decision.reference();
    let page = Page {
        frame: member.frame(app, format!("Correct decision {reference}"), "/decisions").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: format!("/{}/decisions/{}", acting.group.slug, in_address(&reference)),
        may_propose: must_run(acting).is_ok() && decision.confirmed,
        fields: [
            Field::new("words", "How it should read", Input::Lines(3)).value(typed_in("words", decision.core())).error(errors),
            Field::new("why", "Why it is corrected", Input::Lines(2))
                .hint("Whoever was told the old words reads it: the one who raised it, and the networks.")
                .value(typed_in("why", ""))
                .error(errors),
        ],
        waiting: waiting.map(|one| Waiting {
            confirmed: [&one.gp, &one.consultant].into_iter().flatten().cloned().collect(),
            own_side: (acting.may(Verb::TurnKey) && one.given(acting.side).is_none()).then(|| side_words(acting.side)),
            after: one.after,
            why: one.why,
        }),
        words: decision.words,
        reference,
    };
    page::show_as(status, &page)
}

async fn show(Shared(app): Shared<App>, Path((_, reference)): Path<(String, String)>, member: Member) -> Result<Response> {
    page(&app, &member, read(&reference)?, None, &[], StatusCode::OK).await
}

fn here(member: &Member, reference: &str) -> Response {
    Redirect::to(&format!("/{}/decisions/{reference}/correction", member.acting.group.slug)).into_response()
}

async fn propose(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (of, fields) = (read(&reference)?, &posted.fields);
    let mut tx = app.begin().await?;
    match commands::propose(&app, &mut tx, &member.acting, of, fields.get("seen"), fields.get("words"), fields.get("why")).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return page(&app, &member, of, Some(fields), &error.into_messages("words")?, status).await;
        }
    }
    Ok(here(&member, &reference))
}

async fn confirm(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::confirm(&app, &mut tx, &member.acting, read(&reference)?, posted.fields.get("seen")).await?;
    app.commit(tx).await?;
    Ok(here(&member, &reference))
}

async fn take_back(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::take_back(&app, &mut tx, &member.acting, read(&reference)?).await?;
    app.commit(tx).await?;
    Ok(here(&member, &reference))
}
