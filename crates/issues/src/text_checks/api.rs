//! Checking a text by the API. Nothing of it is kept or logged.

use analysis::identifiers;
use axum::{Json, extract::State as Shared};
use group::{
    acting::ApiCaller,
    people::Scope,
    screening::{self, LONGEST},
};
use kernel::{App, Error, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(check))
}

/// A text to look through.
#[derive(Deserialize, ToSchema)]
struct TextToCheck {
    /// Up to 100,000 characters. It is neither kept nor logged.
    text: String,
}

/// Something in a text that tells who a patient is, or may.
#[derive(Debug, Serialize, ToSchema)]
struct TextFinding {
    /// What it is: `chi`, `nhs-number`, `hc-number`, `short-chi`, `possible-chi`, `hospital-number`, `birth-date`, `phone`, `mail`, `address`,
    /// `postcode`, `name`, `possible-name`, `rare-event`, `age`.
    kind: &'static str,
    /// Where it begins, counted in Unicode scalar values.
    start: usize,
    /// Where it ends, counted alike; not part of it.
    end: usize,
    /// `block`: no such text is kept. `warn`: a person looks and decides.
    severity: &'static str,
}

/// What was found, in the order of the text.
#[derive(Debug, Serialize, ToSchema)]
struct TextFindings {
    findings: Vec<TextFinding>,
}

/// Look through a text for what tells who a patient is. The group's own people and services are no findings.
#[utoipa::path(
    post, path = "/api/v1/{group}/text-checks", operation_id = "checkText", tag = "texts",
    params(("group" = String, Path, description = "The group's part of addresses")),
    request_body = TextToCheck,
    responses((status = 200, body = TextFindings), (status = 422, description = "The text is too long"))
)]
async fn check(Shared(app): Shared<App>, caller: ApiCaller, Body(TextToCheck { text }): Body<TextToCheck>) -> Result<Json<TextFindings>> {
    caller.needs(Scope::RaiseIssues)?;
    if text.chars().count() > LONGEST {
        return Err(Error::field("text", "The text must be 100,000 characters or less: send it in parts"));
    }
    let known = screening::known(&app.db, caller.acting.group.id).await?;
    let told = |finding: &identifiers::Finding| TextFinding {
        kind: finding.kind.key(),
        start: finding.start,
        end: finding.end,
        severity: finding.severity.key(),
    };
    Ok(Json(TextFindings { findings: identifiers::find_with(&text, &known).iter().map(told).collect() }))
}
