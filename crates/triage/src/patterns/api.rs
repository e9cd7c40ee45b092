//! The API of patterns: what emerges, those that rise first.

use axum::{Json, extract::State as Shared};
use group::{acting::ApiCaller, people::Scope, permissions::Verb};
use kernel::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{FEWEST_OPEN, FEWEST_SHOWN, Pattern},
    store,
};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// As many patterns as are told at once.
const MOST: i64 = 200;

/// A pattern: open reports that speak of the same thing.
#[derive(Debug, Serialize, ToSchema)]
struct EmergingPattern {
    /// Its number: it stays, whatever comes.
    number: i64,
    /// What people call it, or else its kind of fault or its telling words.
    name: String,
    /// Whether people gave it that name.
    named: bool,
    /// Its telling words.
    telling: Vec<String>,
    /// The day it was first seen.
    first_on: String,
    /// Reports that are open. As all counts it is `null` for who does not triage where it is under five.
    open: Option<i64>,
    /// All reports of the last year and a half, with those that are dealt with.
    reports: Option<i64>,
    /// Of these in the last eight weeks.
    lately: Option<i64>,
    /// From how many workplaces.
    workplaces: Option<i64>,
    /// From general practice and out of hours.
    primary: Option<i64>,
    /// From hospital.
    secondary: Option<i64>,
    /// The rise beyond chance of late, where there is one.
    rise: Option<PatternRise>,
}

/// A rise beyond chance.
#[derive(Debug, Serialize, ToSchema)]
struct PatternRise {
    /// The first day.
    from: String,
    /// The last day.
    to: String,
    /// How many came.
    reports: Option<i64>,
    /// How many the weeks before let expect.
    expected: Option<f64>,
    /// The rule that marked it.
    rule: &'static str,
}

/// The patterns of a group.
#[derive(Debug, Serialize, ToSchema)]
struct EmergingPatterns {
    /// The day on which the reports were last read; `null` before the first time.
    read_on: Option<String>,
    /// Those that rise first, then those of which most came lately.
    items: Vec<EmergingPattern>,
}

/// List emerging patterns.
#[utoipa::path(
    get, path = "/api/v1/{group}/patterns", operation_id = "listPatterns", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses")),
    responses((status = 200, body = EmergingPatterns), (status = 404, description = "You have no seat there, or read only what is published"))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller) -> Result<Json<EmergingPatterns>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMeetings)?;
    let (group, triages) = (caller.acting.group.id, caller.acting.may(Verb::ReadIssues));
    let patterns = store::all(&app.db, group, FEWEST_OPEN, i64::MAX, MOST).await?;
    let items = patterns.iter().filter(|pattern| pattern.is_shown(triages)).map(|pattern| told(pattern, triages)).collect();
    let read_on = store::round(&app.db, group).await?.and_then(|round| round.read_on).map(|day| day.to_string());
    Ok(Json(EmergingPatterns { read_on, items }))
}

fn told(pattern: &Pattern, triages: bool) -> EmergingPattern {
    let counts = pattern.counts;
    let count = |n: i64| (triages || n == 0 || n >= FEWEST_SHOWN).then_some(n);
    // What one side has could be had from the other and the whole: both are told, or neither.
    let other = counts.all - counts.primary - counts.secondary;
    let sides = [counts.primary, counts.secondary, other].into_iter().all(|n| count(n).is_some());
    EmergingPattern {
        number: pattern.number,
        name: pattern.title(),
        named: !pattern.name.is_empty(),
        telling: pattern.telling.split(", ").filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        first_on: pattern.first_on.to_string(),
        open: count(counts.open).filter(|_| triages || count(counts.all - counts.open).is_some()),
        reports: count(counts.all),
        lately: count(counts.lately).filter(|_| triages || count(counts.all - counts.lately).is_some()),
        workplaces: count(counts.places),
        primary: sides.then_some(counts.primary),
        secondary: sides.then_some(counts.secondary),
        rise: pattern.surge.map(|rise| PatternRise {
            from: rise.from.to_string(),
            to: rise.to.to_string(),
            reports: count(rise.reports).filter(|_| triages || count(counts.all - rise.reports).is_some()),
            expected: triages.then_some(rise.expected),
            rule: analysis::surges::RULE,
        }),
    }
}
