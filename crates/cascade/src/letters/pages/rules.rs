//! What the group has said of its letters and reports: whose word a letter needs, and when people are reminded.

use askama::Template;
use axum::{
    extract::State as Shared,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::acting::Member;
use kernel::{
    App, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
};

use crate::{answers, networks::must_cascade};

#[derive(Template)]
#[template(path = "letters/pages/rules.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    here: String,
    back: String,
    fields: [Field; 5],
}

const KEYS: &[(&str, &str)] =
    &[("1", "One co-chair, or a deputy of that side"), ("2", "Both co-chairs"), ("0", "Nobody: the administrator sends it")];

async fn page(app: &App, member: &Member, typed: Option<&Fields>, errors: &[FieldError]) -> Result<Response> {
    must_cascade(&member.acting)?;
    let group = &member.acting.group;
    let rules = answers::rules(&app.db, group.id).await?;
    let field = |name: &'static str, label: &str, input, held: i64| {
        let value = typed.map_or_else(|| held.to_string(), |typed| typed.get(name).to_owned());
        Field::new(name, label, input).value(value).error(errors)
    };
    let base = format!("/{}/letters", group.slug);
    let page = Page {
        frame: member.frame(app, "Letters and reports: who approves, who is reminded", "/cascade").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: format!("{base}/rules"),
        back: base,
        fields: [
            field("letter_keys", "Who approves a letter before it goes", Input::Choice(KEYS), rules.letter_keys),
            field("remind_before", "Days before an answer is due on which people are reminded", Input::Number, rules.remind_before)
                .hint("Once. 0 for never."),
            field("remind_after", "Days after it on which they are reminded once more", Input::Number, rules.remind_after)
                .hint("Once, kindly. 0 for never."),
            field(
                "paper_days",
                "Days before a parent group’s papers are due on which the administrator is reminded of the report",
                Input::Number,
                rules.paper_days,
            )
            .hint("0 for never."),
            field("months", "Months that a report is of, if there is none before it", Input::Number, rules.months),
        ],
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn show(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    page(&app, &member, None, &[]).await
}

pub(super) async fn set(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    match answers::set_rules(&app, &mut tx, &member.acting, &posted.fields).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            return page(&app, &member, Some(&posted.fields), &error.into_messages("letter_keys")?).await;
        }
    }
    Ok(Redirect::to(&format!("/{}/letters?rules", member.acting.group.slug)).into_response())
}
