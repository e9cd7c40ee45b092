//! The page behind the link in a mail of ours, for who has no account; and the page on which somebody of the group writes an answer down.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{
    acting::Member,
    groups::{self, Group},
    permissions::Verb,
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, FormKey, Posted, Public},
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::{
    commands::{self, Opened},
    model::{Awaited, Kind},
    store,
};
use crate::networks::must_cascade;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/answer/{code}", get(look).post(answer))
        .route("/{group}/answers/{id}", get(one).post(record))
        .route("/{group}/answers/{id}/end", post(end))
}

/// The address is a secret: it does not travel on in a referrer.
const NO_REFERRER: (HeaderName, HeaderValue) = (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

/// Something that is asked, with the form for its answer while there is none.
struct Question {
    id: Uuid,
    heading: String,
    words: String,
    wanted: String,
    by: String,
    field: Option<Field>,
    /// Whether a tick that keeps something doubtful stands at it.
    doubtful: bool,
}

#[derive(Template)]
#[template(path = "answers/answer.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    subject: String,
    group: String,
    questions: Vec<Question>,
    /// Whether nothing is asked any more.
    over: bool,
}

#[derive(Template)]
#[template(path = "answers/said.html")]
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

fn question(one: Awaited, typed: &Fields, errors: &[FieldError], doubtful: bool) -> Question {
    let name = format!("words-{}", one.place);
    let field = one.is_open().then(|| Field::new(name.clone(), "Your answer", Input::Lines(5)).value(typed.get(&name)).error(errors));
    Question {
        heading: if one.kind == Kind::Ask { format!("Ask {}", one.place) } else { "Our question".into() },
        by: one.answer_by.map(words::date).unwrap_or_default(),
        doubtful: doubtful && field.as_ref().is_some_and(|field| !field.is_right()),
        id: one.id,
        words: one.words,
        wanted: one.wanted,
        field,
    }
}

fn form(
    app: &App,
    group: &Group,
    opened: Opened,
    typed: &Fields,
    notice: Option<&str>,
    errors: &[FieldError],
    doubtful: bool,
) -> Result<Response> {
    let over = !opened.asked.iter().any(Awaited::is_open);
    let title = if over { "Thank you: we have your answer" } else { "Your answer" };
    let asked = opened.asked.into_iter().filter(|one| one.ended_on.is_none());
    let page = Page {
        frame: frame(app, group, title).with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        subject: opened.sending.subject,
        group: group.name.clone(),
        questions: asked.map(|one| question(one, typed, errors, doubtful)).collect(),
        over,
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

fn no_such_link(app: &App, group: &Group) -> Result<Response> {
    let words = "The link is not complete, or we wrote to another address since. Copy it once more from the mail, or answer the mail.";
    let said = Said { frame: frame(app, group, "This link cannot be used"), words };
    Ok(([NO_REFERRER], page::show_as(StatusCode::NOT_FOUND, &said)?).into_response())
}

async fn look(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let notice = (uri.query() == Some("thanks")).then_some("Thank you. The group reads your answer.");
    match commands::open(&app, &app.db, &group, &code).await {
        Ok(opened) => form(&app, &group, opened, &Fields::default(), notice, &[], false),
        Err(Error::NotFound) => no_such_link(&app, &group),
        Err(error) => Err(error),
    }
}

async fn answer(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, posted: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let opened = match commands::open(&app, &app.db, &group, &code).await {
        Ok(opened) => opened,
        Err(Error::NotFound) => return no_such_link(&app, &group),
        Err(error) => return Err(error),
    };
    let fields = &posted.fields;
    let id: Uuid = fields.get("which").parse().map_err(|_| Error::NotFound)?;
    let one = opened.asked.iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    let (at, open) = (format!("words-{}", one.place), one.is_open());
    if !open || posted.key.is_none() {
        let message = if open { "This page was open for a long time. Send it once more" } else { commands::CLOSED };
        let errors = [FieldError { field: at.into(), message: message.into() }];
        return form(&app, &group, opened, fields, None, &errors, false);
    }
    let mut tx = app.begin().await?;
    match commands::answer(&app, &mut tx, &group, &code, id, fields.get(&at), !fields.get("keep").is_empty()).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let doubtful = matches!(&error, Error::Refused(..));
            return form(&app, &group, opened, fields, None, &error.into_messages(at)?, doubtful);
        }
    }
    Ok(Redirect::to(&format!("/{slug}/answer/{code}?thanks")).into_response())
}

#[derive(Template)]
#[template(path = "answers/one.html")]
struct One<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    here: String,
    /// The report or the letter that it stands in, and where that is.
    place: String,
    back: String,
    words: String,
    wanted: String,
    told: String,
    answer: String,
    by_link: bool,
    on_agenda: bool,
    fields: Option<[Field; 2]>,
}

async fn one_page(app: &App, member: &Member, id: &str, typed: &Fields, notice: Option<&str>, errors: &[FieldError]) -> Result<Response> {
    member.acting.must(Verb::SeeMeetings)?;
    let group = &member.acting.group;
    let awaited = store::find(&app.db, group.id, id.parse().map_err(|_| Error::NotFound)?).await?;
    let today = app.clock.today(&group.time_zone);
    let back = match awaited.kind {
        Kind::Ask => format!("/{}/reports/{}", group.slug, awaited.number),
        Kind::Letter => format!("/{}/letters/{}", group.slug, crate::letters::reference(awaited.number)),
    };
    let fields = || {
        [
            Field::new("answer", "What they answered", Input::Lines(5)).value(typed.get("answer")).error(errors),
            Field::new("answered_on", "On which day", Input::Date)
                .hint("Leave it empty for today.")
                .value(typed.get("answered_on"))
                .error(errors),
        ]
    };
    let page = One {
        frame: member.frame(app, awaited.place_words(), "/cascade").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: format!("/{}/answers/{}", group.slug, awaited.id),
        place: awaited.place_words(),
        back,
        told: awaited.told(today),
        fields: (awaited.is_open() && must_cascade(&member.acting).is_ok()).then(fields),
        words: awaited.words,
        wanted: awaited.wanted,
        answer: awaited.answer,
        by_link: awaited.by_link,
        on_agenda: awaited.item.is_some(),
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

async fn one(
    Shared(app): Shared<App>,
    Path((_, id)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let notice = match uri.query() {
        Some("saved") => Some("Saved."),
        Some("ended") => Some("The group waits no longer."),
        _ => None,
    };
    one_page(&app, &member, &id, &Fields::default(), notice, &[]).await
}

async fn record(Shared(app): Shared<App>, Path((slug, id)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let fields = &posted.fields;
    let key: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    match commands::record(&app, &mut tx, &member.acting, key, fields.get("answer"), fields.get("answered_on")).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            return one_page(&app, &member, &id, fields, None, &error.into_messages("answer")?).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/answers/{key}?saved")).into_response())
}

async fn end(Shared(app): Shared<App>, Path((slug, id)): Path<(String, String)>, member: Member, _posted: Posted) -> Result<Response> {
    let key: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::end(&app, &mut tx, &member.acting, key).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/answers/{key}?ended")).into_response())
}
