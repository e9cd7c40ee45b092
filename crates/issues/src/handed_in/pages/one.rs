//! One issue for somebody else, in three fields: what happened, who said it, when.

use askama::Template;
use axum::{extract::State as Shared, http::StatusCode, response::Response};
use group::acting::Member;
use kernel::{
    App, Result,
    error::FieldError,
    form::{Fields, Posted, shown_again},
    page::{self, Errors, Field, Frame, Input},
};

use super::super::commands::{self, Handed};

#[derive(Template)]
#[template(path = "handed_in/pages/one.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    attempt: String,
    from_mail: bool,
    text: Field,
    doubtful: bool,
    who: [Field; 3],
    confidence: bool,
}

/// What is shown of the form.
pub(super) struct Shown<'a> {
    pub(super) fields: &'a Fields,
    pub(super) text: String,
    pub(super) errors: &'a [FieldError],
    pub(super) doubtful: bool,
    pub(super) from_mail: bool,
    pub(super) status: StatusCode,
}

pub(super) fn show(app: &App, member: &Member, shown: Shown<'_>) -> Result<Response> {
    super::must(member)?;
    let attempt = match shown.fields.get("attempt") {
        "" => app.ids.secret()?,
        typed => typed.to_owned(),
    };
    let page = Page {
        frame: member.frame(app, "Raise an issue for somebody", "/issues").with_errors(shown.errors),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/issues", member.acting.group.slug),
        attempt,
        from_mail: shown.from_mail,
        text: Field::new("text", "What happened?", Input::Lines(7))
            .hint("In their words. Nothing that could identify a patient.")
            .large()
            .value(shown_again(&shown.text))
            .error(shown.errors),
        doubtful: shown.doubtful,
        who: super::who_fields(shown.fields, shown.errors),
        confidence: shown.fields.get("confidence") == "yes",
    };
    page::show_as(shown.status, &page)
}

pub(super) async fn form(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    let fields = Fields::default();
    let shown = Shown { fields: &fields, text: String::new(), errors: &[], doubtful: false, from_mail: false, status: StatusCode::OK };
    show(&app, &member, shown)
}

pub(super) async fn send(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let fields = &posted.fields;
    let who = super::who(fields);
    let handed = Handed { who: &who, key: fields.get("attempt"), keep: fields.get("keep") == "yes" };
    let mut tx = app.begin().await?;
    match commands::for_somebody(&app, &mut tx, &member.acting, fields.get("text"), &handed).await {
        Ok(raised) => {
            app.commit(tx).await?;
            super::done(&app, &member, vec![raised], !who.email.trim().is_empty())
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let (errors, text, doubtful) = super::given_back(error, "text", fields.get("text"))?;
            show(&app, &member, Shown { fields, text, errors: &errors, doubtful, from_mail: false, status })
        }
    }
}
