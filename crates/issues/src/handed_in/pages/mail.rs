//! A mail that was pasted becomes the form for one issue, filled in, to be looked at before it is sent.

use analysis::mail_text;
use askama::Template;
use axum::{extract::State as Shared, http::StatusCode, response::Response};
use group::acting::Member;
use jiff::ToSpan;
use kernel::{
    App, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::one;
use crate::post;

#[derive(Template)]
#[template(path = "handed_in/pages/mail.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    mail: Field,
    /// Mails that Brig could not take of late: when and why.
    aside: Vec<(String, &'static str)>,
}

/// So many days a mail that was put aside is shown.
const SHOWN_DAYS: i64 = 30;

async fn show(app: &App, member: &Member, errors: &[FieldError]) -> Result<Response> {
    super::must(member)?;
    let group = &member.acting.group;
    let since = app.clock.today(&group.time_zone).saturating_sub(SHOWN_DAYS.days());
    let aside = post::aside(&app.db, group.id, since).await?;
    let page = Page {
        frame: member.frame(app, "From a mail", "/issues").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/issues", member.acting.group.slug),
        mail: Field::new("mail", "Paste the mail, with its head if you have it", Input::Lines(12))
            .hint("What is quoted, signed or added by a mail program is taken out. You look at it before it is saved.")
            .error(errors),
        aside: aside.into_iter().map(|one| (words::date(one.aside_on), one.why.words())).collect(),
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn form(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    show(&app, &member, &[]).await
}

/// Keeps nothing: it only fills in the form.
pub(super) async fn read(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    super::must(&member)?;
    let mail = mail_text::read(posted.fields.get("mail"));
    let text = mail.words();
    if text.trim().is_empty() {
        let message = "We find nothing in it that somebody wrote. Paste the text of the mail";
        return show(&app, &member, &[FieldError { field: "mail".into(), message: message.into() }]).await;
    }
    let fields = Fields::from([("name", mail.name.as_str()), ("email", mail.address.as_str())]);
    let shown = one::Shown { fields: &fields, text, errors: &[], doubtful: false, from_mail: true, status: StatusCode::OK };
    one::show(&app, &member, shown)
}
