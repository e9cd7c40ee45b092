//! The API of files that reporters added: what there is, and the words of one.

use axum::{
    Json,
    extract::{Path, State as Shared},
};
use group::{acting::ApiCaller, looks, people::Scope};
use jiff::civil::Date;
use kernel::{App, Error, Result};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{model::Line, store};
use crate::issues;

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read))
}

/// A file that a reporter added. Its own name is not kept, because a name can say whose it is.
#[derive(Debug, Serialize, ToSchema)]
struct AddedFile {
    /// Its number among the files of its issue, from 1.
    number: i64,
    /// What it is called: `File 1, from a Word file`.
    name: String,
    /// What it was: `word`, `pdf`, `workbook`, `text`.
    kind: &'static str,
    /// How many characters of it are kept.
    characters: i64,
    /// The day on which it came; there is no time of day.
    #[schema(value_type = String)]
    added_on: Date,
}

/// The files of an issue, in the order in which they came.
#[derive(Debug, Serialize, ToSchema)]
struct AddedFiles {
    reference: String,
    items: Vec<AddedFile>,
}

fn told(line: &Line, characters: i64) -> AddedFile {
    AddedFile { number: line.number, name: line.called(), kind: line.kind.key(), characters, added_on: line.added_on }
}

/// List the files of an issue.
#[utoipa::path(
    get, path = "/api/v1/{group}/issues/{reference}/files", operation_id = "listFiles", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "As in NM-0231")),
    responses((status = 200, body = AddedFiles), (status = 404, description = "There is no such issue, or it is not yours to read"))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<AddedFiles>> {
    let Path((_, reference)) = path;
    caller.needs(Scope::ReadIssues)?;
    let group = &caller.acting.group;
    let issue = issues::readable(&app.db, &caller.acting, &reference).await?;
    let lines = store::measured(&app.db, group.id, issue.id).await?;
    let items = lines.iter().map(|(line, characters)| told(line, *characters)).collect();
    Ok(Json(AddedFiles { reference: group.reference(issue.number), items }))
}

/// The words of a file.
#[derive(Debug, Serialize, ToSchema)]
struct FileWords {
    /// What it is called.
    name: String,
    /// Its words, as plain text; of a report that is hidden, that it is.
    text: String,
}

/// Read the words of a file.
#[utoipa::path(
    get, path = "/api/v1/{group}/issues/{reference}/files/{number}", operation_id = "readFile", tag = "issues",
    params(
        ("group" = String, Path, description = "The group's part of addresses"),
        ("reference" = String, Path, description = "As in NM-0231"),
        ("number" = String, Path, description = "The file's number, from 1"),
    ),
    responses((status = 200, body = FileWords), (status = 404, description = "There is no such file, or it is not yours to read"))
)]
async fn read(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String, String)>) -> Result<Json<FileWords>> {
    let Path((_, reference, number)) = path;
    caller.needs(Scope::ReadIssues)?;
    let issue = issues::readable(&app.db, &caller.acting, &reference).await?;
    let number = number.parse().map_err(|_| Error::NotFound)?;
    let (line, text) = store::one(&app.db, caller.acting.group.id, issue.id, number).await?;
    looks::note(&app, &caller.acting, looks::Thing::Issue, issue.id).await?;
    Ok(Json(FileWords { name: line.called(), text }))
}
