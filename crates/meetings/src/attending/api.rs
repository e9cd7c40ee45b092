//! The API of who comes: what each has answered, and one's own answer.

use axum::{
    Json,
    extract::{Path, State as Shared},
};
use group::{
    acting::ApiCaller,
    membership::{self, Seat},
    people::Scope,
    permissions::{Role, Verb},
};
use kernel::{App, Error, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    commands::{self, Said},
    model::{Answer, Way},
    queries,
};
use crate::{meetings, references};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(answer))
}

/// What somebody has answered.
#[derive(Debug, Serialize, ToSchema)]
struct AttendingShown {
    name: String,
    /// `gp`, `consultant` or `other`.
    side: &'static str,
    /// Whether they count for the quorum.
    core: bool,
    /// `yes`, `perhaps` or `no`; nothing while they have not answered.
    answer: Option<&'static str>,
    /// Whether they answered before the meeting was moved.
    before_move: bool,
    /// From when they can be there, such as `13:00`; nothing for the beginning.
    comes: Option<String>,
    /// Until when; nothing for the end.
    leaves: Option<String>,
    /// The name of the deputy who comes instead.
    deputy: Option<String>,
    /// What they added.
    words: String,
}

/// Who comes to a meeting.
#[derive(Debug, Serialize, ToSchema)]
struct WhoComes {
    items: Vec<AttendingShown>,
    /// Whether both sides have enough who said yes.
    enough: bool,
}

async fn shown(app: &App, caller: &ApiCaller, number: i64) -> Result<Json<WhoComes>> {
    let group = &caller.acting.group;
    let meeting = meetings::find(&app.db, group.id, number).await?;
    let rules = meetings::rules(&app.db, group.id).await?;
    let seats = membership::seats(&app.db, group).await?;
    let open = queries::open(&app.db, group.id, meeting.id).await?;
    let forecasts = queries::forecasts(&app.db, group.id, meeting.held_on, Some(number), &rules).await?;
    let time = |at: Option<jiff::civil::Time>| at.map(|at| at.strftime("%H:%M").to_string());
    let one = |seat: &Seat| {
        let given = open.given_by(seat.person);
        AttendingShown {
            name: seat.name.clone(),
            side: seat.side.key(),
            core: seat.core,
            answer: given.map(|given| given.answer.key()),
            before_move: given.is_some_and(|given| open.before_move(given)),
            comes: time(given.and_then(|given| given.comes)),
            leaves: time(given.and_then(|given| given.leaves)),
            deputy: given
                .and_then(|given| given.deputy)
                .and_then(|id| seats.iter().find(|seat| seat.person == id))
                .map(|seat| seat.name.clone()),
            words: given.map(|given| given.words.clone()).unwrap_or_default(),
        }
    };
    let items = seats.iter().filter(|seat| seat.role != Role::Reader).map(one).collect();
    Ok(Json(WhoComes { items, enough: forecasts.get(&number).is_some_and(|forecast| forecast.enough()) }))
}

/// List who comes to a meeting.
#[utoipa::path(
    get, path = "/api/v1/{group}/meetings/{number}/attending", operation_id = "listAttending", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    responses((status = 200, body = WhoComes))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<WhoComes>> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMeetings)?;
    shown(&app, &caller, number).await
}

/// Your own answer.
#[derive(Debug, Deserialize, ToSchema)]
struct OwnAnswer {
    /// `yes`, `perhaps` or `no`.
    answer: String,
    /// From when you can be there, such as `13:00`; empty for the beginning. Left out with `leaves`, what you told before stands.
    #[serde(default)]
    comes: Option<String>,
    /// Until when; empty for the end.
    #[serde(default)]
    leaves: Option<String>,
    /// Anything the group should know.
    #[serde(default)]
    words: String,
}

/// Say whether you come, or change it.
#[utoipa::path(
    post, path = "/api/v1/{group}/meetings/{number}/attending", operation_id = "answerAttending", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    request_body = OwnAnswer,
    responses((status = 200, body = WhoComes), (status = 409, description = "The meeting is over, or does not take place"))
)]
async fn answer(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String)>,
    body: Result<Body<OwnAnswer>>,
) -> Result<Json<WhoComes>> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    caller.needs(Scope::Write)?;
    caller.acting.must(Verb::SeeMeetings)?;
    let Body(own) = body?;
    let answer = Answer::from_key(&own.answer).ok_or_else(|| Error::field("answer", "Say yes, perhaps or no"))?;
    let part = (own.comes.is_some() || own.leaves.is_some()).then(|| [own.comes.unwrap_or_default(), own.leaves.unwrap_or_default()]);
    let said = Said { words: own.words, part, ..Said::now(&app, answer, Way::Page) };
    let acting = &caller.acting;
    let mut tx = app.begin().await?;
    commands::answer(&app, &mut tx, &acting.group, acting.actor(), (number, acting.person), &said).await?;
    app.commit(tx).await?;
    shown(&app, &caller, number).await
}
