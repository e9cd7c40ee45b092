//! The API of likeness: what is like a text.

use analysis::likeness::Engine;
use axum::{Json, extract::State as Shared};
use group::{acting::ApiCaller, people::Scope, permissions::Verb, screening::refuse_in_group};
use kernel::{
    App, Error, Result,
    api::Body,
    form::{Checks, TextRule},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::index::{self, Ask};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(similar))
}

/// A text to find the like of. It is neither kept nor logged.
#[derive(Debug, Deserialize, ToSchema)]
struct SimilarTo {
    /// Up to 5,000 characters, nothing that could identify a patient.
    text: String,
    /// At most so many: 1 to 20, else 5.
    #[serde(default)]
    limit: Option<i64>,
}

/// An issue that is like the text.
#[derive(Debug, Serialize, ToSchema)]
struct SimilarIssue {
    reference: String,
    /// How likely it is the same fault: 0 to 1.
    score: f64,
    /// What both have in common, in a short phrase.
    why: String,
}

/// What is like the text, the likest first.
#[derive(Debug, Serialize, ToSchema)]
struct SimilarIssues {
    items: Vec<SimilarIssue>,
    /// What compared them: the model and its checksum, or `words-1` when words alone were compared.
    engine: String,
}

/// Find issues that mean the same as a text: open, or dealt with in the last year and a half.
#[utoipa::path(
    post, path = "/api/v1/{group}/issues/similar", operation_id = "similarIssues", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses")),
    request_body = SimilarTo,
    responses(
        (status = 200, body = SimilarIssues),
        (status = 422, description = "A field needs another value, or a patient's number is in the text: then `findings` says what and where"),
    )
)]
async fn similar(Shared(app): Shared<App>, caller: ApiCaller, body: Result<Body<SimilarTo>>) -> Result<Json<SimilarIssues>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::ReadIssues)?;
    let Body(asked) = body?;
    let mut checks = Checks::default();
    let text = checks.text("text", &asked.text, TextRule { required: Some("Send a text"), name: "The text", max: 5_000, lines: true });
    let limit = asked.limit.unwrap_or(5);
    if !(1..=20).contains(&limit) {
        checks.fail("limit", "Use a number from 1 to 20");
    }
    checks.done()?;
    let group = &caller.acting.group;
    refuse_in_group(&app.db, group.id, [("text", text.as_str())].into_iter(), true).await?;
    let limit = usize::try_from(limit).map_err(|error| Error::Internal(error.into()))?;
    let found = index::like(&app, group, Ask { text, own: None, except: Vec::new(), limit, least: 0.0, with_words: true }).await?;
    let item = |found: index::Found| SimilarIssue {
        reference: group.reference(found.number),
        score: (f64::from(found.score) * 1_000.0).round() / 1_000.0,
        why: found.why,
    };
    Ok(Json(SimilarIssues { items: found.into_iter().map(item).collect(), engine: Engine::get().name().into() }))
}
