//! Who has heard what, by the API.

use axum::{
    Json,
    extract::{OriginalUri, State as Shared},
};
use group::{acting::ApiCaller, people::Scope};
use jiff::{Timestamp, civil::Date};
use kernel::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{Coverage, Line, Standing, Totals},
    pages::{Asked, found},
    words,
};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(coverage))
}

/// Counts. A line is one decision and one network.
#[derive(Debug, Serialize, ToSchema)]
struct CoverageTotals {
    decisions: u64,
    /// Decisions that reached at least one network.
    reached: u64,
    /// Lines: `waits`, `sent` and `missed` together.
    due: u64,
    sent: u64,
    /// Of those sent.
    acknowledged: u64,
    missed: u64,
    waits: u64,
    /// Days from the decision until its readers could read it: the median.
    median_days: Option<f64>,
}

/// One decision and one network or group.
#[derive(Debug, Serialize, ToSchema)]
struct CoverageLine {
    /// The decision's reference: `26/D09`.
    decision: String,
    network: String,
    /// The side that reads it: `gp`, `consultant`, or `other` for both.
    side: &'static str,
    #[schema(value_type = String)]
    due_on: Date,
    #[schema(value_type = Option<String>)]
    sent_at: Option<Timestamp>,
    /// When its readers could read it.
    #[schema(value_type = Option<String>)]
    out_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    acknowledged_on: Option<Date>,
    /// `waits`, `sent`, `acknowledged` or `missed`.
    state: &'static str,
    /// Of what was missed: `left-out`, `not-sent` or `not-out`.
    why: Option<&'static str>,
}

/// One network or group, counted.
#[derive(Debug, Serialize, ToSchema)]
struct CoverageNetwork {
    id: String,
    name: String,
    side: &'static str,
    /// What it takes: `copy`, `list`, `minute` and others.
    takes: &'static str,
    totals: CoverageTotals,
}

/// Who has heard what.
#[derive(Debug, Serialize, ToSchema)]
struct CoverageReport {
    #[schema(value_type = String)]
    from: Date,
    #[schema(value_type = String)]
    to: Date,
    totals: CoverageTotals,
    /// The same in sentences.
    words: Vec<String>,
    networks: Vec<CoverageNetwork>,
    lines: Vec<CoverageLine>,
}

fn totals(totals: &Totals) -> CoverageTotals {
    let Totals { decisions, reached, due, sent, acknowledged, missed, waits, median_days } = totals.clone();
    CoverageTotals { decisions, reached, due, sent, acknowledged, missed, waits, median_days }
}

fn line(coverage: &Coverage, line: &Line) -> Option<CoverageLine> {
    let decision = coverage.decisions.iter().find(|decision| decision.id == line.decision)?;
    let network = coverage.network(line.network)?;
    Some(CoverageLine {
        decision: decision.reference.clone(),
        network: network.name.clone(),
        side: network.side.key(),
        due_on: line.due_on,
        sent_at: line.sent_at,
        out_on: line.out_on,
        acknowledged_on: line.acknowledged_on,
        state: line.standing.key(),
        why: match line.standing {
            Standing::Missed(why) => Some(why.key()),
            _ => None,
        },
    })
}

/// Tell which network and group has heard which decision, and when.
#[utoipa::path(
    get, path = "/api/v1/{group}/coverage", operation_id = "getCoverage", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses"),
           ("from" = Option<String>, Query, description = "Decisions from this day on; a year before `to` when left out"),
           ("to" = Option<String>, Query, description = "Decisions to this day; today when left out"),
           ("side" = Option<String>, Query, description = "`gp` or `consultant`: only what that side reads")),
    responses((status = 200, body = CoverageReport))
)]
async fn coverage(Shared(app): Shared<App>, caller: ApiCaller, OriginalUri(uri): OriginalUri) -> Result<Json<CoverageReport>> {
    caller.needs(Scope::ReadIssues)?;
    let acting = &caller.acting;
    let asked = Asked::read(&uri, app.clock.today(&acting.group.time_zone))?;
    let coverage = found(&app, acting, asked).await?;
    let network = |network: &super::Listener| CoverageNetwork {
        id: network.id.to_string(),
        name: network.name.clone(),
        side: network.side.key(),
        takes: network.takes.key(),
        totals: totals(&coverage.totals_of(network.id)),
    };
    Ok(Json(CoverageReport {
        from: asked.from,
        to: asked.to,
        totals: totals(&coverage.totals()),
        words: words::words(&coverage),
        networks: coverage.networks.iter().map(network).collect(),
        lines: coverage.lines.iter().filter_map(|one| line(&coverage, one)).collect(),
    }))
}
