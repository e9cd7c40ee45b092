//! The API of issues: raise, list and search, read one with its timeline.

use axum::{
    Json,
    extract::{Path, Query, State as Shared},
    http::StatusCode,
};
use group::{acting::ApiCaller, looks, people::Scope, permissions::Verb};
use jiff::civil::Date;
use kernel::{App, Error, Result, api::Body, error::FieldError, ledger, search};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    commands::{self, IssueDraft, Origin},
    model::{Answers, Happened, Harm, Kind, Known, Sector, State},
    queries::{self, Filter},
    words,
};
use crate::{doors::Came, likeness, merging};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(raise, list)).routes(routes!(show))
}

/// An issue to raise. Only `text` is needed; a field that this version does not know is left alone.
#[derive(Debug, Deserialize, ToSchema)]
struct NewIssue {
    /// What happened: up to 5,000 characters, nothing that could identify a patient.
    text: String,
    /// How the reporter wants to be known: `named` (as the token's person, unless a name is given), `confidence` or `anonymous`.
    #[serde(default)]
    known: Option<String>,
    /// The reporter's name; the token's person when it is left out.
    #[serde(default)]
    name: Option<String>,
    /// Where to answer.
    #[serde(default)]
    email: Option<String>,
    /// `trouble`, or `praise` for something that worked well; trouble when it is left out.
    #[serde(default)]
    kind: Option<String>,
    /// The practice, ward or service in which the reporter works: only counted. Of an anonymous report a practice or hospital
    /// of the group's directory, and its partnership or site is kept.
    #[serde(default)]
    workplace: Option<String>,
    /// The key of the door by which it came.
    #[serde(default)]
    from: Option<String>,
    /// Which service, specialty or hospital.
    #[serde(default)]
    service: Option<String>,
    /// The reporter's role.
    #[serde(default)]
    role: Option<String>,
    /// Where the reporter works: `primary`, `secondary`, `out-of-hours`, `community`, `other`.
    #[serde(default)]
    sector: Option<String>,
    /// `once`, `few` or `most-weeks`.
    #[serde(default)]
    happened: Option<String>,
    /// `none-known`, `could-have` or `yes`.
    #[serde(default)]
    harm: Option<String>,
    /// What would mend it.
    #[serde(default)]
    remedy: Option<String>,
    /// What makes a call that is sent again the same call; without it every call is a new issue.
    #[serde(default)]
    idempotency_key: Option<String>,
}

/// What was raised.
#[derive(Debug, Serialize, ToSchema)]
struct RaisedIssue {
    /// The reference that people use.
    reference: String,
    /// The reporter's private link: whoever has it can read the issue.
    follow_url: String,
    /// Where it stands.
    state: &'static str,
    /// What in the text may tell who a patient is and was let through.
    #[schema(value_type = Vec<Found>)]
    findings: serde_json::Value,
}

/// Something in a text that tells who a patient is, or may.
#[derive(Debug, Serialize, ToSchema)]
struct Found {
    /// The field it stands in.
    field: String,
    /// What it is: `chi`, `nhs-number`, `hc-number`, `short-chi`, `possible-chi`, `hospital-number`, `birth-date`, `phone`, `mail`, `address`,
    /// `postcode`, `name`, `possible-name`, `rare-event`, `age`.
    kind: String,
    /// Where it begins, counted in Unicode scalar values.
    start: usize,
    /// Where it ends, counted alike; not part of it.
    end: usize,
    /// `block` or `warn`.
    severity: String,
}

fn word<T>(field: &'static str, value: Option<&str>, read: fn(&str) -> Option<T>, choices: &[(&str, &str)]) -> Result<Option<T>> {
    let Some(value) = value else { return Ok(None) };
    let keys: Vec<&str> = choices.iter().map(|(key, _)| *key).collect();
    read(value).map(Some).ok_or_else(|| Error::field(field, format!("Use one of: {}", keys.join(", "))))
}

/// A word as it was read; one that is none of ours goes to what is wrong.
fn heard<T>(wrong: &mut Vec<FieldError>, read: Result<Option<T>>) -> Result<Option<T>> {
    match read {
        Err(Error::Invalid(errors)) => {
            wrong.extend(errors);
            Ok(None)
        }
        read => read,
    }
}

/// What was wrong, by the names that a call has for its fields.
fn as_sent(error: Error) -> Error {
    let rename = |errors: Vec<FieldError>| {
        let named = |error: FieldError| if error.field == "post" { FieldError { field: "role".into(), ..error } } else { error };
        errors.into_iter().map(named).collect()
    };
    match error {
        Error::Invalid(errors) => Error::Invalid(rename(errors)),
        Error::Refused(errors, found) => Error::Refused(rename(errors), found),
        other => other,
    }
}

/// Raise an issue.
#[utoipa::path(
    post, path = "/api/v1/{group}/issues", operation_id = "raiseIssue", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses")),
    request_body = NewIssue,
    responses(
        (status = 201, body = RaisedIssue),
        (status = 422, description = "A field needs another value, or the text tells who a patient is: then `findings` says what and where, and nothing is kept"),
    )
)]
async fn raise(Shared(app): Shared<App>, caller: ApiCaller, Body(new): Body<NewIssue>) -> Result<(StatusCode, Json<RaisedIssue>)> {
    caller.needs(Scope::RaiseIssues)?;
    let (group, acting) = (&caller.acting.group, &caller.acting);
    let key = match &new.idempotency_key {
        Some(key) => format!("api/{}/{key}", acting.person),
        None => app.ids.secret()?,
    };
    // Every word that is none of ours is said at once.
    let mut wrong = Vec::new();
    let answers = Answers {
        kind: heard(&mut wrong, word("kind", new.kind.as_deref(), Kind::from_key, Kind::CHOICES))?,
        workplace: new.workplace,
        sector: heard(&mut wrong, word("sector", new.sector.as_deref(), Sector::from_key, Sector::CHOICES))?,
        happened: heard(&mut wrong, word("happened", new.happened.as_deref(), Happened::from_key, Happened::CHOICES))?,
        harm: heard(&mut wrong, word("harm", new.harm.as_deref(), Harm::from_key, Harm::CHOICES))?,
        service: new.service,
        post: new.role,
        remedy: new.remedy,
    };
    let known = heard(&mut wrong, word("known", new.known.as_deref(), Known::from_key, Known::CHOICES))?;
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let draft = IssueDraft {
        words: new.text,
        known: known.unwrap_or(Known::Named),
        name: new.name.unwrap_or_else(|| acting.name.clone()),
        email: new.email.unwrap_or_default(),
        answers,
    };
    let came = Came { door: new.from.unwrap_or_default(), seconds: None };
    let person = (draft.known != Known::Anonymous).then_some(acting.person);
    let raised = commands::receive(&app, group, draft, Origin { key, person, keep_doubtful: true }, came).await.map_err(as_sent)?;
    let follow_url = app.url(&format!("/{}/follow/{}", group.slug, raised.code));
    Ok((
        StatusCode::CREATED,
        Json(RaisedIssue { reference: raised.reference, follow_url, state: State::New.key(), findings: raised.findings }),
    ))
}

/// What a list is asked for.
#[derive(Debug, Deserialize, IntoParams)]
struct ListQuery {
    /// Only issues in this state: new, asked, triaged, with-service, interim, delegated, watched, scheduled, discussed, in-progress, done, answered, passed-on, out, merged, withdrawn.
    /// Without it what is merged is left out: it stands with the issue that leads it.
    #[serde(default)]
    state: Option<String>,
    /// Only issues of this theme.
    #[serde(default)]
    theme: Option<String>,
    /// Words to search for: all of them, the last one also as a beginning.
    #[serde(default)]
    q: Option<String>,
    /// At most so many: 1 to 100, else 50.
    #[serde(default)]
    limit: Option<String>,
    /// The `next` of the page before.
    #[serde(default)]
    after: Option<String>,
}

/// An issue in a list.
#[derive(Debug, Serialize, ToSchema)]
struct ListedIssue {
    reference: String,
    state: &'static str,
    /// `trouble` or `praise`.
    kind: &'static str,
    theme: Option<String>,
    /// The group's neutral title, once it has one.
    group_title: Option<String>,
    /// The reporter's words.
    text: String,
    /// How many reports it stands for: itself and those that are merged with it.
    reports: u64,
    /// The day it was raised, as in `2026-11-22`.
    #[schema(value_type = String)]
    raised_on: Date,
}

/// A page of issues, newest first.
#[derive(Debug, Serialize, ToSchema)]
struct Issues {
    items: Vec<ListedIssue>,
    /// What to send as `after` for the next page; null on the last.
    next: Option<String>,
}

/// List and search issues, newest first.
#[utoipa::path(
    get, path = "/api/v1/{group}/issues", operation_id = "listIssues", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), ListQuery),
    responses((status = 200, body = Issues))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller, Query(query): Query<ListQuery>) -> Result<Json<Issues>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::ReadIssues)?;
    let group = &caller.acting.group;
    let given = |text: Option<String>| text.filter(|text| !text.is_empty());
    let number = |field, text: Option<String>| {
        given(text).map(|text| text.parse::<i64>().map_err(|_| Error::field(field, "Use a whole number"))).transpose()
    };
    let limit = number("limit", query.limit)?.unwrap_or(50);
    if !(1..=100).contains(&limit) {
        return Err(Error::field("limit", "Use a number from 1 to 100"));
    }
    let q = given(query.q).unwrap_or_default();
    if !q.is_empty() && !search::has_words(&q) {
        return Ok(Json(Issues { items: Vec::new(), next: None }));
    }
    let state = word("state", given(query.state).as_deref(), State::from_key, State::CHOICES)?;
    let filter = Filter { state, theme: given(query.theme), q, after: number("after", query.after)?, limit };
    let mut lines = queries::list(&app.db, group, &filter).await?;
    let more = lines.len() as i64 > limit;
    lines.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = lines.last().filter(|_| more).map(|line| line.number.to_string());
    let item = |line: queries::Line| ListedIssue {
        reference: group.reference(line.number),
        state: line.state.key(),
        kind: if line.praise { Kind::Praise } else { Kind::Trouble }.key(),
        theme: line.theme,
        group_title: line.group_title,
        text: line.words,
        reports: line.reports,
        raised_on: line.raised_on,
    };
    Ok(Json(Issues { items: lines.into_iter().map(item).collect(), next }))
}

/// Something that happened to an issue.
#[derive(Debug, Serialize, ToSchema)]
struct Happening {
    /// What, as an event: `issue.raised`.
    event: String,
    /// What, in words.
    what: String,
    /// When, in words; of an anonymous reporter only the day is known.
    when: String,
    /// Who, in words.
    who: String,
}

/// An issue with its timeline, newest first.
#[derive(Debug, Serialize, ToSchema)]
struct ShownIssue {
    reference: String,
    state: &'static str,
    theme: Option<String>,
    /// The group's neutral title.
    group_title: Option<String>,
    /// The group's two neutral sentences.
    group_text: Option<String>,
    /// The reporter's words.
    text: String,
    known: &'static str,
    /// `trouble` or `praise`.
    kind: &'static str,
    /// Where the reporter works: only for those who triage.
    workplace: Option<String>,
    /// The key of the door it came through; never of an anonymous one.
    door: Option<String>,
    service: Option<String>,
    role: Option<String>,
    sector: Option<&'static str>,
    happened: Option<&'static str>,
    harm: Option<&'static str>,
    remedy: Option<String>,
    /// The day it was raised.
    #[schema(value_type = String)]
    raised_on: Date,
    /// The issue that leads it, while it is merged; null for one that stands by itself.
    lead: Option<String>,
    /// The reports that are merged with it, the oldest first.
    reports: Vec<String>,
    /// How many reports speak of this fault: these, those whose reporters said "me too", and those that the group called the same.
    weight: usize,
    /// The issues that people set beside it as related.
    related: Vec<String>,
    timeline: Vec<Happening>,
}

/// Read one issue.
#[utoipa::path(
    get, path = "/api/v1/{group}/issues/{reference}", operation_id = "readIssue", tag = "issues",
    params(("group" = String, Path, description = "The group's part of addresses"), ("reference" = String, Path, description = "As in NM-0231")),
    responses((status = 200, body = ShownIssue), (status = 404, description = "There is none, or it is not yours to read"))
)]
async fn show(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<ShownIssue>> {
    let Path((_, reference)) = path;
    caller.needs(Scope::ReadIssues)?;
    let group = &caller.acting.group;
    let issue = queries::readable(&app.db, &caller.acting, &reference).await?;
    looks::note(&app, &caller.acting, looks::Thing::Issue, issue.id).await?;
    let entries = queries::timeline(&app.db, group.id, issue.id).await?;
    let happening = |(entry, name): &(ledger::Entry, Option<String>)| {
        let moment = words::moment(entry, &issue, group, name.as_deref());
        Happening { event: entry.verb.clone(), what: moment.what, when: moment.when, who: moment.who }
    };
    let timeline = entries.iter().map(happening).collect();
    let answers = issue.answers.clone();
    let beside = merging::beside(&app.db, group, &issue).await?;
    Ok(Json(ShownIssue {
        lead: beside.lead,
        reports: beside.reports,
        weight: merging::weight(&app.db, group.id, issue.id).await?.reports,
        related: likeness::related(&app.db, group, issue.id).await?,
        reference: group.reference(issue.number),
        state: issue.state.key(),
        known: issue.known.key(),
        kind: answers.kind.unwrap_or(Kind::Trouble).key(),
        workplace: answers.workplace.filter(|_| issue.known == Known::Named),
        door: issue.door,
        service: answers.service,
        role: answers.post,
        sector: answers.sector.map(Sector::key),
        happened: answers.happened.map(Happened::key),
        harm: answers.harm.map(Harm::key),
        remedy: answers.remedy,
        timeline,
        theme: issue.theme,
        group_title: issue.group_title,
        group_text: issue.group_text,
        text: issue.words,
        raised_on: issue.raised_on,
    }))
}
