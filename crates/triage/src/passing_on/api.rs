//! The API of what is passed on to other boards' groups, and of what came in from them.

use axum::{Json, extract::State as Shared};
use group::{acting::ApiCaller, groups::Group, people::Scope, permissions::Verb};
use kernel::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{PassedIn, Passing},
    store,
};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// As many of each as are told at once.
const MOST: i64 = 200;

/// Something that this group passes on.
#[derive(Debug, Serialize, ToSchema)]
struct PassedOn {
    /// The issue.
    reference: String,
    /// The group that it goes to.
    to: String,
    /// Whether that group is of this installation; else it gets a file.
    here: bool,
    /// `asked` (its reporter), `agreed`, `refused`, `sent`, `answered`.
    state: &'static str,
    /// The wording that goes.
    title: String,
    /// Its two sentences.
    text: String,
    /// The day on which it went.
    sent_on: Option<String>,
    /// What the other group answers.
    answer: String,
    /// The day of that answer.
    answered_on: Option<String>,
}

/// Something that another group passed on to this one.
#[derive(Debug, Serialize, ToSchema)]
struct CameIn {
    /// The issue that it is here.
    reference: String,
    /// Who passed it on.
    from: String,
    /// What it is called there.
    from_reference: String,
    /// What this group answered; empty while it has not.
    answer: String,
}

/// What was passed on and what came in, the newest first.
#[derive(Debug, Serialize, ToSchema)]
struct Passings {
    /// What this group passes on.
    out: Vec<PassedOn>,
    /// What others passed on to it.
    r#in: Vec<CameIn>,
}

fn out(group: &Group, (number, passing): (i64, Passing)) -> PassedOn {
    PassedOn {
        reference: group.reference(number),
        here: passing.to_group.is_some(),
        to: passing.to_name,
        state: passing.standing.key(),
        title: passing.title,
        text: passing.text,
        sent_on: passing.sent_on.map(|day| day.to_string()),
        answer: passing.answer,
        answered_on: passing.answered_on.map(|day| day.to_string()),
    }
}

fn came_in(group: &Group, came: PassedIn) -> CameIn {
    CameIn { reference: group.reference(came.number), from: came.from_name, from_reference: came.from_reference, answer: came.answer }
}

/// List what was passed on to other boards' groups, and what came in from them.
#[utoipa::path(
    get, path = "/api/v1/{group}/passings", operation_id = "listPassings", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses")),
    responses((status = 200, body = Passings), (status = 404, description = "You do not read issues there"))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller) -> Result<Json<Passings>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::ReadIssues)?;
    let group = &caller.acting.group;
    let passed = store::went_out(&app.db, group.id, MOST).await?;
    let came = store::came_in(&app.db, group.id, MOST).await?;
    Ok(Json(Passings {
        out: passed.into_iter().map(|passing| out(group, passing)).collect(),
        r#in: came.into_iter().map(|came| came_in(group, came)).collect(),
    }))
}
