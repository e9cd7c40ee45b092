//! One version of a report: what it says, whose word it waits for, where it went, what was answered.

use askama::{Template, filters::HtmlSafe};
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{StatusCode, Uri},
    response::{IntoResponse, Redirect, Response},
};
use group::{
    acting::Member,
    membership::{Side, side_words},
    permissions::Verb,
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame},
    words,
};

use super::{
    super::{
        commands,
        compose::{self, Links},
        line,
        model::{Report, State},
        store,
    },
    of_address,
};
use crate::{answers, networks::must_cascade, returned};

/// A document as it stands in a page. Its writer has escaped every text in it.
pub(super) struct Paper(pub(super) String);

impl std::fmt::Display for Paper {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl HtmlSafe for Paper {}

struct AskLine {
    href: String,
    place: String,
    told: String,
    answer: String,
}

#[derive(Template)]
#[template(path = "reports/pages/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    here: String,
    query: String,
    state: &'static str,
    is_draft: bool,
    is_approved: bool,
    paper: Paper,
    runs: bool,
    /// The sides that have yet to approve it.
    missing: Vec<&'static str>,
    /// The proof of what is shown, for who may approve it now.
    hash: Option<String>,
    own_side: &'static str,
    composed: String,
    asks: Vec<AskLine>,
    sent: Vec<String>,
    /// Where what came back is sent once more, for who may.
    came_back: Option<String>,
    /// The meetings that it can be sent for.
    meeting: Option<Field>,
    may_begin: bool,
    versions: Vec<(String, String)>,
}

/// The meetings of those above whose address is known.
async fn meetings_to_send_for(app: &App, member: &Member) -> Result<Vec<(String, String)>> {
    let group = &member.acting.group;
    let lines = store::lines(&app.db, group.id).await?;
    let today = app.clock.today(&group.time_zone);
    let meetings = store::meetings(&app.db, group.id, today).await?;
    let option = |meeting: &super::super::model::Meeting| {
        let line = lines.iter().find(|line| line.id == meeting.line && !line.email.is_empty())?;
        Some((
            meeting.id.to_string(),
            format!("{}, {} (papers by {})", line.name, words::date(meeting.held_on), words::date(meeting.papers_by)),
        ))
    };
    Ok(meetings.iter().filter_map(option).collect())
}

async fn page(
    app: &App,
    member: &Member,
    (report, all): (Report, Vec<Report>),
    notice: Option<&str>,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let (acting, group) = (&member.acting, &member.acting.group);
    let base = format!("/{}/reports", group.slug);
    let here = format!("{base}/{}", report.number);
    let approvals = store::approvals(&app.db, group.id, report.id).await?;
    let is_draft = report.state == State::Draft;
    let given = |side: Side| approvals.iter().any(|given| given.side == side && given.content_hash == report.hash);
    let missing = [Side::Gp, Side::Consultant].into_iter().filter(|side| is_draft && !given(*side)).map(side_words).collect();
    let turns = is_draft && acting.may(Verb::TurnKey) && !given(acting.side);
    let runs = must_cascade(acting).is_ok();
    let today = app.clock.today(&group.time_zone);
    let back = returned::of_sendings(&app.db, group.id, report.root).await?;
    let any_back = !back.is_empty();
    let sent = answers::sendings(&app.db, group.id, Some(report.root)).await?.into_iter().map(|one| match one.sent_at {
        Some(at) if back.contains_key(&one.id) => {
            let told = back.get(&one.id).map(|back| back.told(group)).unwrap_or_default();
            format!("To {}, {}, on {}. {told}", one.name, one.email, words::date_and_time(at, &group.time_zone))
        }
        Some(at) => format!("To {}, {}, on {}", one.name, one.email, words::date_and_time(at, &group.time_zone)),
        None => format!("To {}, {}: on its way", one.name, one.email),
    });
    let asks = answers::about(&app.db, group.id, report.root).await?.into_iter().map(|one| AskLine {
        href: format!("/{}/answers/{}", group.slug, one.id),
        place: format!("Ask {}: {}", one.place, one.wanted),
        told: one.told(today),
        answer: one.answer,
    });
    let is_approved = report.state == State::Approved;
    let options = if runs && is_approved { meetings_to_send_for(app, member).await? } else { Vec::new() };
    let meeting = (!options.is_empty()).then(|| Field::select("meeting", "For which meeting of theirs", options).error(errors));
    let links = Links::on_page(&group.slug, &report, acting.may(Verb::ReadIssues));
    let others = all.iter().filter(|other| other.id != report.id);
    let version = |other: &Report| {
        (format!("{here}?version={}", other.version), format!("Version {}: {}", other.version, other.state.words().to_lowercase()))
    };
    let page = Page {
        frame: member.frame(app, format!("Report {}", report.number), "/cascade").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        query: format!("?version={}", report.version),
        state: report.state.words(),
        is_draft,
        is_approved,
        paper: Paper(documents::html::write(&compose::document(&report, &approvals, &links))),
        runs,
        missing,
        hash: turns.then(|| kernel::keys::hex(&report.hash)),
        own_side: side_words(acting.side),
        composed: words::date(report.content.composed_on),
        asks: if report.state.was_approved() { asks.collect() } else { Vec::new() },
        sent: sent.collect(),
        came_back: (any_back && runs).then(|| format!("/{}/cascade/returned", group.slug)),
        meeting,
        may_begin: runs && !all.iter().any(|version| version.state == State::Draft),
        versions: others.map(version).collect(),
        base,
        here,
    };
    page::show_as(status, &page)
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, report)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let found = of_address(&app, &member, &report, &uri).await?;
    let query = Fields::of_query(&uri);
    let said = |name: &str| query.iter().any(|(other, _)| other == name);
    let approved = found.0.state == State::Approved;
    let notice = match () {
        () if said("drafted") => {
            Some("Composed from the record, as a draft. Add your words and what you ask; then both co-chairs approve it.")
        }
        () if said("saved") => Some("Saved. Whoever had approved it is asked to read it again."),
        () if said("composed") => Some("The numbers are those of today."),
        () if said("approved") && approved => Some("Both sides have approved it. It stays as it is now."),
        () if said("approved") => Some("Your side’s approval is saved. It waits for the other side."),
        () if said("begun") => Some("A new version has begun. Until both sides approve it, the older one holds."),
        () if said("sent") => Some("It goes now, as Word and as PDF."),
        () if said("withdrawn") => Some("The draft is withdrawn."),
        () => None,
    };
    page(&app, &member, found, notice, &[], StatusCode::OK).await
}

fn number(report: &str) -> Result<i64> {
    report.parse().map_err(|_| Error::NotFound)
}

/// What was pressed and could not be done: the page as it is now, with why.
async fn back(app: &App, member: &Member, report: &str, uri: &Uri, error: Error) -> Result<Response> {
    let status = error.told().status;
    let found = of_address(app, member, report, uri).await?;
    page(app, member, found, None, &error.into_messages("report")?, status).await
}

pub(super) async fn compose(
    Shared(app): Shared<App>,
    Path((slug, report)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let number = number(&report)?;
    let mut tx = app.begin().await?;
    commands::compose_anew(&app, &mut tx, &member.acting, number).await?;
    app.commit(tx).await?;
    newest(&app, &member, &slug, number, "composed").await
}

/// To the newest version of a report.
async fn newest(app: &App, member: &Member, slug: &str, number: i64, said: &str) -> Result<Response> {
    let all = store::versions(&app.db, member.acting.group.id, number).await?;
    let version = all.first().map_or(1, |newest| newest.version);
    Ok(Redirect::to(&format!("/{slug}/reports/{number}?version={version}&{said}")).into_response())
}

pub(super) async fn approve(
    Shared(app): Shared<App>,
    Path((slug, report)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
    posted: Posted,
) -> Result<Response> {
    let number = number(&report)?;
    let mut tx = app.begin().await?;
    match commands::approve(&app, &mut tx, &member.acting, number, Some(posted.fields.get("hash"))).await {
        Ok(_) => app.commit(tx).await?,
        Err(error @ Error::Conflict(_)) => {
            drop(tx);
            return back(&app, &member, &report, &uri, error).await;
        }
        Err(error) => return Err(error),
    }
    newest(&app, &member, &slug, number, "approved").await
}

pub(super) async fn begin(
    Shared(app): Shared<App>,
    Path((slug, report)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let number = number(&report)?;
    let mut tx = app.begin().await?;
    commands::begin_version(&app, &mut tx, &member.acting, number).await?;
    app.commit(tx).await?;
    newest(&app, &member, &slug, number, "begun").await
}

pub(super) async fn withdraw(
    Shared(app): Shared<App>,
    Path((slug, report)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let number = number(&report)?;
    let mut tx = app.begin().await?;
    commands::withdraw(&app, &mut tx, &member.acting, number).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/reports/{number}?withdrawn")).into_response())
}

pub(super) async fn send(
    Shared(app): Shared<App>,
    Path((slug, report)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
    posted: Posted,
) -> Result<Response> {
    let number = number(&report)?;
    let meeting = posted.fields.get("meeting").parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    match line::send(&app, &mut tx, &member.acting, number, meeting).await {
        Ok(()) => app.commit(tx).await?,
        Err(error @ Error::Conflict(_)) => {
            drop(tx);
            return back(&app, &member, &report, &uri, error).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/reports/{number}?sent")).into_response())
}
