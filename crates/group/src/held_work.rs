//! Held-up work: jobs that were tried many times and given up, such as a mail that nobody took.
//! An administrator sees the group's, the operator the whole deployment's; either can have it tried again.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::{Redirect, Response},
    routing::{get, post},
};
use jiff::tz::TimeZone;
use kernel::{
    App, Error, Result,
    actor::Actor,
    form::Posted,
    mail::aside::{self, Aside},
    page::{self, Frame, SignedIn},
    queue, session, words,
};
use uuid::Uuid;

use crate::{acting::Member, people, permissions::Verb};

/// The routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/held-work", get(index))
        .route("/{group}/held-work/{job}/retry", post(retry))
        .route("/{group}/held-work/{job}/leave", post(leave))
        .route("/{group}/held-work/let-go", post(let_go))
        .route("/operator", get(operator))
        .route("/operator/held-work/{job}/leave", post(operator_leave))
        .route("/operator/held-work/let-go", post(operator_let_go))
        .route("/operator/held-work/{job}/retry", post(operator_retry))
}

struct Line {
    id: Uuid,
    what: String,
    why: String,
    tries: i64,
    since: String,
}

#[derive(Template)]
#[template(path = "held_work.html")]
struct Index {
    frame: Frame,
    base: String,
    forgery: String,
    waiting: Option<String>,
    lines: Vec<Line>,
    /// What was put aside when a backup was put back.
    aside: Vec<AsideLine>,
    /// What failed and is tried again by itself.
    again: Vec<AgainLine>,
}

struct AsideLine {
    id: Uuid,
    what: String,
    since: String,
    can_be_left: bool,
}

struct AgainLine {
    what: String,
    why: String,
    tries: String,
    next: String,
}

/// What a job of a kind was to do, in words.
fn what(kind: &str) -> String {
    let words = match kind {
        kernel::mail::SEND => "A mail could not be sent",
        kernel::mail::runs::SEND => "A letter to many recipients could not go on",
        "news.post-card" => "A card could not be posted to a Teams channel",
        "editions.send-due" => "Editions whose time has come could not be sent",
        "minutes.share" => "A minute could not be sent to the groups that get it",
        "letters.post" => "A letter could not be sent",
        "reports.post" => "A report could not be sent",
        "packs.make" => "The papers of a meeting could not be put together",
        "guests.round" => "Guests could not be invited or told",
        "waiting.round" => "The mail of what waits for people could not be written",
        "actions.remind" => "The mail about actions could not be written",
        "found.read" => "Decisions and minutes could not be read into the search",
        "post.fetch" => "The mailbox could not be read",
        "answers.post-held" => "Answers to reporters could not be sent",
        "likeness.read" | "agreements.read" => "Texts could not be read for what they mean",
        "desk.read" => "New issues could not be looked through for what to propose",
        "patterns.read" => "Reports could not be looked through for patterns",
        kind => return format!("Work of the kind {kind}"),
    };
    words.into()
}

fn lines(jobs: Vec<queue::DeadJob>, zone: &TimeZone) -> Vec<Line> {
    jobs.into_iter()
        .map(|job| Line {
            id: job.id,
            what: what(&job.kind),
            why: job.error,
            tries: job.tries,
            since: words::date_and_time(job.created_at, zone),
        })
        .collect()
}

/// What was put aside. Of a group's mail its administrator sees what it is about; the operator need not.
fn aside_lines(all: Vec<Aside>, zone: &TimeZone, subjects: bool) -> Vec<AsideLine> {
    all.into_iter()
        .map(|one| AsideLine {
            id: one.id,
            can_be_left: one.can_be_left(),
            since: words::date_and_time(one.created_at, zone),
            what: match one.kind.as_str() {
                kernel::mail::SEND if subjects && !one.subject.is_empty() => format!("Mail: {}", one.subject),
                kernel::mail::SEND => "A mail".into(),
                kernel::mail::runs::SEND => "A letter to many recipients, or the rest of it".into(),
                "news.post-card" => "A card for a Teams channel".into(),
                kind => format!("Work of the kind {kind}"),
            },
        })
        .collect()
}

async fn index(State(app): State<App>, member: Member) -> Result<Response> {
    member.acting.must(Verb::SeeHeldWork)?;
    let group = &member.acting.group;
    let lines = lines(queue::dead(&app.db, Some(group.id)).await?, &group.time_zone);
    let (base, forgery) = (format!("/{}/held-work", group.slug), member.session.forgery_token(&app));
    let aside = aside_lines(aside::waiting(&app.db, Some(group.id)).await?, &group.time_zone, true);
    let frame = member.frame(&app, "Held-up work", "/held-work");
    page::show(&Index { frame, base, forgery, waiting: None, lines, aside, again: Vec::new() })
}

async fn leave(State(app): State<App>, member: Member, Path((_, job)): Path<(String, Uuid)>, _: Posted) -> Result<Redirect> {
    member.acting.must(Verb::RetryHeldWork)?;
    let mut tx = app.begin().await?;
    aside::leave(&app, &mut tx, Some(member.acting.group.id), job, member.acting.actor()).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{}/held-work", member.acting.group.slug)))
}

async fn let_go(State(app): State<App>, member: Member, _: Posted) -> Result<Redirect> {
    member.acting.must(Verb::RetryHeldWork)?;
    let mut tx = app.begin().await?;
    aside::release_all(&app, &mut tx, Some(member.acting.group.id), member.acting.actor()).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{}/held-work", member.acting.group.slug)))
}

async fn retry(State(app): State<App>, member: Member, Path((_, job)): Path<(String, Uuid)>, _: Posted) -> Result<Redirect> {
    member.acting.must(Verb::RetryHeldWork)?;
    let mut tx = app.begin().await?;
    queue::retry(&app, &mut tx, Some(member.acting.group.id), job, member.acting.actor()).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{}/held-work", member.acting.group.slug)))
}

async fn operator(State(app): State<App>, headers: axum::http::HeaderMap) -> Result<Response> {
    let session = session::find(&app, &headers).await?.ok_or(Error::SignInNeeded)?;
    let person = people::operator(&app.db, session.person).await?;
    let lines = lines(queue::dead(&app.db, None).await?, &TimeZone::UTC);
    let pending = u64::try_from(queue::pending(&app.db).await?).unwrap_or(0);
    let waiting = Some(format!("{} in the queue.", words::count(pending, "job", "jobs")));
    let forgery = session.forgery_token(&app);
    let signed_in = SignedIn { name: person.name, role: "Operator".into(), forgery: forgery.clone() };
    let frame = Frame { person: Some(signed_in), ..Frame::plain(&app, "Held-up work of the installation") };
    let aside = aside_lines(aside::waiting(&app.db, None).await?, &TimeZone::UTC, false);
    let again = queue::tried_again(&app.db).await?.into_iter().map(|job| AgainLine {
        what: what(&job.kind),
        why: job.error,
        tries: words::count(u64::try_from(job.tries).unwrap_or(0), "time", "times"),
        next: words::date_and_time(job.next_at, &TimeZone::UTC),
    });
    page::show(&Index { frame, base: "/operator/held-work".into(), forgery, waiting, lines, aside, again: again.collect() })
}

async fn operator_retry(State(app): State<App>, Path(job): Path<Uuid>, posted: Posted) -> Result<Redirect> {
    let operator = people::operator(&app.db, posted.session.person).await?;
    let mut tx = app.begin().await?;
    queue::retry(&app, &mut tx, None, job, Actor::Person(operator.id)).await?;
    app.commit(tx).await?;
    Ok(Redirect::to("/operator"))
}

async fn operator_leave(State(app): State<App>, Path(job): Path<Uuid>, posted: Posted) -> Result<Redirect> {
    let operator = people::operator(&app.db, posted.session.person).await?;
    let mut tx = app.begin().await?;
    aside::leave(&app, &mut tx, None, job, Actor::Person(operator.id)).await?;
    app.commit(tx).await?;
    Ok(Redirect::to("/operator"))
}

async fn operator_let_go(State(app): State<App>, posted: Posted) -> Result<Redirect> {
    let operator = people::operator(&app.db, posted.session.person).await?;
    let mut tx = app.begin().await?;
    aside::release_all(&app, &mut tx, None, Actor::Person(operator.id)).await?;
    app.commit(tx).await?;
    Ok(Redirect::to("/operator"))
}
