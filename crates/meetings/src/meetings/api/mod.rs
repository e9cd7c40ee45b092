//! The API of meetings: the same verbs as on the pages, each with the person's own token.

mod items;
mod record;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State as Shared},
    http::StatusCode,
};
use group::{acting::ApiCaller, membership::Side, people::Scope, permissions::Verb};
use jiff::civil::Date;
use kernel::{App, Error, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    commands::{self, NewMeeting},
    model::{Presence, State},
    queries::{self, Record},
};

use crate::references;

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(plan))
        .routes(routes!(show))
        .routes(routes!(confirm))
        .routes(routes!(adjourn))
        .merge(items::routes())
        .merge(record::routes())
}

/// A meeting to be planned.
#[derive(Debug, Deserialize, ToSchema)]
struct PlannedMeeting {
    /// The day, as `2026-12-14`.
    date: String,
    /// When it begins, as `12:30`.
    start: String,
    /// How many minutes it lasts.
    minutes: i64,
    /// The theme's key; left out for none.
    #[serde(default)]
    theme: Option<String>,
    /// `ordinary`, unless told otherwise; `extraordinary` or `interim`.
    #[serde(default)]
    kind: Option<String>,
    /// The room. A link alone is taken as the link.
    #[serde(default)]
    place: Option<String>,
    /// The address by which people join online.
    #[serde(default)]
    link: Option<String>,
    /// Whether everybody who sits in the group is invited by mail: yes, unless told otherwise.
    #[serde(default)]
    invite: Option<bool>,
}

/// A thing that has been made, and its number.
#[derive(Debug, Serialize, ToSchema)]
struct Made {
    /// Its number: of a meeting in the group, of an item in the year, of an action in the group.
    number: i64,
    /// What people call it by; a meeting has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
}

fn may_write(caller: &ApiCaller) -> Result<()> {
    caller.needs(Scope::Write)?;
    // Who may not is told so whatever they sent.
    commands::must_run(&caller.acting)
}

/// Plan a meeting.
#[utoipa::path(
    post, path = "/api/v1/{group}/meetings", operation_id = "planMeeting", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses")),
    request_body = PlannedMeeting,
    responses((status = 201, body = Made), (status = 403, description = "You may see meetings but not plan them"))
)]
async fn plan(Shared(app): Shared<App>, caller: ApiCaller, body: Result<Body<PlannedMeeting>>) -> Result<(StatusCode, Json<Made>)> {
    may_write(&caller)?;
    let Body(new) = body?;
    let new = NewMeeting {
        date: new.date,
        start: new.start,
        minutes: new.minutes.to_string(),
        theme: new.theme.unwrap_or_default(),
        kind: new.kind.unwrap_or_default(),
        place: new.place.unwrap_or_default(),
        link: new.link.unwrap_or_default(),
        invite: new.invite.unwrap_or(true),
    };
    let mut tx = app.begin().await?;
    let meeting = commands::schedule(&app, &mut tx, &caller.acting, &new).await?;
    app.commit(tx).await?;
    Ok((StatusCode::CREATED, Json(Made { number: meeting.number, reference: None })))
}

/// A meeting as it stands.
#[derive(Debug, Serialize, ToSchema)]
struct MeetingShown {
    number: i64,
    /// `planned`, `confirmed` by both sides, `adjourned`, `cancelled`.
    state: &'static str,
    #[schema(value_type = String)]
    date: Date,
    start: String,
    minutes: i64,
    /// The theme's key; empty for none.
    theme: String,
    /// `ordinary`, `extraordinary`, `interim`.
    kind: &'static str,
    /// The room; empty for a meeting that is only online.
    place: String,
    /// The address by which people join online; may be empty.
    link: String,
    quorum: QuorumShown,
    /// The names of those who are there.
    present: Vec<String>,
    /// The names of those who sent apologies.
    apologies: Vec<String>,
    /// The sides that have confirmed at the read-back: `gp`, `consultant`.
    confirmed: Vec<&'static str>,
    items: Vec<ItemShown>,
    /// Stands for what is read back: send it with the confirmation.
    hash: String,
}

/// Who of the core members is there.
#[derive(Debug, Serialize, ToSchema)]
struct QuorumShown {
    gps: i64,
    consultants: i64,
    /// Whether each side has enough to decide.
    quorate: bool,
}

/// An item on an agenda.
#[derive(Debug, Serialize, ToSchema)]
struct ItemShown {
    number: i64,
    reference: String,
    title: String,
    minutes: i64,
    /// `decide`, `discuss` or `hear`.
    purpose: &'static str,
    /// Who presents it; empty where nobody is named.
    presenter: String,
    /// Why it is reserved; empty for an open item.
    reserved: String,
    /// Whether it is taken by consent.
    consent: bool,
    /// Which standing item it is, such as `matters-arising`; empty for others.
    kind: &'static str,
    /// The issue's reference, where it is about one.
    issue: Option<String>,
    note: String,
    decision: Option<DecisionShown>,
    /// The references of its actions.
    actions: Vec<String>,
}

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
struct DecisionShown {
    reference: String,
    text: String,
}

fn quorum(record: &Record) -> QuorumShown {
    let quorum = record.quorum();
    QuorumShown { gps: quorum.gps, consultants: quorum.consultants, quorate: quorum.reached() }
}

/// Read one meeting.
#[utoipa::path(
    get, path = "/api/v1/{group}/meetings/{number}", operation_id = "readMeeting", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    responses((status = 200, body = MeetingShown))
)]
async fn show(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<MeetingShown>> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMeetings)?;
    let group = &caller.acting.group;
    let record = queries::record(&app.db, group.id, number).await?.seen_by(caller.acting.person);
    let names = |presence| record.attendees.iter().filter(|one| one.presence == presence).map(|one| one.name.clone()).collect();
    let item = |item: &super::model::Item| ItemShown {
        number: item.number,
        reference: item.reference(),
        title: item.title.clone(),
        minutes: item.minutes,
        purpose: item.purpose.key(),
        presenter: item.presenter.clone(),
        reserved: item.reserved.clone(),
        consent: item.consent,
        kind: item.kind.map_or("", |kind| kind.key()),
        issue: item.issue.as_ref().map(|issue| group.reference(issue.number)),
        note: item.note.clone(),
        decision: item.decision.as_ref().map(|decision| DecisionShown { reference: decision.reference(), text: decision.words.clone() }),
        actions: item.actions.iter().map(crate::actions::Action::reference).collect(),
    };
    let meeting = &record.meeting;
    Ok(Json(MeetingShown {
        number,
        state: meeting.state.key(),
        date: meeting.held_on,
        start: meeting.starts.strftime("%H:%M").to_string(),
        minutes: meeting.minutes,
        theme: meeting.theme.clone(),
        kind: meeting.kind.key(),
        place: meeting.place.clone(),
        link: meeting.link.clone(),
        quorum: quorum(&record),
        present: names(Presence::Present),
        apologies: names(Presence::Apologies),
        confirmed: record.confirmations.iter().map(|given| given.side.key()).collect(),
        items: record.items.iter().map(item).collect(),
        hash: commands::proof(&record),
    }))
}

/// What was read by whoever turns a key; may be left out.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(crate) struct Read {
    /// The `hash` that came with what was read: when it has changed in between, the call is answered with 409.
    #[serde(default)]
    hash: Option<String>,
}

/// The hash in a body that may be empty.
pub(crate) fn seen(body: &[u8]) -> Result<Option<String>> {
    if body.is_empty() {
        return Ok(None);
    }
    let read: Option<Read> = serde_json::from_slice(body).map_err(|_| Error::field("body", "The body is not valid JSON"))?;
    Ok(read.and_then(|read| read.hash))
}

/// How far a meeting has come.
#[derive(Debug, Serialize, ToSchema)]
struct Standing {
    /// `confirmed` once both sides have; `adjourned` when it is over.
    state: &'static str,
    /// The sides that have confirmed: `gp`, `consultant`.
    sides: Vec<&'static str>,
}

async fn standing(app: &App, caller: &ApiCaller, number: i64) -> Result<Json<Standing>> {
    let record = queries::record(&app.db, caller.acting.group.id, number).await?;
    let sides = record.confirmations.iter().map(|given| Side::key(given.side)).collect();
    Ok(Json(Standing { state: State::key(record.meeting.state), sides }))
}

/// Confirm what was decided, for your side.
#[utoipa::path(
    post, path = "/api/v1/{group}/meetings/{number}/read-back", operation_id = "confirmMeeting", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    request_body(content = Read, description = "May be left out"),
    responses((status = 200, body = Standing), (status = 403, description = "You are no co-chair or deputy"), (status = 409, description = "Changed in between, no quorum, or confirmed already"))
)]
async fn confirm(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>, body: Bytes) -> Result<Json<Standing>> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    caller.needs(Scope::Write)?;
    let mut tx = app.begin().await?;
    commands::confirm(&app, &mut tx, &caller.acting, number, seen(&body)?.as_deref()).await?;
    app.commit(tx).await?;
    standing(&app, &caller, number).await
}

/// End the meeting; its minute is drafted.
#[utoipa::path(
    post, path = "/api/v1/{group}/meetings/{number}/adjournment", operation_id = "adjournMeeting", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    responses((status = 200, body = Standing), (status = 409, description = "Both sides must confirm what was decided first"))
)]
async fn adjourn(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<Standing>> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    may_write(&caller)?;
    let mut tx = app.begin().await?;
    commands::adjourn(&app, &mut tx, &caller.acting, number).await?;
    app.commit(tx).await?;
    standing(&app, &caller, number).await
}
