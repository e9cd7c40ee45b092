//! The page behind the foot of each mail to a list: no more of it, and again. Opening it does nothing and shows nobody's address,
//! because mail scanners follow links; a button does.

use askama::Template;
use axum::{
    Extension, Router,
    extract::{Path, State as Shared},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::map_response,
    response::{IntoResponse, Response},
    routing::get,
};
use group::groups::{self, Group};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{FormKey, Public},
    http::Unmeasured,
    page::{self, Errors, Field, Frame, Input},
};

use super::super::{commands, links};

const NO_REFERRER: (HeaderName, HeaderValue) = (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

/// The routes of this page. They are not measured.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/no-news/{code}", get(show).post(wish))
        .layer(map_response(|response: Response| async { (Extension(Unmeasured), response) }))
}

#[derive(Template)]
#[template(path = "recipients/pages/stop.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    here: String,
    group: String,
    network: String,
    /// Whether its owner has said no.
    said_no: bool,
    address: Field,
}

async fn page(app: &App, group: &Group, code: &str, typed: &str, errors: &[FieldError], notice: Option<&str>) -> Result<Response> {
    let owner = links::open(app, &app.db, group, code).await?;
    let frame = Frame {
        group: Some(group.name.clone()),
        shapes: group.shapes.clone(),
        home: format!("/{}/raise", group.slug),
        ..Frame::plain(app, "Mail from this list")
    };
    let page = Page {
        frame: frame.with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        here: format!("/{}/no-news/{code}", group.slug),
        group: group.name.clone(),
        network: owner.network,
        said_no: owner.said_no,
        address: Field::new("address", "Your email address", Input::Email)
            .hint("The one that the mail came to. We no longer have it.")
            .value(typed)
            .error(errors),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

async fn show(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    page(&app, &group, &code, "", &[], None).await
}

async fn wish(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    // The button of a mail program (RFC 8058): it has seen no page of ours, and the link itself is the proof.
    let one_click = form.fields.get("List-Unsubscribe") == "One-Click";
    let (typed, again) = (form.fields.get("address"), !one_click && form.fields.get("wish") == "again");
    let said = |message: &str| [FieldError { field: "wish".into(), message: message.into() }];
    if !one_click && form.key.is_none() {
        return page(&app, &group, &code, typed, &said("This page was open for a long time. Press the button once more"), None).await;
    }
    if !one_click && !again && form.fields.get("wish") != "none" {
        return page(&app, &group, &code, typed, &said("Press the button"), None).await;
    }
    let mut tx = app.begin().await?;
    let done = if again {
        commands::want_again(&app, &mut tx, &group, &code, typed).await
    } else {
        commands::say_no(&app, &mut tx, &group, &code).await
    };
    match done {
        Ok(()) => app.commit(tx).await?,
        Err(error @ Error::NotFound) => return Err(error),
        Err(error) => {
            drop(tx);
            return page(&app, &group, &code, typed, &error.into_messages("wish")?, None).await;
        }
    }
    let notice = if again { "You get it again." } else { "No more mail comes." };
    page(&app, &group, &code, "", &[], Some(notice)).await
}
