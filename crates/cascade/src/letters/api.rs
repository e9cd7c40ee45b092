//! Letters by the API: what went, and what was answered.

use axum::{Json, extract::State as Shared};
use group::{acting::ApiCaller, people::Scope, permissions::Verb};
use jiff::civil::Date;
use kernel::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{State, reference},
    store,
};
use crate::answers::{self, Kind};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// A letter of the group.
#[derive(Debug, Serialize, ToSchema)]
struct LetterItem {
    /// As in L-0007.
    reference: String,
    /// `draft`, `sent` or `withdrawn`.
    state: &'static str,
    to: String,
    subject: String,
    text: String,
    issue: Option<String>,
    decision: Option<String>,
    #[schema(value_type = Option<String>)]
    sent_on: Option<Date>,
    /// By when an answer would help; nothing where none is asked for.
    #[schema(value_type = Option<String>)]
    answer_by: Option<Date>,
    answer: Option<String>,
    #[schema(value_type = Option<String>)]
    answered_on: Option<Date>,
}

/// Letters, the newest first.
#[derive(Debug, Serialize, ToSchema)]
struct LetterList {
    items: Vec<LetterItem>,
}

/// The most letters of a list.
const MOST: i64 = 200;

fn said(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// List the letters of the group, the newest 200, each with its answer.
#[utoipa::path(
    get, path = "/api/v1/{group}/letters", operation_id = "listLetters", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses")),
    responses((status = 200, body = LetterList))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller) -> Result<Json<LetterList>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMeetings)?;
    let group = caller.acting.group.id;
    let awaited = answers::of_kind(&app.db, group, Kind::Letter, MOST).await?;
    let item = |letter: super::Letter| {
        let answered = awaited.iter().find(|one| one.about == letter.id && letter.state == State::Sent);
        let content = letter.content;
        LetterItem {
            reference: reference(letter.number),
            state: letter.state.key(),
            to: content.to,
            subject: content.subject,
            text: content.text,
            issue: said(content.issue),
            decision: said(content.decision),
            sent_on: letter.sent_on,
            answer_by: content.answer_by,
            answer: answered.and_then(|one| said(one.answer.clone())),
            answered_on: answered.and_then(|one| one.answered_on),
        }
    };
    Ok(Json(LetterList { items: store::list(&app.db, group, i64::MAX, MOST).await?.into_iter().map(item).collect() }))
}
