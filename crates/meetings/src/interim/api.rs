//! The API of decisions between meetings: list, read, answer.

use axum::{
    Json,
    extract::{Path, State as Shared},
};
use group::{acting::ApiCaller, people::Scope, permissions::Verb};
use jiff::civil::Date;
use kernel::{App, Result, api::Body};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    commands::{self, NewAnswer},
    model::{State, Voter, counted, quorum},
    paper::Interim,
    store,
};
use crate::references;

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show)).routes(routes!(answer))
}

/// What somebody answered; a change of mind is a further one.
#[derive(Debug, Serialize, ToSchema)]
struct AnswerShown {
    name: String,
    /// `agree`, `changes`, `object`, `hold`, `abstain`, or `remark` of somebody who does not count.
    answer: &'static str,
    words: String,
    /// Whether it counts now: it is the last one of a core member, or of who stands in for one.
    counts: bool,
    #[schema(value_type = String)]
    on: Date,
}

/// A decision between meetings.
#[derive(Debug, Serialize, ToSchema)]
struct InterimShown {
    number: i64,
    title: String,
    /// `open`, `decided`, `to-meeting`, `taken-back`.
    state: &'static str,
    question: String,
    options: Vec<String>,
    background: String,
    link: String,
    /// Why it cannot wait.
    urgency: String,
    /// The issue's reference.
    issue: Option<String>,
    /// The last day on which answers are taken.
    #[schema(value_type = String)]
    closes_on: Date,
    /// Core members of each side that have answered, and how many must.
    gps: i64,
    consultants: i64,
    gps_needed: i64,
    consultants_needed: i64,
    answers: Vec<AnswerShown>,
    /// The sentence by which the two co-chairs close it.
    sentence: String,
    /// The sides that have turned their key for the present text: `gp`, `consultant`.
    keys: Vec<&'static str>,
    /// The decision's reference, once it is decided.
    decision: Option<String>,
    /// The meeting under which it is minuted, or that decides it.
    meeting: Option<i64>,
    /// Whether an ordinary meeting has ratified it.
    ratified: bool,
}

fn shown(interim: &Interim, voters: &[Voter], needed: (i64, i64), prefix: &group::groups::Group) -> InterimShown {
    let (course, asking) = (&interim.course, &interim.asking);
    let counting = counted(voters, &course.given);
    let quorum = quorum(&counting, needed);
    let hash = commands::proof(interim, voters);
    let answers = course.given.iter().map(|given| AnswerShown {
        name: given.name.clone(),
        answer: given.answer.key(),
        words: given.words.clone(),
        counts: counting.iter().any(|one| std::ptr::eq(one.given, given)),
        on: given.on,
    });
    InterimShown {
        number: interim.number,
        title: asking.title.clone(),
        state: course.state.key(),
        question: asking.question.clone(),
        options: asking.options.lines().map(str::to_owned).filter(|line| !line.is_empty()).collect(),
        background: asking.background.clone(),
        link: asking.link.clone(),
        urgency: asking.urgency.clone(),
        issue: interim.issue.map(|issue| prefix.reference(issue.number)),
        closes_on: course.closes_on,
        gps: quorum.gps,
        consultants: quorum.consultants,
        gps_needed: quorum.gps_needed,
        consultants_needed: quorum.consultants_needed,
        answers: answers.collect(),
        sentence: interim.closing.sentence.clone(),
        keys: course.keys.iter().filter(|key| key.hash == hash || course.state == State::Decided).map(|key| key.side.key()).collect(),
        decision: interim.decided.clone(),
        meeting: interim.meeting.map(|at| at.number),
        ratified: interim.ratified.by.is_some(),
    }
}

/// Decisions between meetings.
#[derive(Debug, Serialize, ToSchema)]
struct Interims {
    items: Vec<InterimShown>,
}

async fn read(app: &App, caller: &ApiCaller, found: Vec<Interim>) -> Result<Vec<InterimShown>> {
    let group = &caller.acting.group;
    let (voters, needed) = (commands::voters(&app.db, group).await?, commands::needed(&app.db, group).await?);
    Ok(found.iter().map(|interim| shown(interim, &voters, needed, group)).collect())
}

/// List what is being decided between meetings now.
#[utoipa::path(
    get, path = "/api/v1/{group}/interim", operation_id = "listInterimDecisions", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses")),
    responses((status = 200, body = Interims))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller) -> Result<Json<Interims>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMeetings)?;
    let open = store::in_state(&app.db, caller.acting.group.id, State::Open).await?;
    Ok(Json(Interims { items: read(&app, &caller, open).await? }))
}

async fn one(app: &App, caller: &ApiCaller, number: i64) -> Result<Json<InterimShown>> {
    let found = store::find(&app.db, caller.acting.group.id, number).await?;
    read(app, caller, vec![found]).await?.pop().map(Json).ok_or(kernel::Error::NotFound)
}

/// Read one decision between meetings, with every answer.
#[utoipa::path(
    get, path = "/api/v1/{group}/interim/{number}", operation_id = "readInterimDecision", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "Its number")),
    responses((status = 200, body = InterimShown))
)]
async fn show(Shared(app): Shared<App>, caller: ApiCaller, path: Path<(String, String)>) -> Result<Json<InterimShown>> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMeetings)?;
    one(&app, &caller, number).await
}

/// What is answered.
#[derive(Debug, Deserialize, ToSchema)]
struct AnswerGiven {
    /// `agree`, `changes`, `object`, `hold`, `abstain`; for those who do not count `remark`.
    answer: String,
    /// Why, or which changes. Needed for `changes`, `object` and `remark`.
    #[serde(default)]
    text: String,
    /// The key of the member of your side for whom you stand in.
    #[serde(default)]
    stands_for: String,
}

/// Answer, or change your answer.
#[utoipa::path(
    post, path = "/api/v1/{group}/interim/{number}/answer", operation_id = "answerInterimDecision", tag = "meetings",
    params(("group" = String, Path, description = "The group's part of addresses"), ("number" = i64, Path, description = "Its number")),
    request_body = AnswerGiven,
    responses((status = 200, body = InterimShown), (status = 409, description = "Its last day has passed, it is over, or you do not count"), (status = 422, description = "A text is missing or refused"))
)]
async fn answer(
    Shared(app): Shared<App>,
    caller: ApiCaller,
    path: Path<(String, String)>,
    body: Result<Body<AnswerGiven>>,
) -> Result<Json<InterimShown>> {
    let Path((_, number)) = path;
    let number = references::number(&number)?;
    caller.needs(Scope::Write)?;
    caller.acting.must(Verb::SeeMeetings)?;
    let Body(given) = body?;
    let new = NewAnswer { answer: given.answer, words: given.text, stands_for: given.stands_for };
    let mut tx = app.begin().await?;
    commands::answer(&app, &mut tx, &caller.acting.group, caller.acting.person, number, &new).await?;
    app.commit(tx).await?;
    one(&app, &caller, number).await
}
