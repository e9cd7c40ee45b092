//! The page of an edition: what is in it, what its reader will see, and the two things that can be done about it.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Error, Result,
    form::Posted,
    mail::of_cause as mail_of,
    page::{self, Frame},
    words,
};
use meetings::references::{in_address, read_decision};
use uuid::Uuid;

use super::{
    commands, mail,
    model::{Entry, told},
    store,
    story::Reading,
    way::Way,
    ways,
};
use crate::{
    calls,
    networks::{self, Takes},
    news,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/cascade/editions/{edition}", get(show))
        .route("/{group}/cascade/editions/{edition}/sending", post(send))
        .route("/{group}/cascade/editions/{edition}/again", post(again))
        .route("/{group}/cascade/editions/{edition}/entries/{reference}", post(leave_out))
}

struct Line {
    /// The decision's reference as it stands in an address.
    at: String,
    href: String,
    reference: String,
    title: String,
    what: String,
    left_out: bool,
}

#[derive(Template)]
#[template(path = "editions/show.html")]
struct Page {
    frame: Frame,
    forgery: String,
    here: String,
    heading: String,
    when: String,
    sent: Option<String>,
    /// Whether this person can still change it.
    open: bool,
    lines: Vec<Line>,
    /// The calls for issues that go with it, each with its page.
    calls: Vec<(String, String)>,
    told: usize,
    /// Subject and text of the mail, unless it was forgotten.
    reads: Option<(String, String)>,
    /// Whether this person can have it sent once more, and where it would go.
    again: bool,
    address: String,
    /// The way on which it has gone, where there is something to see or to do.
    way: Option<Way>,
}

async fn show(
    Shared(app): Shared<App>,
    Path((_, edition)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let edition = store::find(&app.db, group.id, edition.parse().map_err(|_| Error::NotFound)?).await?;
    let entries = store::entries(&app.db, group.id, edition.id).await?;
    let network = networks::find(&app.db, group.id, edition.network).await?;
    let line = |entry: &Entry| Line {
        href: format!("/{}/decisions/{}", group.slug, in_address(&entry.decision.reference())),
        at: in_address(&entry.decision.reference()),
        reference: entry.decision.reference(),
        title: entry.title.clone(),
        what: entry.decision.outcome.what(&entry.decision.words),
        left_out: entry.left_out,
    };
    let lines: Vec<Line> = entries.iter().map(line).collect();
    let told = told(entries);
    let calls = calls::in_edition(&app.db, group.id, edition.id).await?;
    // What has gone is shown as it went, for as long as the mail is kept.
    let gone = mail_of(&app.db, edition.id, mail::KIND).await?;
    let reads = match (edition.sent_at, gone) {
        (Some(_), Some(gone)) => Some((gone.subject, gone.text)),
        (Some(_), None) => news::find(&app.db, group.id, edition.id).await?.map(|kept| (kept.told.heading.clone(), kept.told.text())),
        (None, _) => {
            let letter = mail::letter(&app, group, &Reading::of(group, &network, &edition, &told, &calls));
            Some((letter.subject.clone(), letter.text()))
        }
    };
    let heading = format!("{}, out {}", edition.name, words::date(edition.out_on));
    let notice = match uri.query() {
        Some("sent" | "again") => Some("It is on its way."),
        Some("out") => Some("It is left out of this edition. The other networks get it all the same."),
        Some("in") => Some("It is back in."),
        _ => None,
    };
    let page = Page {
        frame: member.frame(&app, &heading, "/cascade").with_notice(notice),
        forgery: member.session.forgery_token(&app),
        here: format!("/{}/cascade/editions/{}", group.slug, edition.id),
        heading,
        when: words::date_and_time(edition.leaves_at(group), &group.time_zone),
        sent: edition.sent_at.map(|at| words::date_and_time(at, &group.time_zone)),
        open: edition.sent_at.is_none() && acting.may(Verb::RunCascade),
        told: told.len() + calls.len(),
        calls: calls.iter().map(|call| (call.href(group), call.title.clone())).collect(),
        lines,
        reads,
        again: edition.sent_at.is_some()
            && (!told.is_empty() || !calls.is_empty())
            && network.ended_on.is_none()
            && network.takes != Takes::Recipients
            && acting.may(Verb::RunCascade),
        way: ways::gone(&app, &member, &network, &edition).await?,
        address: network.goes_to().to_owned(),
    };
    page::show(&page)
}

async fn send(
    Shared(app): Shared<App>,
    Path((slug, edition)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let id: Uuid = edition.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::send_now(&app, &mut tx, &member.acting, id).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/cascade/editions/{id}?sent")).into_response())
}

async fn again(
    Shared(app): Shared<App>,
    Path((slug, edition)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let id: Uuid = edition.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::send_again(&app, &mut tx, &member.acting, id).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/cascade/editions/{id}?again")).into_response())
}

async fn leave_out(
    Shared(app): Shared<App>,
    Path((slug, edition, decision)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let id: Uuid = edition.parse().map_err(|_| Error::NotFound)?;
    let decision = read_decision(&decision).ok_or(Error::NotFound)?;
    let left_out = posted.fields.get("to") == "out";
    let mut tx = app.begin().await?;
    commands::leave_out(&app, &mut tx, &member.acting, id, decision, left_out).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/cascade/editions/{id}?{}", if left_out { "out" } else { "in" })).into_response())
}
