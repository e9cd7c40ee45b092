//! The page behind the link in a guest's mail: one button for each answer. It needs no account, and opening it does nothing.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State as Shared},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use group::groups::{self, Group};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{FormKey, Public},
    page::{self, Errors, Frame},
};

use super::{
    commands::{self, is_over},
    mail::window,
    model::Sent,
};
use crate::attending::Answer;

/// The address is a secret: it does not travel on in a referrer.
const NO_REFERRER: (HeaderName, HeaderValue) = (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

/// The route of this page.
pub(in crate::item_guests) fn routes() -> Router<App> {
    Router::new().route("/{group}/one-item/{code}", get(look).post(answer))
}

struct Button {
    value: &'static str,
    label: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "item_guests/inviting/page.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    group: String,
    name: String,
    title: String,
    when: String,
    place: String,
    link: String,
    said: Option<&'static str>,
    /// None once nobody waits for an answer.
    buttons: Vec<Button>,
}

async fn page(app: &App, group: &Group, sent: &Sent, errors: &[FieldError], saved: bool) -> Result<Response> {
    let (entry, over) = (&sent.entry, is_over(app, sent));
    let frame = Frame {
        group: Some(group.name.clone()),
        shapes: group.shapes.clone(),
        home: format!("/{}/raise", group.slug),
        ..Frame::plain(app, "Can you come?")
    };
    let button = |answer: Answer| Button { value: answer.key(), label: answer.button(), chosen: sent.answer == Some(answer) };
    let page = Page {
        frame: frame.with_errors(errors).with_notice(saved.then_some("Thank you: your answer is saved.")),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        group: group.name.clone(),
        name: entry.name.clone(),
        title: entry.title.clone(),
        when: window(group, (entry.starts, entry.ends)),
        place: entry.place.clone(),
        link: entry.link.clone(),
        said: sent.answer.map(Answer::words),
        buttons: if over { Vec::new() } else { Answer::ALL.into_iter().map(button).collect() },
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

async fn look(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let sent = commands::open(&app, &app.db, &group, &code).await?;
    page(&app, &group, &sent, &[], false).await
}

async fn answer(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let sent = commands::open(&app, &app.db, &group, &code).await?;
    let again = |message: &str| [FieldError { field: "answer".into(), message: message.to_owned() }];
    if form.key.is_none() {
        return page(&app, &group, &sent, &again("This page was open for a long time. Press the button once more"), false).await;
    }
    let Some(said) = Answer::from_key(form.fields.get("answer")) else {
        return page(&app, &group, &sent, &again("Press one of the buttons"), false).await;
    };
    let mut tx = app.begin().await?;
    match commands::answer(&app, &mut tx, &group, sent.guest, said, app.clock.now()).await {
        Ok(_) => app.commit(tx).await?,
        Err(error @ Error::Conflict(_)) => {
            drop(tx);
            return page(&app, &group, &sent, &error.into_messages("answer")?, false).await;
        }
        Err(error) => return Err(error),
    }
    page(&app, &group, &Sent { answer: Some(said), ..sent }, &[], true).await
}
