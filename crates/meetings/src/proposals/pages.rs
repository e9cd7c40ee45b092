//! The page of proposed topics: propose one, and for those who run meetings take it or say why not.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::{
    commands,
    model::{Proposal, State},
    store,
};
use crate::{meetings, references};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/meetings/{number}/topics", get(show).post(propose))
        .route("/{group}/meetings/{number}/topics/{topic}", post(answer))
}

struct Line {
    href: String,
    id: String,
    title: String,
    about: String,
    state: &'static str,
    answer: String,
    open: bool,
    /// The field of the answer: where the message leads, when something is wrong with what was typed.
    field: String,
    message: Option<String>,
    typed: String,
}

#[derive(Template)]
#[template(path = "proposals/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    here: String,
    pack: String,
    lines: Vec<Line>,
    open: bool,
    runs: bool,
    fields: [Field; 2],
}

async fn page(app: &App, member: &Member, number: i64, typed: &Fields, errors: &[FieldError], notice: Option<&str>) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let meeting = meetings::find(&app.db, group.id, number).await?;
    let base = format!("/{}/meetings/{number}", group.slug);
    let here = format!("{base}/topics");
    let message = errors.iter().find(|error| error.field == "answer").map(|error| error.message.clone());
    let line = |proposal: Proposal| {
        let id = proposal.id.to_string();
        let wrong = id == typed.get("at");
        Line {
            href: format!("{here}/{id}"),
            field: if wrong { "answer".into() } else { format!("answer-{id}") },
            message: message.clone().filter(|_| wrong),
            typed: if wrong { typed.get("answer").into() } else { String::new() },
            id,
            about: if proposal.why.is_empty() { proposal.by } else { format!("{}: {}", proposal.by, proposal.why) },
            title: proposal.title,
            state: match proposal.state {
                State::Open => "Waits for an answer",
                State::Taken => "On the agenda",
                State::Declined => "Not this time",
            },
            answer: proposal.answer,
            open: proposal.state == State::Open,
        }
    };
    let field = |name, label| Field::new(name, label, Input::Text).value(typed.get(name)).error(errors);
    let page = Page {
        frame: member
            .frame(app, format!("Topics for {}", words::date(meeting.held_on)), "/meetings")
            .with_errors(errors)
            .with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        pack: format!("{base}/pack"),
        lines: store::of_meeting(&app.db, group.id, meeting.id).await?.into_iter().map(line).collect(),
        open: meeting.is_open(),
        runs: acting.may(Verb::RunMeetings) && meeting.is_open(),
        fields: [
            field("topic", "What should the meeting speak about?").hint("A line, without anybody who could be a patient."),
            field("why", "Why, or what you would like to come of it (may be empty)"),
        ],
        here,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

async fn show(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let notice = match uri.query() {
        Some("proposed") => Some("It is proposed. The administrator or a co-chair answers here."),
        Some("answered") => Some("Answered."),
        _ => None,
    };
    page(&app, &member, references::number(&number)?, &Fields::default(), &[], notice).await
}

async fn propose(
    Shared(app): Shared<App>,
    Path((slug, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (number, fields) = (references::number(&number)?, &posted.fields);
    let mut tx = app.begin().await?;
    match commands::propose(&app, &mut tx, &member.acting, number, fields.get("topic"), fields.get("why")).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return page(&app, &member, number, fields, &errors, None).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/meetings/{number}/topics?proposed")).into_response())
}

async fn answer(
    Shared(app): Shared<App>,
    Path((slug, number, topic)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (number, fields) = (references::number(&number)?, &posted.fields);
    let id = topic.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    let done = match fields.get("to") {
        "agenda" => commands::take(&app, &mut tx, &member.acting, number, id).await,
        _ => commands::decline(&app, &mut tx, &member.acting, number, id, fields.get("answer")).await,
    };
    match done {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return page(&app, &member, number, fields, &errors, None).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/meetings/{number}/topics?answered")).into_response())
}
