//! The page behind the link in a contact's mail. They have no account: the link is their key, and opening it does nothing.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State as Shared},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, FormKey, Public},
    page::{self, Errors, Field, Frame, Input},
};

use super::super::{
    asking::{self, Answer, Correction},
    model::{Above, Entry},
};
use crate::groups::{self, Group};

/// The address is a secret: it does not travel on in a referrer.
const NO_REFERRER: (HeaderName, HeaderValue) = (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

pub(super) fn routes() -> Router<App> {
    Router::new().route("/{group}/directory/check/{code}", get(look).post(answer))
}

fn frame(app: &App, group: &Group, title: &str) -> Frame {
    Frame {
        group: Some(group.name.clone()),
        shapes: group.shapes.clone(),
        home: format!("/{}/raise", group.slug),
        ..Frame::plain(app, title)
    }
}

#[derive(Template)]
#[template(path = "directory/pages/check.html")]
struct Check<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    version: i64,
    group: String,
    name: String,
    agreed: bool,
    facts: Vec<(&'static str, String)>,
    contact: Vec<Field>,
    next: Vec<Field>,
    /// Whether they have begun to correct: then the form stands open.
    open: bool,
    leaving: bool,
}

async fn page(app: &App, group: &Group, entry: &Entry, typed: Option<&Fields>, errors: &[FieldError]) -> Result<Response> {
    let above = super::above_words(app, group.id, &entry.above).await?;
    let facts = [
        ("Kind", entry.kind.words().to_owned()),
        ("Contact", entry.contact.name.clone()),
        ("Post", entry.post.clone()),
        ("Email address", entry.contact.email.clone()),
        ("Deputy", entry.deputy.words()),
        ("Reports to", above),
    ];
    let (above_name, above_email) = match &entry.above {
        Above::Person(person) => (person.name.as_str(), person.email.as_str()),
        Above::Entry(_) => ("", ""),
    };
    let field = |name: &'static str, label: &str, input, held: &str| {
        Field::new(name, label, input).value(typed.map_or(held, |typed| typed.get(name))).error(errors)
    };
    let mut contact = vec![
        field("contact_name", "Your name", Input::Text, &entry.contact.name),
        field("contact_post", "What you do", Input::Text, &entry.post),
        field("contact_email", "Your email address", Input::Email, &entry.contact.email),
        field("deputy_name", "Who answers when you are away: name", Input::Text, &entry.deputy.name),
        field("deputy_email", "Their email address", Input::Email, &entry.deputy.email),
    ];
    if matches!(entry.above, Above::Person(_)) {
        contact.push(field("above_name", "Whom you report to: name", Input::Text, above_name));
        contact.push(field("above_email", "Their email address", Input::Email, above_email));
    }
    let answer = typed.map_or("", |typed| typed.get("answer"));
    let page = Check {
        frame: frame(app, group, &entry.name).with_errors(errors),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        version: entry.version,
        group: group.name.clone(),
        name: entry.name.clone(),
        agreed: entry.agreed_on.is_some(),
        facts: facts.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
        contact,
        next: vec![
            field("next_name", "Who to ask instead: name", Input::Text, "").hint("May be left empty."),
            field("next_email", "Their email address", Input::Email, ""),
        ],
        open: answer == "correct",
        leaving: answer == "leave",
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

async fn look(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    match asking::open(&app, &app.db, &group, &code).await {
        Ok(entry) => page(&app, &group, &entry, None, &[]).await,
        Err(Error::NotFound) => said(
            &app,
            &group,
            "This link cannot be used any more",
            "It is too old, or somebody has answered already. If something should be changed, answer the mail.",
            StatusCode::NOT_FOUND,
        ),
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "directory/pages/said.html")]
struct Said<'a> {
    frame: Frame,
    words: &'a str,
}

fn said(app: &App, group: &Group, title: &str, words: &str, status: StatusCode) -> Result<Response> {
    Ok(([NO_REFERRER], page::show_as(status, &Said { frame: frame(app, group, title), words })?).into_response())
}

async fn answer(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let fields = &form.fields;
    let entry = match asking::open(&app, &app.db, &group, &code).await {
        Err(Error::NotFound) => return look(Shared(app), Path((slug, code))).await,
        entry => entry?,
    };
    let again = |message: &str| [FieldError { field: "answer".into(), message: message.to_owned() }];
    if form.key.is_none() {
        return page(&app, &group, &entry, Some(fields), &again("This page was open for a long time. Send it once more")).await;
    }
    let pair = |name: &str, email: &str| (fields.get(name).to_owned(), fields.get(email).to_owned());
    let (given, thanks) = match fields.get("answer") {
        "right" => (Answer::Right, "We have noted that it is right. There is nothing more to do."),
        "correct" => {
            let correction = Correction {
                contact: pair("contact_name", "contact_email"),
                post: fields.get("contact_post").to_owned(),
                deputy: pair("deputy_name", "deputy_email"),
                above: pair("above_name", "above_email"),
            };
            (Answer::Correct(correction), "It is corrected. You need do nothing more.")
        }
        "leave" => {
            let (name, email) = pair("next_name", "next_email");
            (Answer::Leave(name, email), "You are not the contact any more, and get no more mail about it.")
        }
        _ => return page(&app, &group, &entry, Some(fields), &again("Press one of the buttons")).await,
    };
    let version = fields.get("version").parse().unwrap_or(0);
    let mut tx = app.begin().await?;
    match asking::answer(&app, &mut tx, &group, &code, version, &given).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            return page(&app, &group, &entry, Some(fields), &error.into_messages("answer")?).await;
        }
    }
    said(&app, &group, "Thank you", thanks, StatusCode::OK)
}
