//! The page behind the link in the letter. Whoever was asked has no account: the link is their key, and opening it does nothing.

use ::group::groups::{self, Group};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, FormKey, Public},
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::super::{
    answering::{self, Given, Opened},
    mail,
    model::Answer,
};

/// The address is a secret: it does not travel on in a referrer.
const NO_REFERRER: (HeaderName, HeaderValue) = (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

/// An answer that can be given, with its own form.
struct Way {
    answer: &'static str,
    summary: &'static str,
    fields: Vec<Field>,
    button: &'static str,
    open: bool,
}

#[derive(Template)]
#[template(path = "commissions/pages/answer.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    group: String,
    reference: String,
    title: String,
    due: String,
    first: String,
    sections: Vec<(&'static str, Vec<String>)>,
    accepted: bool,
    ways: Vec<Way>,
    doubtful: bool,
}

#[derive(Template)]
#[template(path = "commissions/pages/said.html")]
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

/// `chosen` is the answer that was sent, or that the link in a mail points at.
fn ways(typed: &Fields, chosen: &str, errors: &[FieldError]) -> Vec<Way> {
    let words = |answer: Answer, label: &str, lines| {
        let input = if lines { Input::Lines(3) } else { Input::Text };
        Field::new(answer.field(), label, input).value(typed.get(&answer.field())).error(errors)
    };
    let field = |name: &'static str, label: &str, input| Field::new(name, label, input).value(typed.get(name)).error(errors);
    let way = |answer: Answer, summary, fields, button| Way { answer: answer.key(), summary, fields, button, open: chosen == answer.key() };
    vec![
        way(Answer::Accept, "I take it on", vec![words(Answer::Accept, "Anything to say? (optional)", true)], "I take it on"),
        way(Answer::Done, "It is done", vec![words(Answer::Done, "What shows that it is done?", true)], "It is done"),
        way(
            Answer::NewDate,
            "Still on it, by a new date",
            vec![field("due", "The new day", Input::Date), words(Answer::NewDate, "How far is it? (optional)", true)],
            "Name the new day",
        ),
        way(Answer::Help, "I need help", vec![words(Answer::Help, "What stands in the way?", true)], "Ask for help"),
        way(
            Answer::PassOn,
            "Somebody else is the right one",
            vec![
                field("name", "Their name", Input::Text),
                field("post", "What they are", Input::Text).hint("Such as Laboratory manager."),
                field("email", "Their mail address", Input::Email).hint("They get the letter that you got, with a link of their own."),
                words(Answer::PassOn, "Anything to say to the group? (optional)", true),
            ],
            "Hand it on",
        ),
        way(Answer::Decline, "I cannot do it", vec![words(Answer::Decline, "Why, or who may be the right one?", true)], "Decline"),
    ]
}

async fn form(
    app: &App,
    group: &Group,
    opened: Opened,
    (typed, chosen): (&Fields, &str),
    errors: &[FieldError],
    doubtful: bool,
) -> Result<Response> {
    let Opened { commission, action } = opened;
    let letter = mail::said(&app.db, group, &action, &commission).await?;
    let reference = action.reference();
    let page = Page {
        frame: frame(app, group, &format!("{reference}: {}", action.words)).with_errors(errors),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        group: group.name.clone(),
        due: words::date(action.due),
        accepted: !action.state.is_open() || action.state == crate::actions::State::InProgress,
        first: letter.first,
        sections: letter.sections,
        ways: ways(typed, chosen, errors),
        title: action.words,
        reference,
        doubtful,
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

/// What a link shows that opens nothing, or that nobody waits for.
fn closed(app: &App, group: &Group, opened: Option<&Opened>) -> Result<Response> {
    match opened {
        Some(opened) if opened.commission.answered_on.is_some() => {
            let words = "Nothing more is asked of you. If something has changed, answer the mail.";
            said(app, group, "Thank you: we have your answer", words, StatusCode::OK)
        }
        Some(_) => {
            let words = "The group has found another way, or it is done. If there is something to say, answer the mail.";
            said(app, group, "Nobody waits for an answer any more", words, StatusCode::OK)
        }
        None => {
            let words = "The link is not complete, or it was meant for somebody else. Copy it once more from the mail, or answer the mail.";
            said(app, group, "This link cannot be used", words, StatusCode::NOT_FOUND)
        }
    }
}

pub(super) async fn look(
    Shared(app): Shared<App>,
    Path((slug, code)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let asked = Fields::of_query(&uri);
    match answering::open(&app, &app.db, &group, &code).await {
        Ok(opened) if opened.is_open() => form(&app, &group, opened, (&Fields::default(), asked.get("say")), &[], false).await,
        Ok(opened) => closed(&app, &group, Some(&opened)),
        Err(Error::NotFound) => closed(&app, &group, None),
        Err(error) => Err(error),
    }
}

pub(super) async fn answer(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, posted: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let opened = match answering::open(&app, &app.db, &group, &code).await {
        Ok(opened) if opened.is_open() => opened,
        Ok(opened) => return closed(&app, &group, Some(&opened)),
        Err(Error::NotFound) => return closed(&app, &group, None),
        Err(error) => return Err(error),
    };
    let fields = &posted.fields;
    let chosen = fields.get("answer");
    if posted.key.is_none() {
        let errors = [FieldError { field: "answer".into(), message: "This page was open for a long time. Send it once more".into() }];
        return form(&app, &group, opened, (fields, chosen), &errors, false).await;
    }
    let text = |name: &str| fields.get(name).to_owned();
    let given = Given {
        answer: text("answer"),
        words: text(&format!("words-{chosen}")),
        due: text("due"),
        name: text("name"),
        post: text("post"),
        email: text("email"),
        keep: !fields.get("keep").is_empty(),
    };
    let mut tx = app.begin().await?;
    let thanks = match answering::answer(&app, &mut tx, &group, &code, &given).await {
        Ok(answer) => {
            app.commit(tx).await?;
            match answer {
                Answer::Accept => "The group’s log says that you have taken it on. When it is done, say so by the same link.",
                Answer::Done => "The group’s log has it, with what shows it. Nothing more is asked of you.",
                Answer::NewDate => "The group’s log has the new day. When it is done, say so by the same link.",
                Answer::Help => "Whoever answers for it in the group has your words and gets in touch with you.",
                Answer::Decline => "Thank you for saying so: the group looks for another way, and asks nothing more of you.",
                Answer::PassOn => "They get the letter that you got. Nothing more is asked of you.",
            }
        }
        Err(error) => {
            drop(tx);
            let doubtful = matches!(&error, Error::Refused(..));
            return form(&app, &group, opened, (fields, chosen), &error.into_messages("answer")?, doubtful).await;
        }
    };
    said(&app, &group, "Thank you", thanks, StatusCode::OK)
}
