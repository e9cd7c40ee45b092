//! The pages of custodians: what was raised in confidence, and the one answer that says who.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State as Shared},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use group::{acting::Member, golive, groups::Group, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::{
    commands::{self, Opened},
    store::{self, Opening},
};
use crate::issues::{Issue, Known};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/in-confidence", get(index)).route("/{group}/issues/{reference}/reporter", get(show).post(open))
}

/// What one page says must stay on that page.
const NOT_KEPT: (HeaderName, HeaderValue) = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));

struct Line {
    reference: String,
    href: String,
    title: String,
    raised: String,
}

struct OpeningShown {
    reference: String,
    href: String,
    who: String,
    when: String,
    /// For custodians and co-chairs.
    reason: Option<String>,
}

fn opening_shown(group: &Group, opening: Opening, with_reason: bool) -> OpeningShown {
    let reference = group.reference(opening.number);
    OpeningShown {
        href: format!("/{}/issues/{reference}/reporter", group.slug),
        reference,
        who: format!("{}, {}", opening.name, opening.opened_as),
        when: words::date_and_time(opening.opened_at, &group.time_zone),
        reason: with_reason.then_some(opening.reason),
    }
}

/// Whether somebody reads why something was opened: the custodians, and the two co-chairs over them.
fn reads_reasons(member: &Member, custodian: bool) -> bool {
    custodian || member.acting.may(Verb::Triage)
}

#[derive(Template)]
#[template(path = "confidence/index.html")]
struct Index {
    frame: Frame,
    custodians: String,
    lines: Vec<Line>,
    openings: Vec<OpeningShown>,
}

async fn custodians(app: &App, group: &Group) -> Result<String> {
    let custodians = golive::custodians(&app.db, group.id).await?;
    Ok(custodians.iter().map(|one| format!("{}, {}", one.name, one.role)).collect::<Vec<_>>().join(" and "))
}

async fn index(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    let group = &member.acting.group;
    let custodian = golive::is_custodian(&app.db, group.id, member.acting.person).await?;
    if !reads_reasons(&member, custodian) {
        return Err(Error::NotFound);
    }
    let line = |(number, title, raised_on): (i64, Option<String>, jiff::civil::Date)| {
        let reference = group.reference(number);
        Line {
            href: format!("/{}/issues/{reference}/reporter", group.slug),
            reference,
            title: title.unwrap_or_else(|| "No group wording yet".into()),
            raised: words::date(raised_on),
        }
    };
    page::show(&Index {
        frame: member.frame(&app, "In confidence", "/issues"),
        custodians: custodians(&app, group).await?,
        lines: store::in_confidence(&app.db, group.id).await?.into_iter().map(line).collect(),
        openings: store::newest(&app.db, group.id).await?.into_iter().map(|one| opening_shown(group, one, true)).collect(),
    })
}

#[derive(Template)]
#[template(path = "confidence/reporter.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    reference: String,
    title: String,
    /// The issue's own page, for who may read it.
    issue: Option<String>,
    here: String,
    known: Known,
    custodians: String,
    may_open: bool,
    opened: Option<Opened>,
    reason: Field,
    openings: Vec<OpeningShown>,
}

/// What of the page varies beside the issue.
#[derive(Default)]
struct Shown<'a> {
    opened: Option<Opened>,
    typed: &'a str,
    errors: &'a [FieldError],
}

async fn page(app: &App, member: &Member, issue: &Issue, custodian: bool, shown: Shown<'_>) -> Result<Response> {
    let group = &member.acting.group;
    let reference = group.reference(issue.number);
    let href = format!("/{}/issues/{reference}", group.slug);
    let status = if shown.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let with_reason = reads_reasons(member, custodian);
    let openings = store::of_issue(&app.db, group.id, issue.id).await?;
    let page = Page {
        frame: member.frame(app, format!("Who raised {reference}"), "/issues").with_errors(shown.errors),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        title: issue.group_title.clone().unwrap_or_else(|| "No group wording yet".into()),
        issue: member.acting.may(Verb::ReadIssues).then(|| href.clone()),
        here: format!("{href}/reporter"),
        known: issue.known,
        custodians: custodians(app, group).await?,
        may_open: custodian,
        opened: shown.opened,
        reason: Field::new("reason", "Why do you open it?", Input::Lines(3))
            .hint("The person reads this, and what you are in the group. The other custodian and the co-chairs can read it too.")
            .value(shown.typed)
            .error(shown.errors),
        openings: openings.into_iter().map(|one| opening_shown(group, one, with_reason)).collect(),
        reference,
    };
    Ok(([NOT_KEPT], page::show_as(status, &page)?).into_response())
}

async fn show(Shared(app): Shared<App>, Path((_, reference)): Path<(String, String)>, member: Member) -> Result<Response> {
    let (issue, custodian) = commands::seen(&app, &member.acting, &reference).await?;
    page(&app, &member, &issue, custodian, Shown::default()).await
}

async fn open(Shared(app): Shared<App>, Path((_, reference)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let (issue, custodian) = commands::seen(&app, &member.acting, &reference).await?;
    let typed = posted.fields.get("reason");
    let mut tx = app.begin().await?;
    match commands::open(&app, &mut tx, &member.acting, issue.number, typed).await {
        Ok(opened) => {
            app.commit(tx).await?;
            page(&app, &member, &issue, custodian, Shown { opened: Some(opened), ..Shown::default() }).await
        }
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            page(&app, &member, &issue, custodian, Shown { opened: None, typed, errors: &errors }).await
        }
        Err(error) => Err(error),
    }
}
