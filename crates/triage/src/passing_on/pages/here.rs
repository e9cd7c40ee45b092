//! For the group that passes on: what goes where, and where it stands.

use ::issues::issues::{self, Issue};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, groups};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::super::{
    commands,
    model::{Standing, To},
    store,
};

struct Line {
    id: Uuid,
    to: String,
    words: &'static str,
    title: String,
    text: String,
    /// Whether it can go now.
    sends: bool,
    /// Whether it went as a file, which is offered.
    file: bool,
    answer: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "passing_on/pages/here.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    reference: String,
    base: String,
    lines: Vec<Line>,
    worded: bool,
    to: Field,
    name: Field,
}

async fn page(app: &App, member: &Member, issue: &Issue, notice: Option<&str>, typed: &Fields, errors: &[FieldError]) -> Result<Response> {
    let group = &member.acting.group;
    let reference = group.reference(issue.number);
    let others = groups::all(&app.db).await?.into_iter().filter(|other| other.id != group.id);
    let options = std::iter::once((String::new(), "A group elsewhere, by a file".to_owned()))
        .chain(others.map(|other| (other.id.to_string(), format!("{} ({})", other.name, other.board))));
    let lines = store::of_issue(&app.db, group.id, issue.id).await?.into_iter().map(|one| Line {
        id: one.id,
        to: one.to_name,
        words: one.standing.words(),
        title: one.title,
        text: one.text,
        sends: one.standing == Standing::Agreed,
        file: one.to_group.is_none() && one.standing == Standing::Sent,
        answer: one.answered_on.map(|on| (words::date(on), one.answer)),
    });
    let page = Page {
        frame: member.frame(app, format!("{reference}: pass it on"), "/issues").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/issues/{reference}/passing-on", group.slug),
        lines: lines.collect(),
        worded: issue.group_title.is_some() && issue.group_text.is_some(),
        to: Field::select("to", "Which group?", options.collect()).value(typed.get("to")).error(errors),
        name: Field::new("name", "If it is elsewhere: what is it called?", Input::Text).value(typed.get("name")).error(errors),
        reference,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let notice = match uri.query() {
        Some("asked") => Some("The reporter is asked on their page, and by mail if there is an address."),
        Some("sent") => Some("It has gone. Their answer comes here, and to the reporter."),
        _ => None,
    };
    page(&app, &member, &issue, notice, &Fields::default(), &[]).await
}

pub(super) async fn act(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let fields = &posted.fields;
    let mut tx = app.begin().await?;
    let (done, said) = match fields.get("send").parse::<Uuid>() {
        Ok(id) => (commands::send(&app, &mut tx, &member.acting, issue.number, id).await, "sent"),
        Err(_) => {
            let to = fields.get("to").parse().map_or_else(|_| To::Elsewhere(fields.get("name").to_owned()), To::Group);
            (commands::propose(&app, &mut tx, &member.acting, issue.number, to).await, "asked")
        }
    };
    match done {
        Ok(()) => app.commit(tx).await?,
        Err(error @ (Error::Invalid(_) | Error::Refused(..) | Error::Conflict(_))) => {
            drop(tx);
            return page(&app, &member, &issue, None, fields, &error.into_messages("to")?).await;
        }
        Err(error) => return Err(error),
    }
    let group = &member.acting.group;
    Ok(Redirect::to(&format!("/{}/issues/{}/passing-on?{said}", group.slug, group.reference(issue.number))).into_response())
}

pub(super) async fn file(
    Shared(app): Shared<App>,
    Path((_, reference, id)): Path<(String, String, String)>,
    member: Member,
) -> Result<Response> {
    let group = &member.acting.group;
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let id = Uuid::try_parse(&id).map_err(|_| Error::NotFound)?;
    let passing = store::find(&app.db, group.id, id).await?;
    if passing.issue != issue.id || passing.to_group.is_some() || passing.standing != Standing::Sent {
        return Err(Error::NotFound);
    }
    let name = format!("attachment; filename=\"{}-passed-on.json\"", group.reference(issue.number));
    let headers = [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, commands::sheet(&app, group, &issue, &passing).bytes()?).into_response())
}
