//! The pages of reports of harm: the list with the group's hours, one report for the group, one for the safety contact.

use ::issues::issues::{self, Issue};
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
    golive,
    groups::{self, Group},
    hours,
    permissions::Verb,
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, FormKey, Posted, Public},
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::{
    commands::{self, Seen},
    model::{Alert, address_in},
    store,
};

/// The address is a secret: it does not travel on in a referrer.
const NO_REFERRER: (HeaderName, HeaderValue) = (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
/// The most lines of a list.
const MOST: i64 = 100;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/harm", get(list))
        .route("/{group}/harm/hours", post(set_hours))
        .route("/{group}/issues/{reference}/harm", get(show).post(see))
        .route("/{group}/safety/{code}", get(look).post(see_by_link))
}

/// Who has seen a report and when, in a sentence.
fn seen_words(alert: &Alert) -> String {
    let who = alert.seen_by.as_deref().unwrap_or("The safety contact");
    let before = match (alert.seen_on, alert.words.is_empty()) {
        (None, false) => format!(" More harm is known now than when somebody saw it before. What was done then: {}", alert.words),
        _ => String::new(),
    };
    let incident = if alert.incident.is_empty() { String::new() } else { format!(" In the incident system: {}.", alert.incident) };
    match alert.seen_on {
        Some(day) => format!("{who} saw it on {}. {}{incident}", words::date(day), alert.words),
        None => match (alert.told_on, alert.reminded_on) {
            (None, _) => {
                format!("Nobody has said that they have seen it. Its reporter is anonymous: the mail goes when the day is over.{before}")
            }
            (Some(told), None) => format!("Told by mail on {}. Nobody has said that they have seen it.{before}", words::date(told)),
            (Some(told), Some(_)) => {
                format!("Told by mail on {} and once more. Nobody has said that they have seen it.{before}", words::date(told))
            }
        },
    }
}

struct Line {
    reference: String,
    says: &'static str,
    seen: String,
}

#[derive(Template)]
#[template(path = "harm/list.html")]
struct List<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    unseen: Vec<Line>,
    seen: Vec<Line>,
    /// Where the safety contact is written to, if an address is known.
    safety: Option<String>,
    may_set: bool,
    hours: [Field; 2],
}

async fn list_page(app: &App, member: &Member, notice: Option<&str>, typed: Option<&Fields>, errors: &[FieldError]) -> Result<Response> {
    member.acting.must(Verb::ReadIssues)?;
    let group = &member.acting.group;
    let hours = hours::of(&app.db, group.id).await?;
    let line = |alert: Alert| Line { reference: group.reference(alert.number), says: alert.says(), seen: seen_words(&alert) };
    let field = |name: &'static str, label: &str, held: jiff::civil::Time| {
        let value = typed.map_or_else(|| held.strftime("%H:%M").to_string(), |typed| typed.get(name).to_owned());
        Field::new(name, label, Input::Time).value(value).error(errors)
    };
    let page = List {
        frame: member.frame(app, "Reports of harm", "/issues").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        unseen: store::unseen(&app.db, group.id, MOST).await?.into_iter().map(line).collect(),
        seen: store::seen(&app.db, group.id, MOST).await?.into_iter().map(line).collect(),
        safety: address_in(&golive::find(&app.db, group.id).await?.safety),
        may_set: member.acting.may(Verb::RunForm),
        hours: [field("starts", "From", hours.starts), field("ends", "Until", hours.ends)],
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

async fn list(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let notice = (uri.query() == Some("saved")).then_some("Saved.");
    list_page(&app, &member, notice, None, &[]).await
}

async fn set_hours(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let fields = &posted.fields;
    let mut tx = app.begin().await?;
    match commands::set_hours(&app, &mut tx, &member.acting, fields.get("starts"), fields.get("ends")).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors)) => {
            drop(tx);
            return list_page(&app, &member, None, Some(fields), &errors).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{}/harm?saved", member.acting.group.slug)).into_response())
}

/// What both pages of one report show.
struct Report {
    reference: String,
    says: &'static str,
    seen: String,
    is_seen: bool,
    words: String,
    service: Option<String>,
    /// What stood there when the page was opened.
    before: Seen,
    fields: [Field; 2],
}

fn report(group: &Group, issue: Issue, alert: Alert, typed: Option<&Fields>, errors: &[FieldError]) -> Report {
    let value = |name: &str, held: &str| typed.map_or(held, |typed| typed.get(name)).to_owned();
    Report {
        reference: group.reference(issue.number),
        says: alert.says(),
        seen: seen_words(&alert),
        is_seen: alert.seen_on.is_some(),
        words: issue.words,
        service: issue.answers.service,
        fields: [
            Field::new("words", "What was done?", Input::Lines(3))
                .hint("A line or two, and nothing that could identify a patient.")
                .value(value("words", &alert.words))
                .error(errors),
            Field::new("incident", "Its number in the incident system", Input::Text)
                .hint("The number alone. May be left empty.")
                .value(value("incident", &alert.incident))
                .error(errors),
        ],
        before: Seen { words: alert.words, incident: alert.incident },
    }
}

#[derive(Template)]
#[template(path = "harm/show.html")]
struct Show<'a> {
    frame: Frame,
    errors: Errors<'a>,
    /// The proof that the form is ours: of a session, or of the page.
    token: String,
    action: String,
    /// Whether it is somebody of the group who reads.
    member: bool,
    report: Report,
}

async fn show_page(
    app: &App,
    member: &Member,
    issue: Issue,
    notice: Option<&str>,
    typed: Option<&Fields>,
    errors: &[FieldError],
) -> Result<Response> {
    let group = &member.acting.group;
    let alert = store::find(&app.db, group.id, issue.id).await?.ok_or(Error::NotFound)?;
    let report = report(group, issue, alert, typed, errors);
    let page = Show {
        frame: member.frame(app, format!("{}: harm", report.reference), "/issues").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        token: member.session.forgery_token(app),
        action: format!("/{}/issues/{}/harm", group.slug, report.reference),
        member: true,
        report,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

async fn show(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let notice = (uri.query() == Some("saved")).then_some("Saved. Thank you.");
    show_page(&app, &member, issue, notice, None, &[]).await
}

fn seen(fields: &Fields) -> (Seen, Seen) {
    let of = |words: &str, incident: &str| Seen { words: fields.get(words).to_owned(), incident: fields.get(incident).to_owned() };
    let mut before = of("before_words", "before_incident");
    // Forms send a line's end as two characters.
    before.words = before.words.replace("\r\n", "\n");
    (of("words", "incident"), before)
}

async fn see(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let (typed, before) = seen(&posted.fields);
    let mut tx = app.begin().await?;
    match commands::see(&app, &mut tx, &member.acting, issue.number, &typed, &before).await {
        Ok(()) => app.commit(tx).await?,
        Err(error @ (Error::Invalid(_) | Error::Refused(..) | Error::Conflict(_))) => {
            drop(tx);
            return show_page(&app, &member, issue, None, Some(&posted.fields), &error.into_messages("words")?).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/issues/{}/harm?saved", member.acting.group.reference(issue.number))).into_response())
}

fn visitor_frame(app: &App, group: &Group, title: &str) -> Frame {
    Frame {
        group: Some(group.name.clone()),
        shapes: group.shapes.clone(),
        home: format!("/{}/raise", group.slug),
        ..Frame::plain(app, title)
    }
}

async fn link_page(
    app: &App,
    group: &Group,
    code: &str,
    notice: Option<&str>,
    typed: Option<&Fields>,
    errors: &[FieldError],
) -> Result<Response> {
    let (issue, alert) = commands::open(app, &app.db, group, code).await?;
    let report = report(group, issue, alert, typed, errors);
    let page = Show {
        frame: visitor_frame(app, group, &format!("{}: harm", report.reference)).with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        token: FormKey::fresh(app)?,
        action: format!("/{}/safety/{code}", group.slug),
        member: false,
        report,
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

async fn look(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let notice = (uri.query() == Some("saved")).then_some("Saved. Thank you.");
    link_page(&app, &group, &code, notice, None, &[]).await
}

async fn see_by_link(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    if form.key.is_none() {
        let errors = [FieldError { field: "words".into(), message: "This page was open for a long time. Send it once more".into() }];
        return link_page(&app, &group, &code, None, Some(&form.fields), &errors).await;
    }
    let (typed, before) = seen(&form.fields);
    let mut tx = app.begin().await?;
    match commands::see_by_link(&app, &mut tx, &group, &code, &typed, &before).await {
        Ok(()) => app.commit(tx).await?,
        Err(error @ (Error::Invalid(_) | Error::Refused(..) | Error::Conflict(_))) => {
            drop(tx);
            return link_page(&app, &group, &code, None, Some(&form.fields), &error.into_messages("words")?).await;
        }
        Err(error) => return Err(error),
    }
    Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/safety/{code}?saved"))).into_response())
}
