//! The page on which a group says how long what is approved waits, and who approves.

use askama::Template;
use axum::{
    extract::State as Shared,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::acting::Member;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
};

use super::super::{commands, store};
use crate::networks::must_cascade;

#[derive(Template)]
#[template(path = "versions/pages/rules.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    fields: [Field; 3],
}

const APPROVES: &[(&str, &str)] =
    &[("no", "What both sides approved at the read-back is enough, where the draft fits"), ("yes", "A person approves each text")];

fn page(app: &App, member: &Member, [hold, by_hand, tell]: [&str; 3], errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let field = |name, label: &str, input, value: &str| Field::new(name, label, input).value(value).error(errors);
    let page = Page {
        frame: member.frame(app, "How texts leave", "/cascade").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: format!("/{}/cascade/versions", member.acting.group.slug),
        fields: [
            field("hold_minutes", "Minutes for which an approved text waits before it leaves", Input::Number, hold).hint(
                "Until then one press stops it. What is approved just before a deadline leaves that much later, still with the same edition.",
            ),
            field("by_hand", "Before a draft leaves", Input::Choice(APPROVES), by_hand)
                .hint("For what is decided from now on. What is too long for a network always waits for a person."),
            field("tell_days", "Days before a deadline from which you are mailed what waits", Input::Number, tell)
                .hint("Once a day at most, on working days. 0 for never."),
        ],
    };
    page::show_as(status, &page)
}

pub(super) async fn show(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    must_cascade(&member.acting)?;
    let rules = store::rules(&app.db, member.acting.group.id).await?;
    let by_hand = if rules.by_hand { "yes" } else { "no" };
    page(&app, &member, [&rules.hold_minutes.to_string(), by_hand, &rules.tell_days.to_string()], &[], StatusCode::OK)
}

pub(super) async fn set(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let [hold, by_hand, tell] = ["hold_minutes", "by_hand", "tell_days"].map(|name| posted.fields.get(name));
    let mut tx = app.begin().await?;
    match commands::set_rules(&app, &mut tx, &member.acting, hold, by_hand == "yes", tell).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors)) => {
            drop(tx);
            return page(&app, &member, [hold, by_hand, tell], &errors, StatusCode::UNPROCESSABLE_ENTITY);
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{}/cascade/versions?set", member.acting.group.slug)).into_response())
}
