//! The record of a meeting by the API: items, attendance, notes, decisions, actions.

use axum::{
    Json,
    extract::{Path, State as Shared},
    http::StatusCode,
};
use group::acting::ApiCaller;
use issues::issues as slice;
use kernel::{App, Error, Result, api::Body, ledger};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    super::{
        commands::{self, Attendance, NewDetails},
        queries, store,
    },
    DecisionShown, Made, QuorumShown, may_write,
};
use crate::{
    actions::NewAction,
    decisions::{Manner, NewDecision},
    references::{self, read_item},
};

/// The routes of this part of the API.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(add_item))
        .routes(routes!(attend))
        .routes(routes!(decide))
        .routes(routes!(describe))
        .routes(routes!(note))
        .routes(routes!(set_action))
}

fn item_number(text: &str) -> Result<i64> {
    read_item(text).ok_or(Error::NotFound)
}

/// An item to be put onto the agenda: an issue, or something else by its title.
#[derive(Debug, Deserialize, ToSchema)]
struct NewItem {
    /// The issue's reference, as in NM-0231.
    #[serde(default)]
    issue: Option<String>,
    /// What else it is about.
    #[serde(default)]
    title: Option<String>,
}

/// Put something onto the agenda.
#[utoipa::path(
    post, path = "/api/v1/{group}/meetings/{number}/items", operation_id = "addItem", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    request_body = NewItem,
    responses((status = 201, body = Made), (status = 409, description = "The issue is not triaged, or the meeting is planned no more"))
)]
async fn add_item(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String)>,
    body: Result<Body<NewItem>>,
) -> Result<(StatusCode, Json<Made>)> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    may_write(&caller)?;
    let Body(new) = body?;
    let acting = &caller.acting;
    let mut tx = app.begin().await?;
    let item = match &new.issue {
        Some(reference) => {
            let unknown = || Error::field("issue", "The group has no issue with this reference");
            let issue = slice::find(&mut tx, acting.group.id, acting.group.number(reference).ok_or_else(unknown)?).await;
            let issue = issue.map_err(|error| if matches!(error, Error::NotFound) { unknown() } else { error })?;
            commands::add_issue(&app, &mut tx, acting, number, &issue).await?
        }
        None => commands::add_topic(&app, &mut tx, acting, number, new.title.as_deref().unwrap_or_default()).await?,
    };
    let meeting = store::find(&mut tx, acting.group.id, number).await?;
    app.commit(tx).await?;
    Ok((StatusCode::CREATED, Json(Made { number: item, reference: Some(references::item(meeting.year, item)) })))
}

/// Who is there: names, mail addresses or keys of people who sit in the group.
#[derive(Debug, Deserialize, ToSchema)]
struct NewAttendance {
    /// Those who are there: all of them, in place of what stood before.
    present: Vec<String>,
    /// Those who sent apologies.
    #[serde(default)]
    apologies: Vec<String>,
    /// Who else is there, a line each; left out, it stays as it is.
    #[serde(default)]
    guests: Option<String>,
}

/// Take attendance.
#[utoipa::path(
    post, path = "/api/v1/{group}/meetings/{number}/attendance", operation_id = "takeAttendance", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    request_body = NewAttendance,
    responses((status = 200, body = QuorumShown), (status = 409, description = "The meeting is planned no more"))
)]
async fn attend(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String)>,
    body: Result<Body<NewAttendance>>,
) -> Result<Json<QuorumShown>> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    may_write(&caller)?;
    let Body(new) = body?;
    let attendance = Attendance { present: new.present, apologies: new.apologies, guests: new.guests, seen: None };
    let mut tx = app.begin().await?;
    let quorum = commands::take_attendance(&app, &mut tx, &caller.acting, number, &attendance).await?;
    app.commit(tx).await?;
    Ok(Json(QuorumShown { gps: quorum.gps, consultants: quorum.consultants, quorate: quorum.reached() }))
}

/// A text for an item.
#[derive(Debug, Deserialize, ToSchema)]
struct NewText {
    /// What was said, or what was decided in one sentence.
    text: String,
}

/// Write down what was said on an item.
#[utoipa::path(
    post, path = "/api/v1/{group}/meetings/{number}/items/{item}/note", operation_id = "writeNote", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number"), ("item" = String, Path, description = "14 or 26-014")),
    request_body = NewText,
    responses((status = 204, description = "Kept"), (status = 409, description = "The meeting is planned no more"))
)]
async fn note(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String, String)>,
    body: Result<Body<NewText>>,
) -> Result<StatusCode> {
    let Path((_, number, item)) = path;
    let number = references::number(&number)?;
    may_write(&caller)?;
    let Body(new) = body?;
    let mut tx = app.begin().await?;
    commands::write_note(&app, &mut tx, &caller.acting, number, item_number(&item)?, None, &new.text).await?;
    app.commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The details of an item. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
struct ItemDetails {
    /// What it is about, where it is no issue.
    #[serde(default)]
    title: Option<String>,
    /// `decide`, `discuss` or `hear`.
    #[serde(default)]
    purpose: Option<String>,
    /// Who presents it.
    #[serde(default)]
    presenter: Option<String>,
    /// How many minutes it is given.
    #[serde(default)]
    minutes: Option<i64>,
    /// Why it is reserved; empty for an open item.
    #[serde(default)]
    reserved: Option<String>,
    /// Whether it is taken by consent.
    #[serde(default)]
    consent: Option<bool>,
}

impl ItemDetails {
    /// With what was there before, where it says nothing.
    fn over(self, before: NewDetails) -> NewDetails {
        NewDetails {
            title: self.title.unwrap_or(before.title),
            purpose: self.purpose.unwrap_or(before.purpose),
            presenter: self.presenter.unwrap_or(before.presenter),
            minutes: self.minutes.map_or(before.minutes, |minutes| minutes.to_string()),
            reserved: self.reserved.unwrap_or(before.reserved),
            consent: self.consent.unwrap_or(before.consent),
        }
    }
}

/// Say what is asked with an item, who presents it, how long it takes, who may see it.
#[utoipa::path(
    post, path = "/api/v1/{group}/meetings/{number}/items/{item}/details", operation_id = "describeItem", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number"), ("item" = String, Path, description = "14 or 26-014")),
    request_body = ItemDetails,
    responses((status = 204, description = "Kept"), (status = 409, description = "The meeting is planned no more"))
)]
async fn describe(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String, String)>,
    body: Result<Body<ItemDetails>>,
) -> Result<StatusCode> {
    let Path((_, number, item)) = path;
    let number = references::number(&number)?;
    may_write(&caller)?;
    let (Body(new), item) = (body?, item_number(&item)?);
    let group = caller.acting.group.id;
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group).await?;
    let details = new.over(NewDetails::of(queries::record(&mut tx, group, number).await?.item(item)?));
    commands::describe(&app, &mut tx, &caller.acting, number, item, None, &details).await?;
    app.commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was decided, and what everybody is told of it. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
struct NewDecided {
    /// The decision in one sentence.
    text: String,
    /// What changes, for somebody who was not there; empty, the sentence is sent.
    #[serde(default)]
    what_changes: Option<String>,
    /// For whom.
    #[serde(default)]
    for_whom: Option<String>,
    /// From which day, as `2026-12-14`.
    #[serde(default)]
    from_when: Option<String>,
    /// Who to ask.
    #[serde(default)]
    who_to_ask: Option<String>,
    /// What a patient will notice.
    #[serde(default)]
    patients: Option<String>,
    /// Whether it goes to the networks; a new one does, unless this says otherwise.
    #[serde(default)]
    cascades: Option<bool>,
    /// How: `agreed`, `concern`, `subject-to`, `deferred`, `not-agreed`.
    #[serde(default)]
    manner: Option<String>,
    /// The concern that is noted, or what it is subject to.
    #[serde(default)]
    aside: Option<String>,
    /// The view of general practice, where the two sides do not agree.
    #[serde(default)]
    gp_view: Option<String>,
    /// The view of the hospital.
    #[serde(default)]
    consultant_view: Option<String>,
    /// Whether whoever raised it is told both views.
    #[serde(default)]
    views_told: Option<bool>,
    /// When it comes back, if it is deferred to a day.
    #[serde(default)]
    comes_back_on: Option<String>,
    /// When the group looks at it again.
    #[serde(default)]
    review_on: Option<String>,
}

impl NewDecided {
    /// With what was there before, where it says nothing.
    fn over(self, before: NewDecision) -> NewDecision {
        NewDecision {
            words: self.text,
            what_changes: self.what_changes.unwrap_or(before.what_changes),
            for_whom: self.for_whom.unwrap_or(before.for_whom),
            from_when: self.from_when.unwrap_or(before.from_when),
            who_to_ask: self.who_to_ask.unwrap_or(before.who_to_ask),
            patients: self.patients.unwrap_or(before.patients),
            cascades: self.cascades.unwrap_or(before.cascades),
            manner: self.manner.unwrap_or(before.manner),
            aside: self.aside.unwrap_or(before.aside),
            gp_view: self.gp_view.unwrap_or(before.gp_view),
            consultant_view: self.consultant_view.unwrap_or(before.consultant_view),
            views_told: self.views_told.unwrap_or(before.views_told),
            comes_back_on: self.comes_back_on.unwrap_or(before.comes_back_on),
            review_on: self.review_on.unwrap_or(before.review_on),
        }
    }
}

/// Write down what was decided on an item.
#[utoipa::path(
    post, path = "/api/v1/{group}/meetings/{number}/items/{item}/decision", operation_id = "decide", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number"), ("item" = String, Path, description = "14 or 26-014")),
    request_body = NewDecided,
    responses((status = 201, body = DecisionShown), (status = 409, description = "The meeting is planned no more"))
)]
async fn decide(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String, String)>,
    body: Result<Body<NewDecided>>,
) -> Result<(StatusCode, Json<DecisionShown>)> {
    let Path((_, number, item)) = path;
    let number = references::number(&number)?;
    may_write(&caller)?;
    let Body(new) = body?;
    let unsettled = new.manner.as_deref().and_then(Manner::from_key).is_some_and(|manner| !manner.settles());
    if new.text.trim().is_empty() && !unsettled {
        return Err(Error::field("text", "Write the decision in one sentence"));
    }
    let mut tx = app.begin().await?;
    let item = item_number(&item)?;
    ledger::hold(&mut tx, caller.acting.group.id).await?;
    let before = queries::record(&mut tx, caller.acting.group.id, number).await?;
    if let Some(manner) = new.manner.as_deref().filter(|manner| Manner::from_key(manner).is_none()) {
        let known = Manner::ALL.map(Manner::key).join(", ");
        return Err(Error::field("manner", format!("There is no manner “{manner}”: use one of {known}")));
    }
    let new = new.over(NewDecision::of(before.item(item)?.decision.as_ref()));
    let decision = commands::decide(&app, &mut tx, &caller.acting, number, item, None, &new).await?;
    app.commit(tx).await?;
    let decision = decision.ok_or_else(|| Error::internal("a decision was taken back by being made"))?;
    Ok((StatusCode::CREATED, Json(DecisionShown { reference: decision.reference(), text: decision.words })))
}

/// A number, or the reference that it stands in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
enum NumberOrReference {
    /// 14
    Number(i64),
    /// 26/014
    Reference(String),
}

/// An action to be set.
#[derive(Debug, Deserialize, ToSchema)]
struct ActionToSet {
    /// The item that it comes from.
    item: NumberOrReference,
    /// What is to be done, the verb first.
    text: String,
    /// The one who does it: name, mail address or key of somebody who sits in the group.
    owner: String,
    /// By when, as `2026-12-14`.
    due: String,
    /// What will show that it is done.
    done_means: String,
}

/// Set an action.
#[utoipa::path(
    post, path = "/api/v1/{group}/meetings/{number}/actions", operation_id = "setAction", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "The meeting's number")),
    request_body = ActionToSet,
    responses((status = 201, body = Made), (status = 409, description = "The meeting is planned no more"))
)]
async fn set_action(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String)>,
    body: Result<Body<ActionToSet>>,
) -> Result<(StatusCode, Json<Made>)> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    may_write(&caller)?;
    let Body(new) = body?;
    let item = match new.item {
        NumberOrReference::Number(number) => Some(number),
        NumberOrReference::Reference(reference) => read_item(&reference),
    };
    let item = item.ok_or_else(|| Error::field("item", "Name an item of the agenda, as 14 or 26/014"))?;
    let action = NewAction { words: new.text, owner: new.owner, due: new.due, done_means: new.done_means };
    let mut tx = app.begin().await?;
    let action = commands::set_action(&app, &mut tx, &caller.acting, number, item, &action).await?;
    app.commit(tx).await?;
    Ok((StatusCode::CREATED, Json(Made { number: action.number, reference: Some(action.reference()) })))
}
