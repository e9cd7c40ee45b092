//! The page behind the link in a group's mail. Whoever looks after that group's post has no account: the link is their key, and
//! opening it does nothing.

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
    commands::{self, Asked},
    links,
    model::{MinuteCopy, Question, Said},
    store,
};

/// The address is a secret: it does not travel on in a referrer.
const NO_REFERRER: (HeaderName, HeaderValue) = (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

/// A question that was asked, and what became of it.
struct Before {
    words: String,
    when: String,
    agenda: String,
    answer: String,
}

#[derive(Template)]
#[template(path = "acknowledgements/pages/link.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    group: String,
    name: String,
    day: String,
    /// What was said, in the order in which it was.
    said: Vec<String>,
    /// Whether anything was said.
    received: bool,
    meets_on: Field,
    question: [Field; 3],
    doubtful: bool,
    before: Vec<Before>,
}

#[derive(Template)]
#[template(path = "acknowledgements/pages/said.html")]
struct Told<'a> {
    frame: Frame,
    words: &'a str,
    /// Where the page is again.
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

fn told(app: &App, group: &Group, title: &str, words: &str, back: Option<String>, status: StatusCode) -> Result<Response> {
    Ok(([NO_REFERRER], page::show_as(status, &Told { frame: frame(app, group, title), words, back })?).into_response())
}

/// What a link shows that opens nothing.
fn closed(app: &App, group: &Group) -> Result<Response> {
    let why = "A newer mail has a newer link, or this one is not complete. Copy it once more from the newest mail, or answer that mail.";
    told(app, group, "This link cannot be used any more", why, None, StatusCode::NOT_FOUND)
}

fn before(group: &Group, question: Question) -> Before {
    let day = |at| words::date(group.time_zone.to_datetime(at).date());
    Before {
        when: day(question.asked_at),
        agenda: question.on_agenda.filter(|_| question.answered_at.is_none()).map(|(_, held_on)| words::date(held_on)).unwrap_or_default(),
        words: question.words,
        answer: question.answer,
    }
}

async fn form(app: &App, group: &Group, copy: MinuteCopy, typed: &Fields, errors: &[FieldError], doubtful: bool) -> Result<Response> {
    let said = store::said_of(&app.db, group.id, copy.meeting, copy.network).await?;
    let questions = store::questions(&app.db, group.id, Some(copy.network), MANY).await?;
    let line = |one: &super::super::model::Acknowledgement| {
        let when = words::date(group.time_zone.to_datetime(one.said_at).date());
        match one.said {
            Said::Received => format!("{when}: you have received it"),
            Said::OnAgenda(day) => format!("{when}: it is on your agenda of {}", words::date(day)),
        }
    };
    let field = |name, label: &str, input| Field::new(name, label, input).value(typed.get(name)).error(errors);
    let day = words::date(copy.held_on);
    let page = Page {
        frame: frame(app, group, &format!("The minute of {day}")).with_errors(errors),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        group: group.name.clone(),
        name: copy.name,
        day,
        received: !said.is_empty(),
        said: said.iter().map(line).collect(),
        meets_on: field("meets_on", "The day of your meeting", Input::Date),
        question: [
            field("words", "Your question", Input::Lines(5)),
            field("asked_by", "Who asks", Input::Text).hint("A name or a post. May be left empty."),
            field("reply_to", "Where our answer goes", Input::Email).hint("Left empty, it goes to the address that got the minute."),
        ],
        doubtful,
        before: questions.into_iter().filter(|question| question.meeting == copy.meeting).map(|question| before(group, question)).collect(),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

/// Questions of a group that are looked at for this page.
const MANY: i64 = 200;

pub(super) async fn look(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    match links::open(&app.db, &group, &code).await {
        Ok(copy) => form(&app, &group, copy, &Fields::default(), &[], false).await,
        Err(Error::NotFound) => closed(&app, &group),
        Err(error) => Err(error),
    }
}

pub(super) async fn say(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, posted: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let copy = match links::open(&app.db, &group, &code).await {
        Ok(copy) => copy,
        Err(Error::NotFound) => return closed(&app, &group),
        Err(error) => return Err(error),
    };
    let fields = &posted.fields;
    if posted.key.is_none() {
        let errors = [FieldError { field: "words".into(), message: "This page was open for a long time. Send it once more".into() }];
        return form(&app, &group, copy, fields, &errors, false).await;
    }
    let mut tx = app.begin().await?;
    let (done, thanks) = match fields.get("say") {
        "received" => {
            (commands::acknowledge(&app, &mut tx, &group, &code, None).await, "We know that you have it. Nothing more is asked of you.")
        }
        "agenda" => (
            commands::acknowledge(&app, &mut tx, &group, &code, Some(fields.get("meets_on"))).await,
            "We know when you speak about it. If the day moves, say so by the same link.",
        ),
        _ => {
            let asked = Asked {
                words: fields.get("words").to_owned(),
                asked_by: fields.get("asked_by").to_owned(),
                reply_to: fields.get("reply_to").to_owned(),
                keep: !fields.get("keep").is_empty(),
            };
            let thanks = "The group reads your question. Our answer comes by mail, and stands on the page behind the same link.";
            (commands::ask(&app, &mut tx, &group, &code, &asked).await, thanks)
        }
    };
    if let Err(error) = done {
        drop(tx);
        let doubtful = matches!(&error, Error::Refused(..));
        return form(&app, &group, copy, fields, &error.into_messages("words")?, doubtful).await;
    }
    app.commit(tx).await?;
    told(&app, &group, "Thank you", thanks, Some(format!("/{slug}/heard/{code}")), StatusCode::OK)
}
