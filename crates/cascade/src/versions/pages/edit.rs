//! The page on which somebody finishes what a network is told of a decision.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::acting::Member;
use jiff::Timestamp;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
    words,
};
use meetings::{
    decisions::Decision,
    references::{in_address, read_decision},
};
use uuid::Uuid;

use super::super::{
    commands::{self, Of, Typed, hold, now_told},
    model::{State, room},
    store,
    words::too_many,
};
use crate::networks::{self, must_cascade};
use analysis::shortening;

/// What both sides approved, part by part.
pub(super) fn core_lines(decision: &Decision) -> Vec<(&'static str, String)> {
    let outcome = &decision.outcome;
    let from = outcome.from_when.map(words::date).unwrap_or_default();
    let all = [
        ("Decision", decision.words.clone()),
        ("What changes", outcome.what_changes.clone()),
        ("For whom", outcome.for_whom.clone()),
        ("From", from),
        ("Who to ask", outcome.who_to_ask.clone()),
        ("What a patient will notice", outcome.patients.clone()),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

#[derive(Template)]
#[template(path = "versions/pages/edit.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    here: String,
    heading: String,
    network: String,
    version: i64,
    state: String,
    /// Whether it can be changed: it has not left.
    open: bool,
    /// Whether it is approved, so that it can be stopped.
    stops: bool,
    /// Whether somebody's own words stand in place of the draft.
    own: bool,
    edition: String,
    whole: String,
    core: Vec<(&'static str, String)>,
    draft_headline: String,
    draft: Vec<String>,
    reductions: Vec<String>,
    fields: [Field; 2],
}

/// Of which network and decision an address speaks.
fn named(network: &str, reference: &str) -> Result<Of> {
    Ok((network.parse().map_err(|_| Error::NotFound)?, read_decision(reference).ok_or(Error::NotFound)?))
}

fn here(slug: &str, (network, _): Of, reference: &str) -> String {
    format!("/{slug}/cascade/versions/{network}/{reference}")
}

async fn page(
    app: &App,
    member: &Member,
    of: Of,
    notice: Option<&str>,
    typed: Option<(&Typed, &[FieldError])>,
    status: StatusCode,
) -> Result<Response> {
    must_cascade(&member.acting)?;
    let group = &member.acting.group;
    let network = networks::find(&app.db, group.id, of.0).await?;
    let placed = store::placed(&app.db, group.id, Some(of.0), of.1).await?.pop().ok_or(Error::NotFound)?;
    let told = now_told(&network, &placed, &group.contact);
    let rules = store::rules(&app.db, group.id).await?;
    let version = placed.version.as_ref();
    let leaves = |approved: Timestamp| words::date_and_time(approved + hold(rules), &group.time_zone);
    let own = version.is_some_and(|version| version.state != State::Draft);
    let state = match (placed.edition_sent, told.ready, &placed.approver) {
        (Some(at), ..) => format!("Sent {}.", words::date_and_time(at, &group.time_zone)),
        (None, Some(at), Some(name)) => format!("Approved by {name}. It leaves with its edition, not before {}.", leaves(at)),
        (None, Some(at), None) => format!("Goes as Brig has drafted it, with its edition, not before {}.", leaves(at)),
        (None, None, _) if told.outdated => {
            "The decision was corrected since this was written: read it beside what both sides approved, and approve it again.".into()
        }
        (None, None, _) => too_many(told.over)
            .map_or_else(|| "Waits for somebody to approve it.".into(), |many| format!("It has {many}. Shorten it, then approve it.")),
    };
    let (headline, body, errors) = match typed {
        Some((typed, errors)) => (typed.headline.as_str(), typed.body.as_str(), errors),
        None => (told.headline.as_str(), told.body.as_str(), &[][..]),
    };
    let room = room(&network);
    let reference = placed.decision.reference();
    let at = in_address(&reference);
    let page = Page {
        frame: member.frame(app, format!("{reference} in {}", network.name), "/cascade").with_notice(notice).with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/cascade", group.slug),
        here: here(&group.slug, of, &at),
        heading: format!("{reference} in {}", network.name),
        network: network.name.clone(),
        // After a clash the page has what is there now, so that saving again is a choice.
        version: typed
            .map(|(typed, _)| typed.seen)
            .filter(|_| status != StatusCode::CONFLICT)
            .unwrap_or(version.map_or(1, |one| one.version)),
        state,
        open: placed.edition_sent.is_none(),
        stops: placed.edition_sent.is_none() && version.is_some_and(|version| version.approved_at.is_some()),
        own,
        edition: format!("/{}/cascade/editions/{}", group.slug, placed.edition),
        whole: format!("/{}/cascade/decisions/{at}", group.slug),
        core: core_lines(&placed.decision),
        draft_headline: told.draft.headline.clone(),
        draft: told.draft.body.lines().map(str::to_owned).collect(),
        reductions: told.draft.reductions.iter().map(shortening::Reduction::words).collect(),
        fields: [
            Field::new("headline", "Headline", Input::Text).value(headline).room(room.headline).error(errors),
            Field::new("body", "Text", Input::Lines(10)).value(body).hint("Each line is a paragraph.").room(room.body).error(errors),
        ],
    };
    page::show_as(status, &page)
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, network, reference)): Path<(String, String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let notice = match uri.query() {
        Some("saved") => Some("Saved. It does not leave before somebody approves it."),
        Some("approved") => Some("Approved: it leaves with its edition, and can be stopped until then."),
        Some("stopped") => Some("Stopped: it does not leave before somebody approves it."),
        Some("draft") => Some("This is Brig’s draft again. Approve it when it is right."),
        _ => None,
    };
    page(&app, &member, named(&network, &reference)?, notice, None, StatusCode::OK).await
}

/// Saves what was typed, or approves it.
pub(super) async fn put(
    Shared(app): Shared<App>,
    Path((slug, network, reference)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let of = named(&network, &reference)?;
    let text = |name: &str| posted.fields.get(name).to_owned();
    let typed = Typed { seen: text("version").parse().unwrap_or_default(), headline: text("headline"), body: text("body") };
    let approves = posted.fields.get("do") == "approve";
    let mut tx = app.begin().await?;
    let done = if approves {
        commands::approve(&app, &mut tx, &member.acting, of, &typed).await
    } else {
        commands::save(&app, &mut tx, &member.acting, of, &typed).await
    };
    match done {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return page(&app, &member, of, None, Some((&typed, &error.into_messages("body")?)), status).await;
        }
    }
    Ok(back(&slug, of, &reference, if approves { "approved" } else { "saved" }))
}

fn back(slug: &str, of: (Uuid, (i64, i64)), reference: &str, said: &str) -> Response {
    Redirect::to(&format!("{}?{said}", here(slug, of, reference))).into_response()
}

pub(super) async fn stop(
    Shared(app): Shared<App>,
    Path((slug, network, reference)): Path<(String, String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let of = named(&network, &reference)?;
    let mut tx = app.begin().await?;
    commands::stop(&app, &mut tx, &member.acting, of).await?;
    app.commit(tx).await?;
    Ok(back(&slug, of, &reference, "stopped"))
}

pub(super) async fn start_again(
    Shared(app): Shared<App>,
    Path((slug, network, reference)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let of = named(&network, &reference)?;
    let seen = posted.fields.get("version").parse().unwrap_or_default();
    let mut tx = app.begin().await?;
    commands::start_again(&app, &mut tx, &member.acting, of, seen).await?;
    app.commit(tx).await?;
    Ok(back(&slug, of, &reference, "draft"))
}
