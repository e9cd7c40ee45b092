//! What the group sees of services that were asked: the list, what was asked about one issue, and the form for a view.

use ::issues::issues::{self, Issue, State};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, directory, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
};

use super::super::{
    commands,
    model::{Ask, Purpose},
    store,
};

/// The most lines of each list.
const MOST: i64 = 100;

struct Line {
    reference: String,
    title: String,
    service: String,
    what: &'static str,
    question: String,
    told: String,
}

fn line(member: &Member, ask: Ask) -> Line {
    Line {
        reference: member.acting.group.reference(ask.number),
        told: ask.told(),
        what: match ask.purpose {
            Purpose::Fix => "Put it right",
            Purpose::Forum => "Look after it",
            Purpose::View => "Its view",
        },
        title: ask.title,
        service: ask.service,
        question: ask.question,
    }
}

#[derive(Template)]
#[template(path = "asked/pages/list.html")]
struct List<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    open: Vec<Line>,
    past: Vec<Line>,
    remind: Field,
    wait: Field,
}

async fn list_page(app: &App, member: &Member, notice: Option<&str>, typed: Option<&Fields>, errors: &[FieldError]) -> Result<Response> {
    member.acting.must(Verb::ReadIssues)?;
    let group = &member.acting.group;
    let days = store::days(&app.db, group.id).await?;
    let lines = |asks: Vec<Ask>| asks.into_iter().map(|ask| line(member, ask)).collect();
    let field = |name: &'static str, label: &str, held: i64| {
        let value = typed.map_or_else(|| held.to_string(), |typed| typed.get(name).to_owned());
        Field::new(name, label, Input::Number).value(value).error(errors)
    };
    let page = List {
        frame: member.frame(app, "Services that were asked", "/issues").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        open: lines(store::list(&app.db, group.id, true, MOST).await?),
        past: lines(store::list(&app.db, group.id, false, MOST).await?),
        remind: field("remind", "Working days until a service is reminded", days.remind),
        wait: field("wait", "Working days after that until the two co-chairs choose again", days.wait),
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn list(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let notice = (uri.query() == Some("saved")).then_some("Saved.");
    list_page(&app, &member, notice, None, &[]).await
}

pub(super) async fn set_days(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let fields = &posted.fields;
    let mut tx = app.begin().await?;
    match commands::set_days(&app, &mut tx, &member.acting, fields.get("remind"), fields.get("wait")).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors)) => {
            drop(tx);
            return list_page(&app, &member, None, Some(fields), &errors).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{}/services?saved", member.acting.group.slug)).into_response())
}

#[derive(Template)]
#[template(path = "asked/pages/issue.html")]
struct OfIssue<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    reference: String,
    title: String,
    lines: Vec<Line>,
    /// Whether a service can be asked for its view: the group may still speak about it.
    takes: bool,
    worded: bool,
    contact: Field,
    question: Field,
}

async fn issue_page(
    app: &App,
    member: &Member,
    issue: &Issue,
    notice: Option<&str>,
    typed: &Fields,
    errors: &[FieldError],
) -> Result<Response> {
    let group = &member.acting.group;
    let reference = group.reference(issue.number);
    let entries = directory::all(&app.db, group.id).await?;
    let choices = entries.into_iter().filter(|entry| !entry.contact.email.is_empty()).map(|entry| (entry.id.to_string(), entry.name));
    let options = std::iter::once((String::new(), "Choose a service".to_owned())).chain(choices).collect();
    let worded = issue.group_title.is_some() && issue.group_text.is_some();
    let page = OfIssue {
        frame: member.frame(app, format!("{reference}: services"), "/issues").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        title: issue.group_title.clone().unwrap_or_else(|| "No group wording yet".into()),
        lines: store::of_issue(&app.db, group.id, issue.id).await?.into_iter().map(|ask| line(member, ask)).collect(),
        takes: !matches!(issue.state, State::Withdrawn | State::Out) && !issue.is_praise(),
        worded,
        contact: Field::select("contact", "Service", options).value(typed.get("contact")).error(errors),
        question: Field::new("question", "What would you like to know?", Input::Lines(3))
            .hint("May be left empty. The group wording goes with it; no name and nothing that the reporter wrote does.")
            .value(typed.get("question"))
            .error(errors),
        reference,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn of_issue(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let notice = (uri.query() == Some("asked")).then_some("The service has it by mail. Its view comes here.");
    issue_page(&app, &member, &issue, notice, &Fields::default(), &[]).await
}

pub(super) async fn ask_for_view(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let fields = &posted.fields;
    let contact = fields.get("contact").parse().unwrap_or_default();
    let mut tx = app.begin().await?;
    match commands::ask_for_view(&app, &mut tx, &member.acting, issue.number, contact, fields.get("question")).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return issue_page(&app, &member, &issue, None, fields, &errors).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/issues/{}/service?asked", member.acting.group.reference(issue.number))).into_response())
}
