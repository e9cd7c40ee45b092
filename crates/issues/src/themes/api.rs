//! The API of themes: which of them a text may belong to.

use analysis::themes::Direction;
use axum::{Json, extract::State as Shared};
use group::{acting::ApiCaller, people::Scope, permissions::Verb, screening::refuse_in_group};
use kernel::{
    App, Result,
    api::Body,
    form::{Checks, TextRule},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::proposals;

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(suggest))
}

/// A text to propose themes for. It is not kept.
#[derive(Debug, Deserialize, ToSchema)]
struct ThemeText {
    /// Up to 5,000 characters, nothing that could identify a patient.
    text: String,
}

/// A theme that the text may belong to.
#[derive(Debug, Serialize, ToSchema)]
struct SuggestedTheme {
    /// The theme's key.
    theme: String,
    /// How likely it is, from nought to one; the whole list together is one.
    score: f32,
    /// Why, in a short phrase: words of the text, or an issue that it is like.
    why: String,
}

/// The group's themes, the likeliest first. A person chooses: nothing is filed by this.
#[derive(Debug, Serialize, ToSchema)]
struct SuggestedThemes {
    items: Vec<SuggestedTheme>,
    /// Which way the work flows that fails: `secondary_to_primary`, `primary_to_secondary` or `both`.
    direction: Option<&'static str>,
}

/// Propose themes for a text.
#[utoipa::path(
    post, path = "/api/v1/{group}/themes/suggestions", operation_id = "suggestThemes", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses")),
    request_body = ThemeText,
    responses(
        (status = 200, body = SuggestedThemes),
        (status = 422, description = "The text is empty or too long, or a patient's number is in it: then `findings` says what and where"),
    )
)]
async fn suggest(Shared(app): Shared<App>, caller: ApiCaller, Body(asked): Body<ThemeText>) -> Result<Json<SuggestedThemes>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::ReadIssues)?;
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Send the text to propose themes for"), name: "The text", max: 5_000, lines: true };
    let text = checks.text("text", &asked.text, rule);
    checks.done()?;
    refuse_in_group(&app.db, caller.acting.group.id, [("text", text.as_str())].into_iter(), true).await?;
    let proposals = proposals::propose(&app, &caller.acting.group, None, &text).await?;
    let direction = proposals.direction.map(|direction| match direction {
        Direction::SecondaryToPrimary => "secondary_to_primary",
        Direction::PrimaryToSecondary => "primary_to_secondary",
        Direction::Both => "both",
    });
    let item = |theme: proposals::Proposed| SuggestedTheme { theme: theme.key, score: theme.score, why: theme.why };
    Ok(Json(SuggestedThemes { items: proposals.themes.into_iter().map(item).collect(), direction }))
}
