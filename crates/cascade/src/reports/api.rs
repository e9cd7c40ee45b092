//! Reports by the API: their numbers, what they ask, and what was answered.

use axum::{
    Json,
    extract::{Path, State as Shared},
    http::StatusCode,
};
use group::{acting::ApiCaller, people::Scope, permissions::Verb};
use jiff::civil::Date;
use kernel::{App, Error, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    commands,
    model::{Report, State},
    numbers::Numbers,
    store,
};
use crate::{
    answers::{self, Awaited, Kind},
    networks::must_cascade,
};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, draft)).routes(routes!(one)).routes(routes!(asks)).routes(routes!(answer))
}

/// The most reports and asks of a list.
const MOST: i64 = 200;

/// A version of a report.
#[derive(Debug, Serialize, ToSchema)]
struct ReportItem {
    number: i64,
    version: i64,
    /// `draft`, `approved`, `superseded` or `withdrawn`.
    state: &'static str,
    #[schema(value_type = String)]
    from: Date,
    #[schema(value_type = String)]
    to: Date,
    #[schema(value_type = Option<String>)]
    approved_on: Option<Date>,
}

/// Reports, the newest first.
#[derive(Debug, Serialize, ToSchema)]
struct ReportList {
    items: Vec<ReportItem>,
}

/// A report with its numbers, as both sides approved them or as they stand in its draft.
#[derive(Debug, Serialize, ToSchema)]
struct ReportWhole {
    #[serde(flatten)]
    report: ReportItem,
    /// The day on which the numbers were composed.
    #[schema(value_type = String)]
    composed_on: Date,
    numbers: Numbers,
    summary: String,
    good_news: String,
    could_not: String,
    asks: Vec<ReportAsk>,
}

/// Something that a report asks.
#[derive(Debug, Serialize, ToSchema)]
struct ReportAsk {
    text: String,
    /// The decision that is wanted.
    wanted: String,
    #[schema(value_type = Option<String>)]
    by: Option<Date>,
}

/// An ask of an approved report, and its answer.
#[derive(Debug, Serialize, ToSchema)]
struct AskItem {
    report: i64,
    /// Its place in the report, from 1.
    ask: i64,
    text: String,
    wanted: String,
    #[schema(value_type = String)]
    asked_on: Date,
    #[schema(value_type = Option<String>)]
    by: Option<Date>,
    answer: Option<String>,
    #[schema(value_type = Option<String>)]
    answered_on: Option<Date>,
    /// Whether the group waits no longer.
    ended: bool,
}

/// Asks, the newest first.
#[derive(Debug, Serialize, ToSchema)]
struct AskList {
    items: Vec<AskItem>,
}

fn item(report: &Report) -> ReportItem {
    ReportItem {
        number: report.number,
        version: report.version,
        state: report.state.key(),
        from: report.content.from,
        to: report.content.to,
        approved_on: report.approved_on,
    }
}

fn asked(one: Awaited) -> AskItem {
    AskItem {
        report: one.number,
        ask: one.place,
        text: one.words,
        wanted: one.wanted,
        asked_on: one.asked_on,
        by: one.answer_by,
        answer: Some(one.answer).filter(|text| !text.is_empty()),
        answered_on: one.answered_on,
        ended: one.ended_on.is_some(),
    }
}

fn must_see(caller: &ApiCaller) -> Result<()> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMeetings)
}

/// List the reports up the line, each version by itself.
#[utoipa::path(
    get, path = "/api/v1/{group}/reports", operation_id = "listReports", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses")),
    responses((status = 200, body = ReportList))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller) -> Result<Json<ReportList>> {
    must_see(&caller)?;
    let all = store::list(&app.db, caller.acting.group.id, MOST).await?;
    Ok(Json(ReportList { items: all.iter().map(item).collect() }))
}

/// The period of a new report.
#[derive(Debug, Deserialize, ToSchema)]
struct ReportToDraft {
    /// Its first day: `2026-04-01`.
    from: String,
    /// And its last, today at the latest.
    to: String,
}

/// Compose a report of a period from the record, as a draft. Its words and asks are written on its page; both sides approve it there.
#[utoipa::path(
    post, path = "/api/v1/{group}/reports", operation_id = "draftReport", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses")),
    request_body = ReportToDraft,
    responses((status = 201, body = ReportItem), (status = 403, description = "Not for this person"), (status = 422, description = "Not a period"))
)]
async fn draft(Shared(app): Shared<App>, caller: ApiCaller, body: Result<Body<ReportToDraft>>) -> Result<(StatusCode, Json<ReportItem>)> {
    caller.needs(Scope::Write)?;
    must_cascade(&caller.acting)?;
    let Body(new) = body?;
    let mut tx = app.begin().await?;
    let report = commands::draft(&app, &mut tx, &caller.acting, &new.from, &new.to).await?;
    app.commit(tx).await?;
    Ok((StatusCode::CREATED, Json(item(&report))))
}

/// Read a report with its numbers: the version that both sides approved last, else its draft.
#[utoipa::path(
    get, path = "/api/v1/{group}/reports/{number}", operation_id = "readReport", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The report's number")),
    responses((status = 200, body = ReportWhole), (status = 404, description = "There is none"))
)]
async fn one(Shared(app): Shared<App>, Path(path): Path<(String, String)>, caller: ApiCaller) -> Result<Json<ReportWhole>> {
    must_see(&caller)?;
    let number = path.1.parse().map_err(|_| Error::NotFound)?;
    let mut versions = store::versions(&app.db, caller.acting.group.id, number).await?;
    let at = versions.iter().position(|version| version.state == State::Approved).unwrap_or(0);
    if versions.is_empty() {
        return Err(Error::NotFound);
    }
    let report = versions.swap_remove(at);
    let head = item(&report);
    let content = report.content;
    let ask = |ask: super::model::Ask| ReportAsk { text: ask.words, wanted: ask.wanted, by: ask.by };
    Ok(Json(ReportWhole {
        report: head,
        composed_on: content.composed_on,
        numbers: content.numbers,
        summary: content.written.summary,
        good_news: content.written.good_news,
        could_not: content.written.could_not,
        asks: content.asks.into_iter().map(ask).collect(),
    }))
}

/// List what approved reports ask, the newest 200, each with its answer.
#[utoipa::path(
    get, path = "/api/v1/{group}/asks", operation_id = "listAsks", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses")),
    responses((status = 200, body = AskList))
)]
async fn asks(Shared(app): Shared<App>, caller: ApiCaller) -> Result<Json<AskList>> {
    must_see(&caller)?;
    let all = answers::of_kind(&app.db, caller.acting.group.id, Kind::Ask, MOST).await?;
    Ok(Json(AskList { items: all.into_iter().map(asked).collect() }))
}

/// What was answered to an ask.
#[derive(Debug, Deserialize, ToSchema)]
struct AnswerToAsk {
    text: String,
    /// The day on which they answered; today when it is left out.
    #[serde(default)]
    answered_on: String,
}

/// Write down what those above answered to an ask, by the report's number and the ask's place in it. An answer is written down once.
#[utoipa::path(
    post, path = "/api/v1/{group}/asks/{report}/{ask}/answer", operation_id = "answerAsk", tag = "cascade",
    params(
        ("group" = String, Path, description = "The group's part of addresses"),
        ("report" = i64, Path, description = "The report's number"), ("ask" = i64, Path, description = "The ask's place, from 1")
    ),
    request_body = AnswerToAsk,
    responses((status = 200, body = AskItem), (status = 404, description = "Nothing such was asked"), (status = 409, description = "It is answered already"))
)]
async fn answer(
    Shared(app): Shared<App>,
    Path(path): Path<(String, String, String)>,
    caller: ApiCaller,
    body: Result<Body<AnswerToAsk>>,
) -> Result<Json<AskItem>> {
    caller.needs(Scope::Write)?;
    must_cascade(&caller.acting)?;
    let Body(given) = body?;
    let group = caller.acting.group.id;
    let (number, place): (i64, i64) = (path.1.parse().map_err(|_| Error::NotFound)?, path.2.parse().map_err(|_| Error::NotFound)?);
    let mut tx = app.begin().await?;
    let root = store::versions(&mut tx, group, number).await?.first().map(|version| version.root).ok_or(Error::NotFound)?;
    let there = answers::about(&mut tx, group, root).await?;
    // Of a place that a later version gave to something else, the ask that is still waited for.
    let of_place = || there.iter().filter(|one| one.place == place);
    let one = of_place().find(|one| one.is_open()).or_else(|| of_place().next()).ok_or(Error::NotFound)?;
    answers::record(&app, &mut tx, &caller.acting, one.id, &given.text, &given.answered_on).await?;
    let now = answers::about(&mut tx, group, root).await?.into_iter().find(|other| other.id == one.id).ok_or(Error::NotFound)?;
    app.commit(tx).await?;
    Ok(Json(asked(now)))
}
