//! The form of a letter.

use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, directory};
use jiff::ToSpan;
use kernel::{
    App, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
};

use super::{
    super::{
        commands::{self, NewLetter},
        model::{Letter, State, reference},
    },
    of_address,
};
use crate::networks::must_cascade;

#[derive(Template)]
#[template(path = "letters/pages/edit.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    here: String,
    back: String,
    heading: String,
    revision: i64,
    fields: Vec<Field>,
    to_agenda: bool,
    /// What both may be left empty.
    about: [Field; 2],
}

fn typed(fields: &Fields) -> NewLetter {
    let text = |name: &str| fields.get(name).to_owned();
    NewLetter {
        entry: text("entry"),
        to: text("recipient"),
        email: text("email"),
        subject: text("subject"),
        text: text("text"),
        answer_by: text("answer_by"),
        to_agenda: !fields.get("to_agenda").is_empty(),
        issue: text("issue"),
        decision: text("decision"),
    }
}

fn as_typed(letter: &Letter) -> NewLetter {
    let content = letter.content.clone();
    let named = letter.entry.is_none();
    NewLetter {
        entry: letter.entry.map(|entry| entry.to_string()).unwrap_or_default(),
        to: if named { content.to } else { String::new() },
        email: if named { content.email } else { String::new() },
        subject: content.subject,
        text: content.text,
        answer_by: content.answer_by.map(|day| day.to_string()).unwrap_or_default(),
        to_agenda: content.to_agenda,
        issue: content.issue,
        decision: content.decision,
    }
}

/// The messages as the form names its fields.
fn renamed(errors: Vec<FieldError>) -> Vec<FieldError> {
    errors
        .into_iter()
        .map(|error| if error.field == "to" { FieldError { field: "recipient".into(), message: error.message } } else { error })
        .collect()
}

async fn page(
    app: &App,
    member: &Member,
    there: Option<&Letter>,
    typed: NewLetter,
    revision: i64,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    must_cascade(&member.acting)?;
    let group = &member.acting.group;
    let base = format!("/{}/letters", group.slug);
    let entries = directory::all(&app.db, group.id).await?;
    let choices = entries.into_iter().filter(|entry| !entry.contact.email.is_empty()).map(|entry| (entry.id.to_string(), entry.name));
    let options = std::iter::once((String::new(), "Nobody of the directory: I type the address".to_owned())).chain(choices).collect();
    let field = |name: &'static str, label: &str, input, value: &str| Field::new(name, label, input).value(value).error(errors);
    let heading = there.map_or_else(|| "Write a letter".to_owned(), |letter| format!("Letter {}", reference(letter.number)));
    let page = Page {
        frame: member.frame(app, heading.clone(), "/cascade").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: there.map_or_else(|| format!("{base}/new"), |letter| format!("{base}/{}/edit", reference(letter.number))),
        back: there.map_or_else(|| base.clone(), |letter| format!("{base}/{}", reference(letter.number))),
        heading,
        revision,
        fields: vec![
            Field::select("entry", "To", options).value(typed.entry).error(errors),
            field("recipient", "To somebody else", Input::Text, &typed.to).hint("A post or a committee rather than a name."),
            field("email", "Their address", Input::Email, &typed.email),
            field("subject", "What it is about", Input::Text, &typed.subject),
            field("text", "The letter", Input::Lines(10), &typed.text)
                .hint("An empty line begins a new paragraph. Nothing that could identify a patient, and no practice."),
            field("answer_by", "An answer would help by", Input::Date, &typed.answer_by).hint("Leave it empty where no answer is needed."),
        ],
        to_agenda: typed.to_agenda,
        about: [
            field("issue", "The issue that it is about", Input::Text, &typed.issue)
                .hint(format!("Its reference, as {}. May be left empty.", group.reference(231))),
            field("decision", "The decision that it follows from", Input::Text, &typed.decision)
                .hint("Its reference, as 26/D09. May be left empty."),
        ],
    };
    page::show_as(status, &page)
}

pub(super) async fn new(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    let today = app.clock.today(&member.acting.group.time_zone);
    let answer_by = today.saturating_add(4.weeks()).to_string();
    let blank = NewLetter { answer_by, to_agenda: true, ..NewLetter::default() };
    page(&app, &member, None, blank, 0, &[], StatusCode::OK).await
}

pub(super) async fn create(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let new = typed(&posted.fields);
    let mut tx = app.begin().await?;
    let letter = match commands::create(&app, &mut tx, &member.acting, &new).await {
        Ok(letter) => letter,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return page(&app, &member, None, new, 0, &renamed(error.into_messages("subject")?), status).await;
        }
    };
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{}/letters/{}?drafted", member.acting.group.slug, reference(letter.number))).into_response())
}

pub(super) async fn edit(Shared(app): Shared<App>, Path((slug, letter)): Path<(String, String)>, member: Member) -> Result<Response> {
    let letter = of_address(&app, &member, &letter).await?;
    if letter.state != State::Draft {
        return Ok(Redirect::to(&format!("/{slug}/letters/{}", reference(letter.number))).into_response());
    }
    page(&app, &member, Some(&letter), as_typed(&letter), letter.revision, &[], StatusCode::OK).await
}

pub(super) async fn change(
    Shared(app): Shared<App>,
    Path((slug, letter)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let letter = of_address(&app, &member, &letter).await?;
    let (new, revision) = (typed(&posted.fields), posted.fields.get("version").parse().unwrap_or(0));
    let mut tx = app.begin().await?;
    match commands::change(&app, &mut tx, &member.acting, letter.number, revision, &new).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            // With what is there now, so that saving again is a choice.
            let letter = of_address(&app, &member, &reference(letter.number)).await?;
            let revision = if status == StatusCode::CONFLICT { letter.revision } else { revision };
            return page(&app, &member, Some(&letter), new, revision, &renamed(error.into_messages("subject")?), status).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/letters/{}?saved", reference(letter.number))).into_response())
}
