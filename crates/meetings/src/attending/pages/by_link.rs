//! The page behind the link in a mail: one button for each answer. It needs no account, and opening it does nothing.

use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use group::{
    groups::{self, Group},
    membership::{self, Seat},
};
use kernel::{
    App, Error, Result,
    actor::Actor,
    error::FieldError,
    form::{Fields, FormKey, Public},
    page::{self, Errors, Field, Frame, Input},
};

use super::{Button, buttons, part_fields, part_typed, pressed};
use crate::{
    attending::{
        answering,
        commands::{self, Said},
        model::Way,
        queries,
    },
    meetings::{Meeting, when},
    papers,
};

/// The address is a secret: it does not travel on in a referrer.
const NO_REFERRER: (HeaderName, HeaderValue) = (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

#[derive(Template)]
#[template(path = "attending/pages/by_link.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    group: String,
    name: String,
    when: String,
    place: String,
    link: String,
    said: Option<String>,
    /// What they have still to read.
    papers: Vec<String>,
    buttons: Vec<Button>,
    words: Field,
    part: [Field; 2],
}

#[derive(Template)]
#[template(path = "attending/pages/closed.html")]
struct Closed {
    frame: Frame,
    words: &'static str,
}

fn frame(app: &App, group: &Group, title: &str) -> Frame {
    Frame {
        group: Some(group.name.clone()),
        shapes: group.shapes.clone(),
        home: format!("/{}/raise", group.slug),
        ..Frame::plain(app, title)
    }
}

fn closed(app: &App, group: &Group, title: &str, words: &'static str, status: StatusCode) -> Result<Response> {
    Ok(([NO_REFERRER], page::show_as(status, &Closed { frame: frame(app, group, title), words })?).into_response())
}

async fn page(
    app: &App,
    group: &Group,
    (meeting, seat): (&Meeting, &Seat),
    typed: Option<&Fields>,
    errors: &[FieldError],
    saved: bool,
) -> Result<Response> {
    if commands::must_be_ahead(app, group, meeting).is_err() {
        let words = "The meeting is over, or does not take place. Nobody waits for an answer any more.";
        return closed(app, group, "Nobody waits for an answer any more", words, StatusCode::OK);
    }
    let seats = membership::seats(&app.db, group).await?;
    let open = queries::open(&app.db, group.id, meeting.id).await?;
    let own = open.given_by(seat.person);
    let said = own.map(|own| match own.deputy.and_then(|deputy| seats.iter().find(|one| one.person == deputy)) {
        Some(deputy) => format!("You have said that you cannot come, and that {} comes instead.", deputy.name),
        None if open.before_move(own) => {
            format!(
                "Before the meeting was moved you said: {}. Please say it once more for the new time.",
                own.answer.words().to_lowercase()
            )
        }
        None => format!("You have said: {}. You can change it here until the meeting.", own.answer.words().to_lowercase()),
    });
    let page = Page {
        frame: frame(app, group, "Can you come?").with_errors(errors).with_notice(saved.then_some("Thank you: your answer is saved.")),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        group: group.name.clone(),
        name: seat.name.clone(),
        when: when(meeting),
        place: meeting.place.clone(),
        link: meeting.link.clone(),
        said,
        papers: papers::unread(&app.db, group.id, meeting.id).await?.of(seat.person),
        buttons: buttons(&seats, &open.given, seat),
        words: Field::new("words", "Anything the group should know", Input::Text)
            .hint("May be left empty. Please write nothing about patients.")
            .value(typed.map_or_else(|| own.map_or("", |own| own.words.as_str()), |fields| fields.get("words")))
            .error(errors),
        part: part_fields(typed.and_then(part_typed), own, errors),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

fn unknown(app: &App, group: &Group) -> Result<Response> {
    let words = "It may not be complete, or you have no seat in the group any more. Copy it once more from the mail, or answer the mail.";
    closed(app, group, "This link cannot be used", words, StatusCode::NOT_FOUND)
}

pub(super) async fn look(Shared(app): Shared<App>, Path((slug, number, code)): Path<(String, String, String)>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    match answering::open(&app, &app.db, &group, (&number, &code)).await {
        Ok((meeting, seat)) => page(&app, &group, (&meeting, &seat), None, &[], false).await,
        Err(Error::NotFound) => unknown(&app, &group),
        Err(error) => Err(error),
    }
}

pub(super) async fn answer(
    Shared(app): Shared<App>,
    Path((slug, number, code)): Path<(String, String, String)>,
    form: Public,
) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let (meeting, seat) = match answering::open(&app, &app.db, &group, (&number, &code)).await {
        Err(Error::NotFound) => return unknown(&app, &group),
        opened => opened?,
    };
    let typed = Some(&form.fields);
    let again = |message: &str| [FieldError { field: "answer".into(), message: message.to_owned() }];
    if form.key.is_none() {
        let errors = again("This page was open for a long time. Press the button once more");
        return page(&app, &group, (&meeting, &seat), typed, &errors, false).await;
    }
    let Some((answer, deputy)) = pressed(&form.fields) else {
        return page(&app, &group, (&meeting, &seat), typed, &again("Press one of the buttons"), false).await;
    };
    let said =
        Said { deputy, words: form.fields.get("words").to_owned(), part: part_typed(&form.fields), ..Said::now(&app, answer, Way::Link) };
    let mut tx = app.begin().await?;
    match commands::answer(&app, &mut tx, &group, Actor::Person(seat.person), (meeting.number, seat.person), &said).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let errors = error.into_messages("answer")?;
            return page(&app, &group, (&meeting, &seat), typed, &errors, false).await;
        }
    }
    page(&app, &group, (&meeting, &seat), None, &[], true).await
}
