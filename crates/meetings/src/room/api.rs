//! The API of the room: what is noted on each item, and what is parked.

use axum::{
    Json,
    extract::{Path, State as Shared},
};
use group::{acting::ApiCaller, people::Scope};
use kernel::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::store;
use crate::{
    meetings::{self, must_run},
    references,
};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read))
}

/// What is noted on an item.
#[derive(Debug, Serialize, ToSchema)]
struct NoteShown {
    /// The item's reference, as in 26/014.
    item: String,
    title: String,
    /// What was said, as it stands now.
    note: String,
    /// Words of a decision that are being written and are not decided yet.
    draft: String,
    /// Minutes that it has taken so far; nothing while it was not begun.
    taken: Option<i64>,
    /// Minutes that it was given.
    planned: i64,
    /// Whether it is spoken about now.
    now: bool,
}

/// The notes of a meeting.
#[derive(Debug, Serialize, ToSchema)]
struct Notes {
    items: Vec<NoteShown>,
    /// Questions of the group that are parked and wait for an answer.
    parked: Vec<String>,
}

/// Read the notes of a meeting. For those who keep its record.
#[utoipa::path(
    get, path = "/api/v1/{group}/meetings/{number}/notes", operation_id = "readNotes", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    responses((status = 200, body = Notes), (status = 403, description = "You do not keep the record"))
)]
async fn read(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<Notes>> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    caller.needs(Scope::ReadIssues)?;
    must_run(&caller.acting)?;
    let group = caller.acting.group.id;
    let record = meetings::record(&app.db, group, number).await?.seen_by(caller.acting.person);
    let taken = store::times(&app.db, group, record.meeting.id).await?;
    let drafts = store::drafts(&app.db, group, record.meeting.id).await?;
    let now = app.clock.now();
    let note = |item: &meetings::Item| {
        let times = taken.iter().find(|one| one.item == item.id).map(|one| one.times);
        let draft = drafts.iter().find(|(id, _)| *id == item.id && !record.is_masked(item.id));
        NoteShown {
            item: item.reference(),
            title: item.title.clone(),
            note: item.note.clone(),
            draft: draft.map(|(_, words)| words.clone()).unwrap_or_default(),
            taken: times.map(|times| times.taken(now)),
            planned: item.minutes,
            now: times.is_some_and(|times| times.ended_at.is_none()),
        }
    };
    let parked = store::parked(&app.db, group).await?.into_iter().map(|one| one.words).collect();
    Ok(Json(Notes { items: record.items.iter().map(note).collect(), parked }))
}
