//! The page on which thanks are passed on.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use group::{acting::Member, directory};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
};

use super::commands::{self, NewThanks, must_pass_on};
use crate::issues::{self, Issue};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/issues/{reference}/thanks", get(show).post(pass_on))
}

#[derive(Template)]
#[template(path = "thanks/thanks.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    issue_href: String,
    reference: String,
    words: String,
    open: bool,
    entry: Field,
    to_whom: Field,
    text: Field,
}

async fn page(app: &App, member: &Member, issue: &Issue, typed: NewThanks, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let group = &member.acting.group;
    let reference = group.reference(issue.number);
    let mut options = vec![(String::new(), "Somebody else, whom I told".to_owned())];
    for entry in directory::all(&app.db, group.id).await? {
        let how = if entry.contact.email.is_empty() { "no address" } else { "by mail" };
        options.push((entry.id.to_string(), format!("{} ({how})", entry.name)));
    }
    let page = Page {
        frame: member.frame(app, format!("Pass thanks on: {reference}"), "/issues").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        issue_href: format!("/{}/issues/{reference}", group.slug),
        words: issue.words.clone(),
        open: issue.awaits_passing_on(),
        entry: Field::select("entry", "Who did it", options).value(typed.entry).error(errors),
        to_whom: Field::new("to_whom", "If it is somebody else: whom you told", Input::Text).value(typed.to_whom).error(errors),
        text: Field::new("words", "What they are thanked for", Input::Lines(4))
            .hint("In the group's words: no patient, and nothing that says who thanks.")
            .value(typed.words)
            .error(errors),
        reference,
    };
    page::show_as(status, &page)
}

async fn show(Shared(app): Shared<App>, Path((_, reference)): Path<(String, String)>, member: Member) -> Result<Response> {
    must_pass_on(&member.acting)?;
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let typed = NewThanks { words: issue.group_text.clone().unwrap_or_default(), ..NewThanks::default() };
    page(&app, &member, &issue, typed, &[], StatusCode::OK).await
}

async fn pass_on(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let text = |name: &str| posted.fields.get(name).to_owned();
    let new = NewThanks { entry: text("entry"), to_whom: text("to_whom"), words: text("words") };
    let mut tx = app.begin().await?;
    match commands::pass_on(&app, &mut tx, &member.acting, issue.number, &new).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return page(&app, &member, &issue, new, &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/issues/{}?thanked", member.acting.group.reference(issue.number))).into_response())
}
