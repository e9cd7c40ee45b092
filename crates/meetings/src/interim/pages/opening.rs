//! The form that asks the members.

use ::issues::issues::{self, Issue};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
};

use super::{
    super::{
        commands::{self, NewInterim, must_hold_key},
        store,
    },
    base,
};

#[derive(Template)]
#[template(path = "interim/pages/opening.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    here: String,
    /// The reference of the issue that it is about.
    issue: Option<String>,
    fields: [Field; 7],
}

/// The issue that a reference names.
async fn issue(app: &App, member: &Member, reference: &str) -> Result<Option<Issue>> {
    let reference = reference.trim();
    if reference.is_empty() {
        return Ok(None);
    }
    let group = &member.acting.group;
    let number = group.number(reference).ok_or(Error::NotFound)?;
    Ok(Some(issues::find(&app.db, group.id, number).await?))
}

fn page(app: &App, member: &Member, issue: Option<&Issue>, typed: &Fields, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let group = &member.acting.group;
    let field = |name: &'static str, label: &str, input| Field::new(name, label, input).value(typed.get(name)).error(errors);
    let page = Page {
        frame: member.frame(app, "Ask the members", "/meetings").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: format!("/{}/interim/new", group.slug),
        issue: issue.map(|issue| group.reference(issue.number)),
        fields: [
            field("title", "What it is about", Input::Text).hint("A few neutral words. They go into the minute."),
            field("question", "What is to be decided", Input::Lines(3))
                .hint("A question that one can agree to: who does what, for whom, from when."),
            field("urgency", "Why it cannot wait for the next meeting", Input::Lines(2)),
            field("options", "What can be chosen, if there is a choice", Input::Lines(3)).hint("One a line. May be left empty."),
            field("background", "What one needs to know", Input::Lines(6))
                .hint("May be left empty. Nothing that could identify a patient."),
            field("link", "Where a paper is, if there is one", Input::Text).hint("An address on the web that all members can open."),
            field("days", "Answers within how many working days", Input::Number).hint("From 1 to 20. The last day counts to its end."),
        ],
    };
    page::show_as(status, &page)
}

pub(super) async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let query = Fields::of_query(&uri);
    member.acting.must(Verb::SeeMeetings)?;
    let issue = issue(&app, &member, query.get("issue")).await;
    let group = &member.acting.group;
    if let Ok(Some(issue)) = &issue
        && let Some(number) = store::open_on(&app.db, group.id, issue.id).await?
    {
        return Ok(Redirect::to(&base(group, number)).into_response());
    }
    // Whether an issue is there is told to those only who may open something about it.
    must_hold_key(&member.acting)?;
    let issue = issue?;
    let title = issue.as_ref().and_then(|issue| issue.group_title.clone()).unwrap_or_default();
    let background = issue.as_ref().and_then(|issue| issue.group_text.clone()).unwrap_or_default();
    let typed = Fields::from([("title", title.as_str()), ("background", background.as_str()), ("days", "3")]);
    page(&app, &member, issue.as_ref(), &typed, &[], StatusCode::OK)
}

pub(super) async fn open(Shared(app): Shared<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    must_hold_key(&member.acting)?;
    let text = |name: &str| posted.fields.get(name).to_owned();
    let issue = issue(&app, &member, posted.fields.get("issue")).await?;
    let new = NewInterim {
        title: text("title"),
        question: text("question"),
        options: text("options"),
        background: text("background"),
        link: text("link"),
        urgency: text("urgency"),
        days: text("days"),
    };
    let mut tx = app.begin().await?;
    match commands::open(&app, &mut tx, &member.acting, issue.as_ref(), &new).await {
        Ok(number) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("/{slug}/interim/{number}?asked")).into_response())
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            page(&app, &member, issue.as_ref(), &posted.fields, &error.into_messages("title")?, status)
        }
    }
}
