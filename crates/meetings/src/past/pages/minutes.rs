//! A past minute: brought in with its file, read, its decisions marked.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use group::{
    acting::{Acting, Member},
    permissions::Verb,
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    upload::Uploaded,
    words,
};

use super::{
    super::{
        commands::{self, NewDecision, NewMinute},
        store,
    },
    DecisionRow, decision_row,
};
use crate::references::number as number_in;

#[derive(Template)]
#[template(path = "past/pages/bring.html")]
struct Bring<'a> {
    frame: Frame,
    errors: Errors<'a>,
    room: String,
    forgery: String,
    title: Field,
    held_on: Field,
    file_error: Option<&'a str>,
    /// Whether to ask if numbers are none of a patient, and what was answered.
    doubtful: Option<bool>,
}

fn bring_page(app: &App, member: &Member, fields: &Fields, errors: &[FieldError]) -> Result<Response> {
    let file_error = errors.iter().find(|error| error.field == "file").map(|error| error.message.as_str());
    let ticked = fields.get("keep_doubtful") == "yes";
    let page = Bring {
        frame: member.frame(app, "Bring in a past minute", "/past").with_errors(errors),
        errors: Errors::new(errors),
        room: format!("/{}/past", member.acting.group.slug),
        forgery: member.session.forgery_token(app),
        title: Field::new("title", "What is it?", Input::Text)
            .hint("As people will look for it, such as Minute of the meeting of March 2024.")
            .value(fields.get("title"))
            .error(errors),
        held_on: Field::new("held_on", "Day of the meeting", Input::Date).value(fields.get("held_on")).error(errors),
        doubtful: (ticked || file_error.is_some()).then_some(ticked),
        file_error,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn form(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    member.acting.must(Verb::BringPast)?;
    bring_page(&app, &member, &Fields::default(), &[])
}

pub(super) async fn bring(Shared(app): Shared<App>, member: Member, uploaded: Result<Uploaded>) -> Result<Response> {
    let acting: &Acting = &member.acting;
    acting.must(Verb::BringPast)?;
    let uploaded = match uploaded {
        Err(Error::Invalid(errors)) => return bring_page(&app, &member, &Fields::default(), &errors),
        uploaded => uploaded?,
    };
    let fields = uploaded.fields;
    let keep_doubtful = fields.get("keep_doubtful") == "yes";
    let new = NewMinute { title: fields.get("title").into(), held_on: fields.get("held_on").into(), keep_doubtful };
    match commands::bring_minute(&app, acting, &new, uploaded.file).await {
        Ok(number) => Ok(Redirect::to(&format!("/{}/past/minutes/{number}?brought", acting.group.slug)).into_response()),
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => bring_page(&app, &member, &fields, &errors),
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "past/pages/minute.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    room: String,
    here: String,
    title: String,
    day: String,
    file: String,
    paragraphs: Vec<String>,
    decisions: Vec<DecisionRow>,
    /// The form in which a decision is marked, for those who may.
    marking: Option<Marking>,
}

struct Marking {
    words: Field,
    reference: Field,
    decided_on: Field,
    review_on: Field,
    lasting: bool,
    /// Whether the form is open: there is something to mend in it.
    open: bool,
}

fn marking(typed: &Fields, day: jiff::civil::Date, errors: &[FieldError]) -> Marking {
    let decided_on = if typed.get("words").is_empty() && errors.is_empty() { day.to_string() } else { typed.get("decided_on").to_owned() };
    let field = |name, label, input| Field::new(name, label, input).value(typed.get(name)).error(errors);
    Marking {
        words: field("words", "The sentence, copied from the text", Input::Lines(3)),
        reference: field("reference", "Its reference then, if it had one", Input::Text),
        decided_on: Field::new("decided_on", "Day of the decision", Input::Date).value(decided_on).error(errors),
        review_on: field("review_on", "To be looked at again on (may be empty)", Input::Date),
        lasting: typed.get("lasting") == "yes",
        open: !errors.is_empty(),
    }
}

async fn minute_page(
    app: &App,
    member: &Member,
    number: i64,
    typed: &Fields,
    errors: &[FieldError],
    notice: Option<&str>,
) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::ReadPublished)?;
    let group = &acting.group;
    let minute = store::minute(&app.db, group.id, number).await?;
    let decisions = store::decisions_of(&app.db, group.id, minute.id).await?;
    let room = format!("/{}/past", group.slug);
    let page = Page {
        frame: member.frame(app, minute.title.clone(), "/past").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: format!("{room}/minutes/{number}"),
        room,
        day: words::date(minute.held_on),
        file: format!("{} ({})", minute.file_name, minute.kind.words()),
        paragraphs: minute.content.lines().map(str::to_owned).collect(),
        decisions: decisions.into_iter().map(decision_row).collect(),
        marking: acting.may(Verb::BringPast).then(|| marking(typed, minute.held_on, errors)),
        title: minute.title,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let notice = match uri.query() {
        Some("brought") => Some("It is here, and its words can be searched. If it holds decisions that still count, mark them below."),
        Some("marked") => Some("Marked."),
        _ => None,
    };
    minute_page(&app, &member, number_in(&number)?, &Fields::default(), &[], notice).await
}

pub(super) async fn mark(
    Shared(app): Shared<App>,
    Path((slug, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let fields = &posted.fields;
    let new = NewDecision {
        reference: fields.get("reference").into(),
        // A sentence that is copied from a page comes with the ends of its lines.
        words: fields.get("words").split_whitespace().collect::<Vec<_>>().join(" "),
        decided_on: fields.get("decided_on").into(),
        lasting: fields.get("lasting") == "yes",
        review_on: fields.get("review_on").into(),
    };
    let number = number_in(&number)?;
    let mut tx = app.begin().await?;
    match commands::mark(&app, &mut tx, &member.acting, number, &new).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return minute_page(&app, &member, number, fields, &errors, None).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/past/minutes/{number}?marked")).into_response())
}

pub(super) async fn file(Shared(app): Shared<App>, Path((_, number)): Path<(String, String)>, member: Member) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::ReadPublished)?;
    let (group, number) = (&acting.group, number_in(&number)?);
    let minute = store::minute(&app.db, group.id, number).await?;
    let bytes = store::file(&app.db, group.id, number).await?;
    let name = format!("attachment; filename=\"{}-past-minute-{}.{}\"", group.slug, minute.held_on, minute.kind.key());
    let name = HeaderValue::from_str(&name).map_err(|_| Error::internal("a file name cannot stand in a header"))?;
    let kind = HeaderValue::from_static(minute.kind.media_type());
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}
