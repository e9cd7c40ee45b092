//! The page that a link opens: five questions in a minute, without an account.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Redirect, Response},
};
use group::groups::{self, Group};
use issues::issues::Sector;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, FormKey, Public, shown_again},
    http::Caller,
    limits::Class,
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::super::{
    commands::{self, Given},
    model::{IN_WORDS, LONGEST, QUESTIONS, Round, Stage},
};

#[derive(Template)]
#[template(path = "surveys/pages/answer.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    until: String,
    /// Where they work, the questions with answers to choose, the one in words.
    fields: Vec<Field>,
}

/// The group's name in the head leads to the form on which an issue is raised.
fn frame(app: &App, group: &Group, title: &str) -> Frame {
    Frame {
        group: Some(group.name.clone()),
        shapes: group.shapes.clone(),
        home: format!("/{}/raise", group.slug),
        ..Frame::plain(app, title)
    }
}

fn page(app: &App, group: &Group, round: &Round, typed: &Fields, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let choice = |key: &'static str, asks: &str, choices| Field::new(key, asks, Input::Choice(choices)).value(typed.get(key)).error(errors);
    let sector = choice("sector", "Where do you work?", Sector::CHOICES).hint("“General practice” is the practice by day.");
    let text = Field::new("text", IN_WORDS, Input::Lines(3))
        .hint(format!("A line is enough, {LONGEST} characters at most. No names, dates of birth, CHI numbers or anything else that could identify a patient."))
        .value(shown_again(typed.get("text")))
        .error(errors);
    let questions = QUESTIONS.iter().map(|question| choice(question.key, question.asks, question.choices));
    let page = Page {
        frame: frame(app, group, "How do the two sides work together?").with_errors(errors),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        until: words::date(round.closes_on),
        fields: std::iter::once(sector).chain(questions).chain([text]).map(Field::large).collect(),
    };
    page::show_as(status, &page)
}

#[derive(Template)]
#[template(path = "surveys/pages/said.html")]
struct Said {
    frame: Frame,
    heading: &'static str,
    text: &'static str,
    /// What somebody wrote who came too late: theirs to copy.
    written: String,
    raise: String,
}

fn said(app: &App, group: &Group, heading: &'static str, text: &'static str, written: String, status: StatusCode) -> Result<Response> {
    page::show_as(status, &Said { frame: frame(app, group, heading), heading, text, written, raise: format!("/{}/raise", group.slug) })
}

fn over(app: &App, group: &Group, written: String, status: StatusCode) -> Result<Response> {
    let text = "Thank you for coming. No more answers are taken this time; the same questions come again in about a year.";
    said(app, group, "These questions are closed", text, written, status)
}

pub(super) async fn form(
    Shared(app): Shared<App>,
    Path((slug, code)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let (_, round, stage) = commands::opened(&app, &app.db, &group, &code).await?;
    if uri.query() == Some("thanks") {
        let text = "Your answers are saved, without your name, your address or the time. Once these questions are closed, the group \
                    sees what all have answered together.";
        return said(&app, &group, "Thank you", text, String::new(), StatusCode::OK);
    }
    match stage {
        Stage::Open => page(&app, &group, &round, &Fields::default(), &[], StatusCode::OK),
        Stage::Closed { .. } | Stage::Shown => over(&app, &group, String::new(), StatusCode::OK),
    }
}

pub(super) async fn send(
    Shared(app): Shared<App>,
    Path((slug, code)): Path<(String, String)>,
    caller: Caller,
    form: Public,
) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    match save(&app, &group, &code, caller, &form).await {
        Ok(()) => Ok(Redirect::to(&format!("/{slug}/survey/{code}?thanks")).into_response()),
        Err(Error::NotFound) => Err(Error::NotFound),
        Err(error @ Error::Conflict(_)) => over(&app, &group, shown_again(form.fields.get("text")), error.told().status),
        Err(error) => give_back(&app, &group, &code, &form.fields, error).await,
    }
}

async fn save(app: &App, group: &Group, code: &str, caller: Caller, form: &Public) -> Result<()> {
    app.limits.check(Class::Raise, caller.0)?;
    let Some(key) = &form.key else {
        return Err(Error::field("works", "This page was open for a long time. Your answers are still here: send them once more"));
    };
    let typed = |name: &str| form.fields.get(name).to_owned();
    let given = Given { sector: typed("sector"), chosen: QUESTIONS.map(|question| typed(question.key)), text: typed("text") };
    let mut tx = app.begin().await?;
    commands::answer(app, &mut tx, group, code, &given, &key.nonce).await?;
    app.commit(tx).await
}

/// Whatever went wrong: what was answered comes back, and the page says what to do.
async fn give_back(app: &App, group: &Group, code: &str, fields: &Fields, error: Error) -> Result<Response> {
    let told = error.told();
    let errors = match error {
        Error::Invalid(errors) | Error::Refused(errors, _) => errors,
        // A fault of ours: the page that says so holds what was written.
        Error::Internal(fault) => return Err(Error::Internal(fault)),
        _ => vec![FieldError { field: "works".into(), message: format!("It is not saved yet. {}", told.detail) }],
    };
    let (_, round, _) = commands::opened(app, &app.db, group, code).await?;
    let mut response = page(app, group, &round, fields, &errors, told.status)?;
    if let Some(seconds) = told.retry_after {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}
