//! A past decision is put right, and a table of them is taken back.

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
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
};
use uuid::Uuid;

use super::super::{commands::NewDecision, model::Decision, putting_right, store};
use crate::references::number as number_in;

#[derive(Template)]
#[template(path = "past/pages/decision.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    here: String,
    /// What stood there when the page was opened.
    seen: String,
    fields: [Field; 4],
    lasting: bool,
}

fn fields_of(decision: &Decision) -> Fields {
    let day = decision.review_on.map(|day| day.to_string()).unwrap_or_default();
    let lasting = if decision.lasting { "yes" } else { "" };
    Fields::from([
        ("words", decision.words.as_str()),
        ("reference", &decision.reference),
        ("decided_on", &decision.decided_on.to_string()),
        ("review_on", &day),
        ("lasting", lasting),
        ("seen", &decision.seen()),
    ])
}

fn page(app: &App, member: &Member, number: i64, typed: &Fields, errors: &[FieldError]) -> Result<Response> {
    let base = format!("/{}/past/decisions", member.acting.group.slug);
    let field = |name, label, input| Field::new(name, label, input).value(typed.get(name)).error(errors);
    let page = Page {
        frame: member.frame(app, "Put a past decision right", "/decisions").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: format!("{base}/{number}"),
        base,
        seen: typed.get("seen").to_owned(),
        fields: [
            field("words", "The sentence", Input::Lines(3)),
            field("reference", "Its reference then, if it had one", Input::Text),
            field("decided_on", "Day of the decision", Input::Date),
            field("review_on", "To be looked at again on (may be empty)", Input::Date),
        ],
        lasting: typed.get("lasting") == "yes",
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn show(Shared(app): Shared<App>, Path((_, number)): Path<(String, String)>, member: Member) -> Result<Response> {
    member.acting.must(Verb::BringPast)?;
    let number = number_in(&number)?;
    let decision = store::decision(&app.db, member.acting.group.id, number).await?;
    page(&app, &member, number, &fields_of(&decision), &[])
}

pub(super) async fn correct(
    Shared(app): Shared<App>,
    Path((slug, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (number, fields) = (number_in(&number)?, &posted.fields);
    let new = NewDecision {
        reference: fields.get("reference").into(),
        words: fields.get("words").split_whitespace().collect::<Vec<_>>().join(" "),
        decided_on: fields.get("decided_on").into(),
        lasting: fields.get("lasting") == "yes",
        review_on: fields.get("review_on").into(),
    };
    let mut tx = app.begin().await?;
    match putting_right::correct(&app, &mut tx, &member.acting, number, fields.get("seen"), &new).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return page(&app, &member, number, fields, &errors);
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/past/decisions?saved=right")).into_response())
}

pub(super) async fn take_back(
    Shared(app): Shared<App>,
    Path((slug, import)): Path<(String, Uuid)>,
    member: Member,
    _: Posted,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    putting_right::take_back(&app, &mut tx, &member.acting, import).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/past/decisions?saved=back")).into_response())
}
