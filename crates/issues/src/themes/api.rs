//! The API of themes: the group's list, and which of them a text may belong to.

use analysis::themes::Direction;
use axum::{Json, extract::State as Shared};
use group::{
    acting::ApiCaller,
    people::Scope,
    permissions::Verb,
    screening::refuse_in_group,
    themes::{self, Theme},
};
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
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(suggest))
}

/// A theme of the group.
#[derive(Debug, Serialize, ToSchema)]
struct ListedTheme {
    /// The word that other calls take. It never changes.
    key: String,
    /// What people read.
    name: String,
    /// The theme of the shared list that it stands for, so that groups can be added up.
    shared: Option<String>,
    /// Whether something new may be filed under it.
    in_use: bool,
    /// The theme that it became part of.
    merged_into: Option<String>,
}

/// The group's themes, in its own order.
#[derive(Debug, Serialize, ToSchema)]
struct ThemeList {
    items: Vec<ListedTheme>,
}

/// List the group's themes, also those that are no longer used.
#[utoipa::path(
    get, path = "/api/v1/{group}/themes", operation_id = "listThemes", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses")),
    responses((status = 200, body = ThemeList))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller) -> Result<Json<ThemeList>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMembers)?;
    let listed = |theme: Theme| ListedTheme {
        in_use: theme.is_in_use(),
        key: theme.key,
        name: theme.name,
        shared: theme.shared,
        merged_into: theme.merged_into,
    };
    let themes = themes::all(&app.db, caller.acting.group.id).await?;
    Ok(Json(ThemeList { items: themes.into_iter().map(listed).collect() }))
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
