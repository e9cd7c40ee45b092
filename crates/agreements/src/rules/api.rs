//! Agreements by the API: list and find, read one, draft one, approve one.

use axum::{
    Json,
    body::Bytes,
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
};
use group::{acting::ApiCaller, groups::Group, people::Scope, permissions::Verb};
use jiff::civil::Date;
use kernel::{App, Error, Result, api::Body, form::Fields};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    commands::{self, NewAgreement, must_draft, short_address},
    model::{Agreement, State, read_number},
    store,
};
use crate::finding;

/// The most that are found by what they mean.
const ALIKE: usize = 5;
/// The most characters of a search.
const LONGEST: usize = 5_000;

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, draft)).routes(routes!(show)).routes(routes!(approve))
}

/// An agreement: a rule on who does what between the two sides.
#[derive(Debug, Serialize, ToSchema)]
struct AgreementItem {
    /// As in `26/A03`.
    reference: String,
    number: i64,
    version: i64,
    /// `draft`, `in-force`, `superseded` or `withdrawn`.
    state: &'static str,
    title: String,
    rule: String,
    /// The key of a theme of the group; empty for none.
    theme: String,
    services: String,
    covers: String,
    /// Whom it binds: `primary`, `secondary` or `both`.
    binds: &'static str,
    /// Words that a GP can send.
    gp_words: String,
    /// Words that a consultant can send.
    consultant_words: String,
    /// What patients are told.
    patients: String,
    /// The decision that it came from.
    decision: String,
    /// The day from which it is dated, once it is or was in force.
    #[schema(value_type = Option<String>)]
    agreed_on: Option<Date>,
    /// When it is to be looked at again.
    #[schema(value_type = Option<String>)]
    review_on: Option<Date>,
    /// The short address of what is in force, as it stands on paper.
    url: String,
    /// The SHA-256 of its content, in hexadecimal: what is approved.
    hash: String,
    /// When it was found by what it means: how like it is, from 0 to 1.
    score: Option<f32>,
}

fn item(app: &App, group: &Group, agreement: Agreement, score: Option<f32>) -> AgreementItem {
    let content = agreement.content.clone();
    AgreementItem {
        reference: agreement.reference(),
        number: agreement.number,
        version: agreement.version,
        state: agreement.state.key(),
        title: content.title,
        rule: content.rule,
        theme: content.theme,
        services: content.services,
        covers: content.covers,
        binds: content.binds.key(),
        gp_words: content.gp_words,
        consultant_words: content.consultant_words,
        patients: content.patients,
        decision: content.decision,
        agreed_on: agreement.agreed_on(),
        review_on: content.review_on,
        url: app.url(&short_address(group, agreement.number)),
        hash: kernel::keys::hex(&agreement.hash),
        score,
    }
}

/// Agreements.
#[derive(Debug, Serialize, ToSchema)]
struct AgreementList {
    items: Vec<AgreementItem>,
}

/// List the agreements in force by number, or find those that answer a text by what they mean, the likest first.
#[utoipa::path(
    get, path = "/api/v1/{group}/agreements", operation_id = "listAgreements", tag = "agreements",
    params(("group" = String, Path, description = "The group's part of addresses"),
           ("q" = Option<String>, Query, description = "What somebody writes, such as a complaint")),
    responses((status = 200, body = AgreementList))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller, OriginalUri(uri): OriginalUri) -> Result<Json<AgreementList>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::ReadPublished)?;
    let group = &caller.acting.group;
    let q: String = Fields::of_query(&uri).get("q").trim().chars().take(LONGEST).collect();
    let items = if q.is_empty() {
        let all = store::in_force(&app.db, group.id).await?;
        all.into_iter().map(|agreement| item(&app, group, agreement, None)).collect()
    } else {
        let found = finding::answering(&app, group, &q, ALIKE).await?;
        found.into_iter().map(|found| item(&app, group, found.agreement, Some(found.score))).collect()
    };
    Ok(Json(AgreementList { items }))
}

/// What an agreement is now, if this caller may read it: a draft is for members.
async fn found(app: &App, caller: &ApiCaller, typed: &str) -> Result<Agreement> {
    let number = read_number(typed).ok_or(Error::NotFound)?;
    let agreement = store::by_number(&app.db, caller.acting.group.id, number).await?;
    caller.acting.must(if agreement.held() { Verb::ReadPublished } else { Verb::SeeMeetings })?;
    Ok(agreement)
}

/// Read an agreement: the version in force, else the newest.
#[utoipa::path(
    get, path = "/api/v1/{group}/agreements/{agreement}", operation_id = "readAgreement", tag = "agreements",
    params(("group" = String, Path, description = "The group's part of addresses"), ("agreement" = String, Path, description = "As in 26-A03, or its number")),
    responses((status = 200, body = AgreementItem))
)]
async fn show(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<AgreementItem>> {
    let Path((_, typed)) = path;
    caller.needs(Scope::ReadIssues)?;
    let agreement = found(&app, &caller, &typed).await?;
    Ok(Json(item(&app, &caller.acting.group, agreement, None)))
}

/// An agreement to be drafted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct AgreementToDraft {
    title: String,
    /// Who does what, in a sentence or short paragraphs.
    rule: String,
    /// The key of a theme of the group.
    theme: String,
    services: String,
    /// What and whom it covers, and what not.
    covers: String,
    /// `primary`, `secondary` or `both`; left out: both.
    binds: String,
    gp_words: String,
    consultant_words: String,
    patients: String,
    /// What people say who need it, a line each: by these it is found.
    asked: String,
    /// Who looks after it: a member by name or mail address, else somebody in words.
    owner: String,
    /// As in `26/D09`.
    decision: String,
    /// As in `NM-0003, NM-0007`.
    issues: String,
    /// The day from which it is dated; left out: the day the second side approves it.
    agreed_on: String,
    review_on: String,
}

/// Draft an agreement.
#[utoipa::path(
    post, path = "/api/v1/{group}/agreements", operation_id = "draftAgreement", tag = "agreements",
    params(("group" = String, Path, description = "The group's part of addresses")),
    request_body = AgreementToDraft,
    responses((status = 201, body = AgreementItem), (status = 403, description = "You do not draft agreements"))
)]
async fn draft(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    body: Result<Body<AgreementToDraft>>,
) -> Result<(StatusCode, Json<AgreementItem>)> {
    caller.needs(Scope::Write)?;
    must_draft(&caller.acting)?;
    let Body(new) = body?;
    let new = NewAgreement {
        title: new.title,
        rule: new.rule,
        theme: new.theme,
        services: new.services,
        covers: new.covers,
        binds: new.binds,
        gp_words: new.gp_words,
        consultant_words: new.consultant_words,
        patients: new.patients,
        asked: new.asked,
        owner: new.owner,
        decision: new.decision,
        decision_id: None,
        issues: new.issues,
        agreed_on: new.agreed_on,
        review_on: new.review_on,
    };
    let mut tx = app.begin().await?;
    let agreement = commands::create(&app, &mut tx, &caller.acting, &new).await?;
    app.commit(tx).await?;
    Ok((StatusCode::CREATED, Json(item(&app, &caller.acting.group, agreement, None))))
}

/// What was read by whoever approves an agreement; may be left out.
#[derive(Debug, Default, Deserialize, ToSchema)]
struct AgreementRead {
    /// The `hash` that came with what was read: when it has changed in between, the call is answered with 409.
    #[serde(default)]
    hash: Option<String>,
}

/// Where an agreement stands after an approval.
#[derive(Debug, Serialize, ToSchema)]
struct AgreementApproved {
    reference: String,
    /// `in-force` once both sides have approved the same content, else `draft`.
    state: &'static str,
}

/// Approve the draft of an agreement, for your side.
#[utoipa::path(
    post, path = "/api/v1/{group}/agreements/{agreement}/approvals", operation_id = "approveAgreement", tag = "agreements",
    params(("group" = String, Path, description = "The group's part of addresses"), ("agreement" = String, Path, description = "As in 26-A03, or its number")),
    request_body(content = AgreementRead, description = "May be left out"),
    responses((status = 200, body = AgreementApproved), (status = 403, description = "You are no co-chair or deputy"),
              (status = 409, description = "Changed in between, something is wanting, or there is no draft"))
)]
async fn approve(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String)>,
    body: Bytes,
) -> Result<Json<AgreementApproved>> {
    let Path((_, typed)) = path;
    caller.needs(Scope::Write)?;
    let number = read_number(&typed).ok_or(Error::NotFound)?;
    let read: AgreementRead = match body.as_ref() {
        b"" => AgreementRead::default(),
        bytes => serde_json::from_slice(bytes).map_err(|_| Error::field("body", "The body is not valid JSON"))?,
    };
    let mut tx = app.begin().await?;
    let state: State = commands::approve(&app, &mut tx, &caller.acting, number, read.hash.as_deref()).await?;
    app.commit(tx).await?;
    let agreement = store::by_number(&app.db, caller.acting.group.id, number).await?;
    Ok(Json(AgreementApproved { reference: agreement.reference(), state: state.key() }))
}
