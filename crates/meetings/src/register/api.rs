//! The API of the lists: decisions and actions.

use axum::{
    Json,
    extract::{Query, State as Shared},
};
use group::{acting::ApiCaller, people::Scope, permissions::Verb};
use jiff::civil::Date;
use kernel::{App, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::queries::{self, ActionLine, DecisionLine};
use crate::references::{item as item_reference, read_action, read_decision};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(decisions)).routes(routes!(actions))
}

/// Which part of a list.
#[derive(Debug, Deserialize, IntoParams)]
struct Part {
    /// How many at most, from 1 to 200; 50 when left out.
    #[serde(default)]
    limit: Option<i64>,
    /// Only those before this reference: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
}

impl Part {
    fn limit(&self) -> Result<i64> {
        let limit = self.limit.unwrap_or(50);
        if (1..=200).contains(&limit) { Ok(limit) } else { Err(Error::field("limit", "Use a number from 1 to 200")) }
    }

    fn below<T>(&self, read: fn(&str) -> Option<T>, all: T) -> Result<T> {
        self.after.as_deref().map_or(Ok(all), |after| read(after).ok_or_else(|| Error::field("after", "This is no reference")))
    }
}

/// A decision with where it was made.
#[derive(Debug, Serialize, ToSchema)]
struct DecisionItem {
    /// As in 26/D09.
    reference: String,
    /// One sentence that can be sent as it stands.
    text: String,
    #[schema(value_type = String)]
    decided_on: Date,
    /// Whether both sides have confirmed it.
    confirmed: bool,
    /// Core members who were there and how many were needed.
    quorum: QuorumRecord,
    /// The meeting's number.
    meeting: i64,
    /// The item's reference.
    item: String,
    /// The issue's reference, where it is about one.
    issue: Option<String>,
}

/// Who was there when it was decided.
#[derive(Debug, Serialize, ToSchema)]
struct QuorumRecord {
    gps: i64,
    consultants: i64,
    gps_needed: i64,
    consultants_needed: i64,
}

/// Decisions, the newest first.
#[derive(Debug, Serialize, ToSchema)]
struct DecisionList {
    decisions: Vec<DecisionItem>,
    /// Send it as `after` for the next page.
    next: Option<String>,
}

/// List decisions.
#[utoipa::path(
    get, path = "/api/v1/{group}/decisions", operation_id = "listDecisions", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), Part),
    responses((status = 200, body = DecisionList))
)]
async fn decisions(Shared(app): Shared<App>, caller: ApiCaller, Query(part): Query<Part>) -> Result<Json<DecisionList>> {
    caller.needs(Scope::ReadIssues)?;
    let acting = &caller.acting;
    acting.must(Verb::ReadPublished)?;
    let group = &acting.group;
    let limit = part.limit()?;
    let below = part.below(read_decision, (i64::MAX, i64::MAX))?;
    let mut lines = queries::decisions(&app.db, group.id, below, !acting.may(Verb::SeeMeetings), limit).await?;
    let more = lines.len() as i64 > limit;
    lines.truncate(usize::try_from(limit).unwrap_or(0));
    let next = lines.last().filter(|_| more).map(|last| last.decision.reference());
    let item = |line: DecisionLine| {
        let quorum = line.decision.quorum;
        DecisionItem {
            reference: line.decision.reference(),
            decided_on: line.decision.decided_on,
            confirmed: line.decision.confirmed,
            quorum: QuorumRecord {
                gps: quorum.gps,
                consultants: quorum.consultants,
                gps_needed: quorum.gps_needed,
                consultants_needed: quorum.consultants_needed,
            },
            meeting: line.meeting,
            item: item_reference(line.item_year, line.item_number),
            issue: line.issue.map(|number| group.reference(number)),
            text: line.decision.words,
        }
    };
    Ok(Json(DecisionList { decisions: lines.into_iter().map(item).collect(), next }))
}

/// An action with where it was set.
#[derive(Debug, Serialize, ToSchema)]
struct ActionItem {
    /// As in A-0078.
    reference: String,
    text: String,
    /// The name of the one who does it.
    owner: String,
    #[schema(value_type = String)]
    due: Date,
    done_means: String,
    /// `open` or `done`.
    state: &'static str,
    #[schema(value_type = Option<String>)]
    closed_on: Option<Date>,
    /// The meeting's number.
    meeting: i64,
    /// The item's reference.
    item: String,
}

/// Actions, the newest first.
#[derive(Debug, Serialize, ToSchema)]
struct ActionList {
    actions: Vec<ActionItem>,
    /// Send it as `after` for the next page.
    next: Option<String>,
}

/// List actions.
#[utoipa::path(
    get, path = "/api/v1/{group}/actions", operation_id = "listActions", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), Part),
    responses((status = 200, body = ActionList))
)]
async fn actions(Shared(app): Shared<App>, caller: ApiCaller, Query(part): Query<Part>) -> Result<Json<ActionList>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMeetings)?;
    let limit = part.limit()?;
    let mut lines = queries::actions(&app.db, caller.acting.group.id, part.below(read_action, i64::MAX)?, limit).await?;
    let more = lines.len() as i64 > limit;
    lines.truncate(usize::try_from(limit).unwrap_or(0));
    let next = lines.last().filter(|_| more).map(|last| last.action.reference());
    let item = |line: ActionLine| ActionItem {
        reference: line.action.reference(),
        owner: line.action.owner_name,
        due: line.action.due,
        done_means: line.action.done_means,
        state: line.action.state.key(),
        closed_on: line.closed_on,
        meeting: line.meeting,
        item: item_reference(line.item_year, line.item_number),
        text: line.action.words,
    };
    Ok(Json(ActionList { actions: lines.into_iter().map(item).collect(), next }))
}
