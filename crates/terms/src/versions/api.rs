//! The API of the terms: what is in force, with the answers that the software goes by.

use axum::{Json, extract::State as Shared};
use group::{acting::ApiCaller, people::Scope, permissions::Verb};
use jiff::civil::Date;
use kernel::{App, Error, Result};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{commands::paper, store};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show))
}

/// A paragraph of the terms.
#[derive(Debug, Serialize, ToSchema)]
struct ParagraphShown {
    /// Its number: `3` of a heading, `3.2` below it.
    number: String,
    /// `heading`, `paragraph`, `bullet` or `row`.
    kind: &'static str,
    text: String,
    /// The rules that it states, as `quorum`.
    rules: Vec<String>,
}

/// The terms in force.
#[derive(Debug, Serialize, ToSchema)]
struct TermsShown {
    version: i64,
    #[schema(value_type = Option<String>)]
    in_force_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    review_on: Option<Date>,
    paragraphs: Vec<ParagraphShown>,
    /// What the software goes by: an object for each rule that was answered, named by its `rule`.
    #[schema(value_type = Vec<Object>)]
    answers: Vec<crate::rules::Answer>,
}

/// Read the terms of reference in force.
#[utoipa::path(
    get, path = "/api/v1/{group}/terms", operation_id = "readTerms", tag = "terms",
    params(("group" = String, Path, description = "The group's part of addresses")),
    responses((status = 200, body = TermsShown))
)]
async fn show(Shared(app): Shared<App>, caller: ApiCaller) -> Result<Json<TermsShown>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::ReadPublished)?;
    let group = caller.acting.group.id;
    let version = store::in_force(&app.db, group).await?.ok_or(Error::NotFound)?;
    let paragraphs = paper(&version)?.paragraphs.into_iter().map(|paragraph| ParagraphShown {
        kind: paragraph.kind.key(),
        number: paragraph.number,
        text: paragraph.text,
        rules: paragraph.rules,
    });
    Ok(Json(TermsShown {
        version: version.number,
        in_force_on: version.in_force_on,
        review_on: version.review_on,
        paragraphs: paragraphs.collect(),
        answers: store::answers(&app.db, group, version.id).await?,
    }))
}
