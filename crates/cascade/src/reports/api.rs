//! Reports by the API: their numbers, what they ask, and what was answered.

use axum::{
    Json,
    extract::{Path, State as Shared},
};
use group::{acting::ApiCaller, people::Scope, permissions::Verb};
use jiff::civil::Date;
use kernel::{App, Error, Result};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{Report, State},
    numbers::Numbers,
    store,
};
use crate::answers::{self, Awaited, Kind};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one)).routes(routes!(asks))
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
    let item = |one: Awaited| AskItem {
        report: one.number,
        ask: one.place,
        text: one.words,
        wanted: one.wanted,
        asked_on: one.asked_on,
        by: one.answer_by,
        answer: Some(one.answer).filter(|text| !text.is_empty()),
        answered_on: one.answered_on,
        ended: one.ended_on.is_some(),
    };
    let all = answers::of_kind(&app.db, caller.acting.group.id, Kind::Ask, MOST).await?;
    Ok(Json(AskList { items: all.into_iter().map(item).collect() }))
}
