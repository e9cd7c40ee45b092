//! The page behind an editor's link, and the button by which what did not come out goes once more. Opening the link does nothing,
//! because mail scanners follow links.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State as Shared},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{
    acting::Member,
    groups::{self, Group},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{FormKey, Posted, Public},
    keys,
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::{
    commands,
    model::{Outing, Told},
    store,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/out/{code}", get(look).post(say)).route("/{group}/cascade/editions/{edition}/once-more", post(put_again))
}

/// The address is a secret: it does not travel on in a referrer.
const NO_REFERRER: (HeaderName, HeaderValue) = (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

#[derive(Template)]
#[template(path = "outings/ask.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    group: String,
    name: String,
    day: String,
    titles: Vec<String>,
    /// What was said before.
    before: Option<String>,
    comes_on: Field,
}

#[derive(Template)]
#[template(path = "outings/said.html")]
struct Said<'a> {
    frame: Frame,
    words: &'a str,
    /// Where the answer is changed.
    back: Option<String>,
}

fn frame(app: &App, group: &Group, title: &str) -> Frame {
    Frame {
        group: Some(group.name.clone()),
        shapes: group.shapes.clone(),
        home: format!("/{}/raise", group.slug),
        ..Frame::plain(app, title)
    }
}

fn said(app: &App, group: &Group, title: &str, words: &str, back: Option<String>, status: StatusCode) -> Result<Response> {
    Ok(([NO_REFERRER], page::show_as(status, &Said { frame: frame(app, group, title), words, back })?).into_response())
}

fn closed(app: &App, group: &Group) -> Result<Response> {
    let why = "A newer mail has a newer link, or this one is not complete. Copy it once more from the newest mail, or answer that mail.";
    said(app, group, "This link cannot be used any more", why, None, StatusCode::NOT_FOUND)
}

async fn opened(app: &App, group: &Group, code: &str) -> Result<Option<Outing>> {
    store::by_token(&app.db, group.id, &keys::hash(code)).await
}

async fn form(app: &App, group: &Group, outing: Outing, comes_on: &str, errors: &[FieldError]) -> Result<Response> {
    if outing.again.is_some() {
        let words = "What was in that edition is in a later one by now. Nothing more is asked of you.";
        return said(app, group, "Thank you: we have your answer", words, None, StatusCode::OK);
    }
    let before = match outing.told {
        Told::Waits => None,
        Told::Yes => Some("You have said that it came out.".to_owned()),
        Told::No => Some("You have said that it did not come out this time.".to_owned()),
        Told::Later(day) => Some(format!("You have said that it comes out on {}.", words::date(day))),
    };
    let page = Page {
        frame: frame(app, group, "Did it go out?").with_errors(errors),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        group: group.name.clone(),
        name: outing.name,
        day: words::date(outing.out_on),
        titles: store::titles(&app.db, group.id, outing.edition).await?,
        before,
        comes_on: Field::new("comes_on", "The day on which it comes out", Input::Date).value(comes_on).error(errors),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

async fn look(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    match opened(&app, &group, &code).await? {
        Some(outing) => form(&app, &group, outing, "", &[]).await,
        None => closed(&app, &group),
    }
}

async fn say(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, posted: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let Some(outing) = opened(&app, &group, &code).await? else { return closed(&app, &group) };
    let comes_on = posted.fields.get("comes_on");
    if posted.key.is_none() {
        let errors =
            [FieldError { field: "comes_on".into(), message: "This page was open for a long time. Press the button once more".into() }];
        return form(&app, &group, outing, comes_on, &errors).await;
    }
    let mut tx = app.begin().await?;
    let words = match commands::answer(&app, &mut tx, &group, &code, posted.fields.get("answer"), comes_on).await {
        Ok(told) => {
            app.commit(tx).await?;
            match told {
                Told::Yes | Told::Waits => "It is good to know that it reached its readers.",
                Told::No => "That happens. We look for a place in a later edition.",
                Told::Later(_) => "We have noted the day.",
            }
        }
        Err(error) => {
            drop(tx);
            return form(&app, &group, outing, comes_on, &error.into_messages("comes_on")?).await;
        }
    };
    said(&app, &group, "Thank you", words, Some(format!("/{slug}/out/{code}")), StatusCode::OK)
}

async fn put_again(
    Shared(app): Shared<App>,
    Path((slug, edition)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let id: Uuid = edition.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::put_again(&app, &mut tx, &member.acting, id).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/cascade?once-more")).into_response())
}
