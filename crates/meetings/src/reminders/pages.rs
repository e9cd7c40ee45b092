//! The page behind the links of a reminder. Opening it does nothing, because mail scanners follow links.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use group::groups::{self, Group};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, FormKey, Public},
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::answering::{self, Opened};
use crate::action_log::{Change, Typed};

/// The address is a secret: it does not travel on in a referrer.
const NO_REFERRER: (HeaderName, HeaderValue) = (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/actions/by-link/{code}", get(look).post(say))
}

/// Something that can be said, with its own form.
struct Way {
    change: &'static str,
    summary: &'static str,
    fields: Vec<Field>,
    button: &'static str,
    open: bool,
}

#[derive(Template)]
#[template(path = "reminders/by_link.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    group: String,
    reference: String,
    title: String,
    due: String,
    done_means: String,
    version: i64,
    name: String,
    ways: Vec<Way>,
}

#[derive(Template)]
#[template(path = "reminders/said.html")]
struct Said<'a> {
    frame: Frame,
    words: &'a str,
}

fn frame(app: &App, group: &Group, title: &str) -> Frame {
    Frame {
        group: Some(group.name.clone()),
        shapes: group.shapes.clone(),
        home: format!("/{}/raise", group.slug),
        ..Frame::plain(app, title)
    }
}

fn said(app: &App, group: &Group, title: &str, words: &str, status: StatusCode) -> Result<Response> {
    Ok(([NO_REFERRER], page::show_as(status, &Said { frame: frame(app, group, title), words })?).into_response())
}

fn form(app: &App, group: &Group, opened: Opened, (typed, chosen): (&Fields, &str), errors: &[FieldError]) -> Result<Response> {
    let words =
        |change: Change, label: &str| Field::new(change.field(), label, Input::Lines(3)).value(typed.get(change.field())).error(errors);
    let way = |change: Change, summary, fields, button| Way { change: change.key(), summary, fields, button, open: chosen == change.key() };
    let due = Field::new("due", "The new day", Input::Date).value(typed.get("due")).error(errors);
    let ways = vec![
        way(Change::Done, "It is done", vec![words(Change::Done, "What shows that it is done?")], "It is done"),
        way(Change::Carry, "Still on it, by a new date", vec![due, words(Change::Carry, "How far is it? (optional)")], "Name the new day"),
        way(Change::Help, "I need help", vec![words(Change::Help, "What stands in the way?")], "Ask for help"),
    ];
    let Opened { action, acting } = opened;
    let reference = action.reference();
    let page = Page {
        frame: frame(app, group, &format!("{reference}: {}", action.words)).with_errors(errors),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        group: group.name.clone(),
        due: words::date(action.due),
        version: action.version,
        title: action.words,
        done_means: action.done_means,
        name: acting.name,
        ways,
        reference,
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

/// What a link shows that opens nothing, or that nobody waits for.
fn closed(app: &App, group: &Group, opened: Option<&Opened>) -> Result<Response> {
    if opened.is_some() {
        let words = "It is closed, or somebody else has it now. Nothing more is asked of you.";
        return said(app, group, "This action waits for nobody", words, StatusCode::OK);
    }
    let words = "The link is not complete, or you sit in the group no more. Sign in to see your actions, or answer the mail.";
    said(app, group, "This link cannot be used", words, StatusCode::NOT_FOUND)
}

async fn look(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let asked = Fields::of_query(&uri);
    match answering::open(&app, &app.db, &group, &code).await {
        Ok(opened) if opened.is_open() => form(&app, &group, opened, (&Fields::default(), asked.get("say")), &[]),
        Ok(opened) => closed(&app, &group, Some(&opened)),
        Err(Error::NotFound) => closed(&app, &group, None),
        Err(error) => Err(error),
    }
}

async fn say(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, posted: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let opened = match answering::open(&app, &app.db, &group, &code).await {
        Ok(opened) if opened.is_open() => opened,
        Ok(opened) => return closed(&app, &group, Some(&opened)),
        Err(Error::NotFound) => return closed(&app, &group, None),
        Err(error) => return Err(error),
    };
    let fields = &posted.fields;
    let chosen = fields.get("change");
    if posted.key.is_none() {
        let errors = [FieldError { field: "change".into(), message: "This page was open for a long time. Send it once more".into() }];
        return form(&app, &group, opened, (fields, chosen), &errors);
    }
    let change = Change::from_key(chosen);
    let typed = Typed {
        change: chosen.to_owned(),
        words: change.map(|change| fields.get(change.field()).to_owned()).unwrap_or_default(),
        due: fields.get("due").to_owned(),
        seen: fields.get("seen").parse().ok(),
        ..Typed::default()
    };
    let mut tx = app.begin().await?;
    match answering::say(&app, &mut tx, &group, &code, &typed).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            return form(&app, &group, opened, (fields, chosen), &error.into_messages("change")?);
        }
    }
    let thanks = match change {
        Some(Change::Carry) => "The log has the new day.",
        Some(Change::Help) => "Whoever keeps the group’s record has your words and gets in touch with you.",
        _ => "The log has it, with what shows it.",
    };
    said(&app, &group, "Thank you", thanks, StatusCode::OK)
}
