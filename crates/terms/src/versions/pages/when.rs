//! From when a draft shall be in force, when it is looked at again, and who may read it.

use askama::Template;
use axum::{extract::State as Shared, http::StatusCode, response::Response};
use group::acting::Member;
use kernel::{
    App, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
};

use super::{
    super::{
        commands::{self, When},
        model::Version,
    },
    at, tailored, to,
};

#[derive(Template)]
#[template(path = "versions/pages/when.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    draft: String,
    from_on: Field,
    review_on: Field,
    is_public: bool,
    seen: String,
}

fn page(app: &App, member: &Member, version: &Version, when: &When, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let page = Page {
        frame: member.frame(app, "From when, and for whom", "/terms").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        draft: at(member, "/draft"),
        from_on: Field::new("from_on", "In force from", Input::Date)
            .hint("Leave it empty: as soon as both sides have approved it.")
            .value(&when.from_on)
            .error(errors),
        review_on: Field::new("review_on", "Looked at again by", Input::Date)
            .hint("Co-chairs and administrator get a mail four weeks before.")
            .value(&when.review_on)
            .error(errors),
        is_public: when.is_public,
        seen: When::stood(version),
    };
    page::show_as(status, &page)
}

pub(super) async fn form(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    let version = tailored(&app, &member.acting).await?.version;
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let when = When { from_on: day(version.from_on), review_on: day(version.review_on), is_public: version.is_public, seen: None };
    page(&app, &member, &version, &when, &[], StatusCode::OK)
}

pub(super) async fn save(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let fields = &posted.fields;
    let when = When {
        from_on: fields.get("from_on").into(),
        review_on: fields.get("review_on").into(),
        is_public: fields.get("is_public") == "yes",
        seen: Some(fields.get("seen").to_owned()).filter(|seen| !seen.is_empty()),
    };
    let mut tx = app.begin().await?;
    match commands::set_when(&app, &mut tx, &member.acting, &when).await {
        Ok(()) => {
            app.commit(tx).await?;
            Ok(to(at(&member, "/draft?saved")))
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let version = tailored(&app, &member.acting).await?.version;
            page(&app, &member, &version, &when, &error.into_messages("from_on")?, status)
        }
    }
}
