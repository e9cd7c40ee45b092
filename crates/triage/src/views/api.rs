//! The API of triage: each side once.

use axum::{
    Json,
    extract::{Path, State as Shared},
};
use group::acting::ApiCaller;
use group::people::Scope;
use kernel::{App, Error, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    commands::{self, NewView},
    details::Details,
    model::{Outcome, View, difference},
    papers::papers,
    store,
};
use crate::priority::Numbers;
use ::issues::issues::{self, Wording};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(agree, views))
}

/// One side's view. What does not belong to its outcome is left alone.
#[derive(Debug, Deserialize, ToSchema)]
struct ViewGiven {
    /// The theme's key. Needed but for `out`.
    #[serde(default)]
    theme: String,
    /// What should be done: `fix-now`, `group` (to the next meeting on the theme), `interim`, `delegate`, `watch`, `answered`, `out`.
    outcome: String,
    /// The group's neutral title. Needed for `fix-now`, `group`, `interim` and `delegate`.
    #[serde(default)]
    group_title: String,
    /// The group's two neutral sentences. Needed as the title is.
    #[serde(default)]
    group_text: String,
    /// Why, in a line: the other side reads it.
    #[serde(default)]
    reason: String,
    /// What the reporter should read, where the group's own words do not fit.
    #[serde(default)]
    words: String,
    /// For `fix-now` and `delegate`: whom we ask, the key or the name of an entry of the directory.
    #[serde(default)]
    contact: String,
    /// For `delegate`: a forum that is not in the directory.
    #[serde(default)]
    forum: String,
    /// For `fix-now` and `delegate`: what we ask.
    #[serde(default)]
    question: String,
    /// For `delegate`: until when, as in `2026-12-18`.
    #[serde(default)]
    date: String,
    /// For `answered`: the agreement's number or reference.
    #[serde(default)]
    agreement: Option<AgreementName>,
    /// For `out`: one of the group's reasons.
    #[serde(default)]
    out_reason: String,
    /// For `out`: `urgent`, `incident`, `complaint`, `patient`, `conduct`, or nothing.
    #[serde(default)]
    signpost: String,
    /// The four numbers; those that are proposed when they are left out.
    #[serde(default)]
    priority: Option<Priority>,
}

/// An agreement by its number or its reference.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
enum AgreementName {
    /// As in `3`.
    Number(i64),
    /// As in `26/A03`.
    Reference(String),
}

/// The four numbers of priority, each in the open.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
struct Priority {
    /// How much harm it can do: 0 to 3.
    harm: i64,
    /// How many it reaches: 0 to 3.
    reach: i64,
    /// Whether somebody in or near the group can mend it: 0 to 3.
    fixable: i64,
    /// Whether mending it is good for both sides: 0 or 1.
    both_sides: i64,
}

/// Where the issue stands after a view was given.
#[derive(Debug, Serialize, ToSchema)]
struct Triaged {
    reference: String,
    /// Once both sides want the same: `triaged` (for a meeting), `with-service`, `interim`, `delegated`, `watched`, `answered`, `out`.
    state: &'static str,
    /// The sides that have given their view: `gp`, `consultant`.
    sides: Vec<&'static str>,
}

/// The view of one side, with what belongs to its outcome.
#[derive(Debug, Serialize, ToSchema)]
struct SideView {
    /// `gp` or `consultant`.
    side: &'static str,
    /// Who gave it, with their role.
    by: String,
    /// What should be done, as in the call that gives a view.
    outcome: &'static str,
    /// The same with its details, in words.
    says: String,
    /// The theme's key; empty for none.
    theme: String,
    /// Why.
    reason: String,
    /// What the reporter should read, where the group's own words do not fit.
    words: String,
    /// Whether they put a difference to the meeting.
    to_meeting: bool,
    /// The four numbers, where some were said.
    priority: Option<Priority>,
}

/// The views of both sides on an issue.
#[derive(Debug, Serialize, ToSchema)]
struct SideViews {
    reference: String,
    /// Where the issue stands.
    state: &'static str,
    /// Those that were given in this round, the GP side's first.
    views: Vec<SideView>,
    /// In what the two differ, in a sentence; empty where they do not.
    difference: &'static str,
}

/// Read the views of both sides.
#[utoipa::path(
    get, path = "/api/v1/{group}/issues/{reference}/triage", operation_id = "readViews", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "As in NM-0231")),
    responses((status = 200, body = SideViews), (status = 404, description = "There is no such issue, or it is not yours to read"))
)]
async fn views(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<SideViews>> {
    let Path((_, reference)) = path;
    caller.needs(Scope::ReadIssues)?;
    let group = &caller.acting.group;
    let issue = issues::readable(&app.db, &caller.acting, &reference).await?;
    let papers = papers(&app, &app.db, group).await?;
    let views = store::views(&app.db, group.id, issue.id).await?;
    let said = |view: &View| SideView {
        side: view.side.key(),
        by: view.who(),
        outcome: view.choice.outcome().key(),
        says: papers.says(view),
        theme: view.theme.clone(),
        reason: view.reason.clone(),
        words: view.words.clone(),
        to_meeting: view.to_meeting,
        priority: view.numbers.map(|Numbers([harm, reach, fixable, both_sides])| Priority { harm, reach, fixable, both_sides }),
    };
    Ok(Json(SideViews {
        reference: group.reference(issue.number),
        state: issue.state.key(),
        difference: difference(&views),
        views: views.iter().map(said).collect(),
    }))
}

/// Give the view of your side.
#[utoipa::path(
    post, path = "/api/v1/{group}/issues/{reference}/triage", operation_id = "triageIssue", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "As in NM-0231")),
    request_body = ViewGiven,
    responses(
        (status = 200, body = Triaged),
        (status = 403, description = "You may see the issue but are no co-chair, and no deputy of a side"),
        (status = 409, description = "It is no longer waiting for triage"),
        (status = 422, description = "Something that belongs to the outcome is missing, or a text tells who a patient is"),
    )
)]
async fn agree(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String)>,
    body: Result<Body<ViewGiven>>,
) -> Result<Json<Triaged>> {
    let Path((_, reference)) = path;
    caller.needs(Scope::Write)?;
    // Who may not triage is told so whatever they sent.
    commands::must_triage(&caller.acting)?;
    let Body(new) = body?;
    let group = &caller.acting.group;
    let number = group.number(&reference).ok_or(Error::NotFound)?;
    let keys = || Outcome::ALL.map(Outcome::key).join(", ");
    let outcome = Outcome::from_key(&new.outcome).ok_or_else(|| Error::field("outcome", format!("Use one of: {}", keys())))?;
    let agreement = match new.agreement {
        Some(AgreementName::Number(number)) => number.to_string(),
        Some(AgreementName::Reference(reference)) => reference,
        None => String::new(),
    };
    let view = NewView {
        outcome,
        details: Details {
            contact: new.contact,
            forum: new.forum,
            question: new.question,
            date: new.date,
            agreement,
            signpost: new.signpost,
            out_reason: new.out_reason,
        },
        wording: Wording { theme: new.theme, title: new.group_title, text: new.group_text },
        reason: new.reason,
        words: new.words,
        numbers: new.priority.map(|four| Numbers([four.harm, four.reach, four.fixable, four.both_sides])),
    };
    let mut tx = app.begin().await?;
    let state = commands::give(&app, &mut tx, &caller.acting, number, view).await?;
    app.commit(tx).await?;
    let issue = issues::find(&app.db, group.id, number).await?;
    let sides = store::views(&app.db, group.id, issue.id).await?.iter().map(|view| view.side.key()).collect();
    Ok(Json(Triaged { reference: group.reference(number), state: state.key(), sides }))
}
