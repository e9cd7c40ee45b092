//! For the group that something comes to: what came in, the file that is loaded, and the answer.

use ::issues::issues::{self, Issue};
use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
    upload::Uploaded,
};

use super::super::{answering, commands, store};

/// The most lines of the list.
const MOST: i64 = 200;

struct Line {
    reference: String,
    from: String,
    answered: bool,
}

#[derive(Template)]
#[template(path = "passing_on/pages/list.html")]
struct List<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    lines: Vec<Line>,
    loads: bool,
    wrong: Option<String>,
}

async fn list_page(app: &App, member: &Member, errors: &[FieldError]) -> Result<Response> {
    member.acting.must(Verb::ReadIssues)?;
    let group = &member.acting.group;
    let lines = store::came_in(&app.db, group.id, MOST).await?.into_iter().map(|came| Line {
        reference: group.reference(came.number),
        from: format!("{}, where it is {}", came.from_name, came.from_reference),
        answered: !came.answer.is_empty(),
    });
    let page = List {
        frame: member.frame(app, "Passed on to us", "/issues").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        lines: lines.collect(),
        loads: member.acting.may(Verb::RaiseForOthers),
        wrong: errors.first().map(|error| error.message.clone()),
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn list(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    list_page(&app, &member, &[]).await
}

pub(super) async fn load(Shared(app): Shared<App>, member: Member, sent: Uploaded) -> Result<Response> {
    if sent.file.too_large {
        return list_page(&app, &member, &[FieldError { field: "file".into(), message: "This file is too large to be one".into() }]).await;
    }
    let group = &member.acting.group;
    let mut tx = app.begin().await?;
    match commands::load(&app, &mut tx, &member.acting, &sent.file.bytes).await {
        Ok(number) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("/{}/issues/{}/passed-in", group.slug, group.reference(number))).into_response())
        }
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            list_page(&app, &member, &errors).await
        }
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "passing_on/pages/there.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    reference: String,
    from: String,
    answered: Option<String>,
    /// Where the answer is written, of what came by a file.
    answer_at: Option<String>,
    answer: Field,
}

async fn page(app: &App, member: &Member, issue: &Issue, typed: &str, errors: &[FieldError]) -> Result<Response> {
    let group = &member.acting.group;
    let came = store::origin(&app.db, group.id, issue.id).await?.ok_or(Error::NotFound)?;
    let reference = group.reference(issue.number);
    let page = Page {
        frame: member.frame(app, format!("{reference}: passed on to us"), "/issues").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        from: format!("{}, where it is {}", came.from_name, came.from_reference),
        answer_at: came.from_group.is_none().then_some(came.answer_at),
        answered: Some(came.answer).filter(|answer| !answer.is_empty()),
        answer: Field::new("answer", "What does your group answer?", Input::Lines(5))
            .hint("Whoever raised it reads this, in the other group.")
            .value(typed)
            .error(errors),
        reference,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn show(Shared(app): Shared<App>, Path((_, reference)): Path<(String, String)>, member: Member) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    page(&app, &member, &issue, "", &[]).await
}

pub(super) async fn answer(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let typed = posted.fields.get("answer");
    let mut tx = app.begin().await?;
    match answering::answer_in(&app, &mut tx, &member.acting, issue.number, typed).await {
        Ok(()) => app.commit(tx).await?,
        Err(error @ (Error::Invalid(_) | Error::Refused(..) | Error::Conflict(_))) => {
            drop(tx);
            return page(&app, &member, &issue, typed, &error.into_messages("answer")?).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/issues/{}/passed-in", member.acting.group.reference(issue.number))).into_response())
}
