//! The API of the lists: decisions and actions.

use axum::{
    Json,
    extract::{OriginalUri, Path, Query, State as Shared},
};
use group::{acting::ApiCaller, people::Scope, permissions::Verb};
use jiff::civil::Date;
use kernel::{App, Error, Result, api::Body, form::Fields};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    pages::listing::{self, Asked, Shown},
    queries::{self, DecisionLine},
};
use crate::{
    action_log::{self, Typed},
    actions::{From, Logged},
    references::{action as action_reference, item as item_reference, read_action, read_decision},
};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(decisions)).routes(routes!(actions)).routes(routes!(change))
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
    let mut lines = queries::decisions(&app.db, group.id, below, (acting.person, !acting.may(Verb::SeeMeetings)), limit).await?;
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

/// An action of the log.
#[derive(Debug, Serialize, ToSchema)]
struct ActionItem {
    /// As in A-0078.
    reference: String,
    text: String,
    /// The name of the one who does it, or who answers in the group for somebody outside who does.
    owner: String,
    /// What somebody outside the group is who does it.
    outside: Option<String>,
    /// `gp`, `consultant` or `other`: the side of the owner's seat.
    side: Option<String>,
    #[schema(value_type = String)]
    due: Date,
    done_means: String,
    /// `open`, `in-progress`, `done` or `superseded`.
    state: &'static str,
    /// How often it was carried forward.
    carried_forward: i64,
    /// The first day it was due, where it was carried forward.
    #[schema(value_type = Option<String>)]
    first_due: Option<Date>,
    /// When it was handed over last.
    #[schema(value_type = Option<String>)]
    handed_over_on: Option<Date>,
    /// The action that took its place.
    superseded_by: Option<String>,
    /// What shows that it is done.
    evidence: Option<String>,
    #[schema(value_type = Option<String>)]
    closed_on: Option<Date>,
    /// The meeting's number; an action of the log of before has none.
    meeting: Option<i64>,
    /// The item's reference; an action of the log of before has none.
    item: Option<String>,
}

impl ActionItem {
    fn of(line: Logged) -> Self {
        let (meeting, item) = match &line.from {
            From::Item { item, meeting, .. } => (Some(meeting.0), Some(item_reference(item.0, item.1))),
            From::Before { .. } => (None, None),
        };
        let some = |text: String| (!text.is_empty()).then_some(text);
        Self {
            reference: line.reference(),
            state: line.state.key(),
            superseded_by: line.successor.map(action_reference),
            text: line.words,
            owner: line.owner_name,
            outside: some(line.outside),
            side: line.side,
            due: line.due,
            done_means: line.done_means,
            carried_forward: line.carried,
            first_due: line.first_due,
            handed_over_on: line.handed_on,
            evidence: some(line.evidence),
            closed_on: line.closed_on,
            meeting,
            item,
        }
    }
}

/// Actions, the newest first, or those that are open by the day they are due.
#[derive(Debug, Serialize, ToSchema)]
struct ActionList {
    actions: Vec<ActionItem>,
    /// Send it as `after` for the next page.
    next: Option<String>,
}

/// Which actions.
#[derive(Debug, Deserialize, IntoParams)]
struct Which {
    /// `all`, unless told otherwise; `open`, `mine`, `late` (by the day they are due) or `closed`.
    #[serde(default, rename = "show")]
    _show: Option<String>,
    /// Only those of one owner: the key of a person.
    #[serde(default, rename = "owner")]
    _owner: Option<String>,
    /// Only those of one meeting: its number.
    #[serde(default, rename = "meeting")]
    _meeting: Option<String>,
    /// Only those on one theme: its key.
    #[serde(default, rename = "theme")]
    _theme: Option<String>,
    /// Only those of one side's owners: `gp`, `consultant` or `other`.
    #[serde(default, rename = "side")]
    _side: Option<String>,
}

/// List actions.
#[utoipa::path(
    get, path = "/api/v1/{group}/actions", operation_id = "listActions", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), Part, Which),
    responses((status = 200, body = ActionList))
)]
async fn actions(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    Query(part): Query<Part>,
    OriginalUri(uri): OriginalUri,
) -> Result<Json<ActionList>> {
    caller.needs(Scope::ReadIssues)?;
    let acting = &caller.acting;
    acting.must(Verb::SeeMeetings)?;
    let limit = part.limit()?;
    let today = app.clock.today(&acting.group.time_zone);
    let asked = Asked::read(&Fields::of_query(&uri), Shown::All, acting.person, today);
    if part.after.as_deref().is_some_and(|after| !asked.knows(after)) {
        return Err(Error::field("after", "This is no reference"));
    }
    let (lines, more) = listing::lines(&app.db, acting.group.id, &asked, limit).await?;
    let next = lines.last().filter(|_| more).map(|last| asked.place(last));
    Ok(Json(ActionList { actions: lines.into_iter().map(ActionItem::of).collect(), next }))
}

/// What has happened to an action.
#[derive(Debug, Deserialize, ToSchema)]
struct ActionChange {
    /// `done`, `in-progress`, `carried-forward`, `help`, `handed-over` or `superseded`.
    change: String,
    /// What shows that it is done, why it goes on, what would help, or what took its place.
    #[serde(default)]
    text: String,
    /// The new day, as `2026-12-14`, of what is carried forward.
    #[serde(default)]
    due: String,
    /// The new owner, of what is handed over: name, mail address or key.
    #[serde(default)]
    to: String,
    /// The reference of the action that takes its place.
    #[serde(default)]
    superseded_by: String,
}

/// Say what has happened to an action.
#[utoipa::path(
    post, path = "/api/v1/{group}/actions/{reference}/change", operation_id = "changeAction", tag = "meetings",
    params(
        ("group" = String, Path, description = "The group's part of addresses"),
        ("reference" = String, Path, description = "The action, as in A-0078")
    ),
    request_body = ActionChange,
    responses((status = 200, body = ActionItem), (status = 409, description = "It is closed, or not confirmed yet"))
)]
async fn change(
    Shared(app): Shared<App>,
    path: Path<(String, String)>,
    caller: ApiCaller,
    body: Result<Body<ActionChange>>,
) -> Result<Json<ActionItem>> {
    caller.needs(Scope::Write)?;
    caller.acting.must(Verb::SeeMeetings)?;
    let Path((_, reference)) = path;
    let number = read_action(&reference).ok_or(Error::NotFound)?;
    let Body(new) = body?;
    let ActionChange { change, text, due, to, superseded_by } = new;
    let typed = Typed { change, words: text, due, to, successor: superseded_by, ..Typed::default() };
    let mut tx = app.begin().await?;
    let action = action_log::change(&app, &mut tx, &caller.acting, number, &typed).await?;
    app.commit(tx).await?;
    Ok(Json(ActionItem::of(action)))
}
