//! The API of papers: which there are. The files themselves are on their pages.

use axum::{
    Json,
    extract::{Path, State as Shared},
};
use group::{acting::ApiCaller, people::Scope, permissions::Verb};
use jiff::civil::Date;
use kernel::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{Paper, letter},
    store,
};
use crate::{meetings, references};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// A version of a paper.
#[derive(Debug, Serialize, ToSchema)]
struct PaperShown {
    /// The item's reference, as in 26/014.
    item: String,
    /// Which paper of the item it is, as in A.
    letter: String,
    version: i64,
    title: String,
    /// `current`, `replaced` or `taken-back`.
    state: &'static str,
    /// `pdf`, `docx` or `txt`.
    kind: &'static str,
    /// Whether it came after the day by which papers are due.
    late: bool,
    /// The name of who brought it.
    brought_by: String,
    #[schema(value_type = String)]
    brought_on: Date,
    /// Where its file is read by somebody who has signed in.
    url: String,
}

/// The papers of a meeting.
#[derive(Debug, Serialize, ToSchema)]
struct Papers {
    items: Vec<PaperShown>,
}

fn shown(app: &App, slug: &str, meeting: i64, reference: &str, paper: &Paper) -> PaperShown {
    let item = references::in_address(reference);
    PaperShown {
        item: reference.to_owned(),
        letter: letter(paper.letter),
        version: paper.version,
        title: paper.title.clone(),
        state: paper.state.key(),
        kind: paper.kind.key(),
        late: paper.late,
        brought_by: paper.by.clone(),
        brought_on: paper.brought_on,
        url: app.url(&format!("/{slug}/meetings/{meeting}/items/{item}/papers/{}", paper.address())),
    }
}

/// List the papers of a meeting.
#[utoipa::path(
    get, path = "/api/v1/{group}/meetings/{number}/papers", operation_id = "listPapers", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    responses((status = 200, body = Papers))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<Papers>> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMeetings)?;
    let group = &caller.acting.group;
    let record = meetings::record(&app.db, group.id, number).await?.seen_by(caller.acting.person);
    let all = store::of_meeting(&app.db, group.id, record.meeting.id, &group.time_zone).await?;
    // In the order of the agenda; of an item that is closed to the caller nothing.
    let mut items = Vec::new();
    for item in record.items.iter().filter(|item| !record.is_masked(item.id)) {
        let (id, reference) = (item.id, item.reference());
        items.extend(all.iter().filter(|paper| paper.item == id).map(|paper| shown(&app, &group.slug, number, &reference, paper)));
    }
    Ok(Json(Papers { items }))
}
