//! The page behind the link in a contact's mail. They have no account: the link is their key, and opening it does nothing.

use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use group::groups::{self, Group};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, FormKey, Public},
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::super::{
    answering::{self, Given, Opened},
    model::{Answer, Purpose, Standing},
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
#[template(path = "asked/pages/answer.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    group: String,
    service: String,
    reference: String,
    title: String,
    text: String,
    question: String,
    /// By when they have said that it is put right.
    promised: Option<String>,
    view: bool,
    forum: bool,
    ways: Vec<Way>,
    doubtful: bool,
}

#[derive(Template)]
#[template(path = "asked/pages/said.html")]
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

fn ways(purpose: Purpose, typed: &Fields, errors: &[FieldError]) -> Vec<Way> {
    let by_when = if purpose == Purpose::Forum { "By when is it done?" } else { "By when is it put right?" };
    let way = |answer: Answer, summary, label: &str, lines, button| {
        let name = format!("words-{}", answer.key());
        let input = if lines { Input::Lines(5) } else { Input::Text };
        let mut fields = vec![Field::new(name.clone(), label, input).value(typed.get(&name)).error(errors)];
        if answer == Answer::Ours {
            fields.insert(0, Field::new("by_when", by_when, Input::Date).value(typed.get("by_when")).error(errors));
        }
        Way { answer: answer.key(), summary, fields, button, open: typed.get("answer") == answer.key() }
    };
    match purpose {
        Purpose::View => vec![Way { open: true, ..way(Answer::View, "", "How do you see it?", true, "Give your view") }],
        Purpose::Forum => vec![
            way(Answer::Ours, "We have taken it on", "Anything the group should know? May be left empty.", false, "We have taken it on"),
            way(Answer::Done, "It is done", "What came of it? Whoever raised it reads this.", false, "It is done"),
            way(Answer::NotOurs, "It is not ours", "Whose may it be?", false, "It is not ours"),
            way(Answer::NeedsGroup, "It needs the group", "Why? May be left empty.", false, "It needs the group"),
        ],
        Purpose::Fix => vec![
            way(Answer::Done, "It is done", "What was done? Whoever raised it reads this.", false, "It is done"),
            way(Answer::Ours, "It is ours, and will be done", "Anything the group should know? May be left empty.", false, "It is ours"),
            way(Answer::NotOurs, "It is not ours", "Whose may it be?", false, "It is not ours"),
            way(Answer::NeedsGroup, "It needs the group", "Why? May be left empty.", false, "It needs the group"),
        ],
    }
}

fn form(app: &App, group: &Group, opened: Opened, typed: &Fields, errors: &[FieldError], doubtful: bool) -> Result<Response> {
    let Opened { ask, issue, .. } = opened;
    let page = Page {
        frame: frame(app, group, &format!("{}: {}", group.reference(ask.number), ask.title)).with_errors(errors),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        group: group.name.clone(),
        reference: group.reference(ask.number),
        title: ask.title,
        text: issue.group_text.unwrap_or_default(),
        promised: ask.by_when.filter(|_| ask.standing == Standing::Promised).map(words::date),
        view: ask.purpose == Purpose::View,
        forum: ask.purpose == Purpose::Forum,
        ways: ways(ask.purpose, typed, errors),
        service: ask.service,
        question: ask.question,
        doubtful,
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

/// What a link shows that opens nothing, or that nobody waits for.
fn closed(app: &App, group: &Group, opened: Option<&Opened>) -> Result<Response> {
    match opened {
        Some(opened) if opened.ask.standing == Standing::Answered => said(
            app,
            group,
            "Thank you: we have your answer",
            "Nothing more is asked of you. If something has changed, answer the mail.",
            StatusCode::OK,
        ),
        Some(_) => said(
            app,
            group,
            "Nobody waits for an answer any more",
            "The group has gone on with it, or whoever raised it took it back. If there is something to say, answer the mail.",
            StatusCode::OK,
        ),
        None => said(
            app,
            group,
            "This link cannot be used any more",
            "The service has another contact now, or the link is not complete. Copy it once more from the mail, or answer the mail.",
            StatusCode::NOT_FOUND,
        ),
    }
}

pub(super) async fn look(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    match answering::open(&app, &app.db, &group, &code).await {
        Ok(opened) if opened.open => form(&app, &group, opened, &Fields::default(), &[], false),
        Ok(opened) => closed(&app, &group, Some(&opened)),
        Err(Error::NotFound) => closed(&app, &group, None),
        Err(error) => Err(error),
    }
}

pub(super) async fn answer(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, posted: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let opened = match answering::open(&app, &app.db, &group, &code).await {
        Ok(opened) if opened.open => opened,
        Ok(opened) => return closed(&app, &group, Some(&opened)),
        Err(Error::NotFound) => return closed(&app, &group, None),
        Err(error) => return Err(error),
    };
    let fields = &posted.fields;
    if posted.key.is_none() {
        let errors = [FieldError { field: "answer".into(), message: "This page was open for a long time. Send it once more".into() }];
        return form(&app, &group, opened, fields, &errors, false);
    }
    let given = Given {
        answer: fields.get("answer").to_owned(),
        words: fields.get(&format!("words-{}", fields.get("answer"))).to_owned(),
        by_when: fields.get("by_when").to_owned(),
        keep: !fields.get("keep").is_empty(),
    };
    let mut tx = app.begin().await?;
    let thanks = match answering::answer(&app, &mut tx, &group, &code, &given).await {
        Ok(answer) => {
            app.commit(tx).await?;
            match answer {
                Answer::Ours if opened.ask.purpose == Purpose::Forum => {
                    "Whoever raised it sees the day. On that day we ask you whether it is done; you can say so earlier by the same link."
                }
                Answer::Done => "Whoever raised it is told what was done, and is asked in some months whether it has held.",
                Answer::Ours => {
                    "Whoever raised it sees the day. On that day we ask you whether it is put right; you can say so earlier by the same link."
                }
                Answer::NotOurs => "The two co-chairs read whose it may be, and choose again.",
                Answer::NeedsGroup => "The group speaks about it at its next meeting on the theme.",
                Answer::View => "The group reads it before it speaks about it.",
            }
        }
        Err(error) => {
            drop(tx);
            let doubtful = matches!(&error, Error::Refused(..));
            return form(&app, &group, opened, fields, &error.into_messages("answer")?, doubtful);
        }
    };
    said(&app, &group, "Thank you", thanks, StatusCode::OK)
}
