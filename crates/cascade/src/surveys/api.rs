//! Surveys by the API, with the same rules of hiding as on the pages.

use std::collections::BTreeMap;

use axum::{Json, extract::State as Shared};
use group::{acting::ApiCaller, people::Scope, permissions::Verb};
use kernel::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    hiding::FEWEST,
    model::{QUESTIONS, Question, Round, Stage},
    results::{self, Count, Tally, Told, Who},
    store,
};

/// The routes of this slice's API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// What a group of people answered to a question.
#[derive(Debug, Serialize, ToSchema)]
struct SurveyGroup {
    /// `all`, a sector as issues have it, or `not-said`.
    who: &'static str,
    /// How many answered the question.
    answers: u64,
    /// How many gave each answer.
    counts: BTreeMap<&'static str, u64>,
}

/// What was answered to a question.
#[derive(Debug, Serialize, ToSchema)]
struct SurveyQuestion {
    key: &'static str,
    asks: &'static str,
    /// Everybody first, then sectors; nobody with fewer than five answers.
    groups: Vec<SurveyGroup>,
    /// Who is not shown: fewer than five answered, or so few could be worked out.
    not_shown: Vec<&'static str>,
}

/// A round of the survey.
#[derive(Debug, Serialize, ToSchema)]
struct SurveyRound {
    number: i64,
    /// `Baseline`, or the month and year.
    title: String,
    opened_on: String,
    closes_on: String,
    /// `open`, `closed`, or `shown`: then its results are there.
    state: &'static str,
    /// How many answered: exactly once the results are shown, before that at least so many, by fives; nothing below five.
    answers: Option<u64>,
    questions: Vec<SurveyQuestion>,
    /// What was written, where five have written something, in the order of the alphabet.
    texts: Vec<String>,
}

/// Rounds, the newest first.
#[derive(Debug, Serialize, ToSchema)]
struct SurveyList {
    items: Vec<SurveyRound>,
}

fn group(question: &Question, who: Who, tally: &Tally) -> SurveyGroup {
    let counts = question.choices.iter().map(|(key, _)| *key).zip(tally.counts().iter().copied()).collect();
    SurveyGroup { who: who.key(), answers: tally.total(), counts }
}

fn answered(question: &'static Question, round: i64, counts: &[Count]) -> SurveyQuestion {
    let Told { all, groups, few, beside } = results::told(question, round, counts);
    let everybody = all.map(|tally| (Who::All, tally));
    SurveyQuestion {
        key: question.key,
        asks: question.asks,
        groups: everybody.into_iter().chain(groups).map(|(who, tally)| group(question, who, &tally)).collect(),
        not_shown: few.into_iter().chain(beside).map(Who::key).collect(),
    }
}

fn item(round: &Round, stage: Stage, counts: &[Count], texts: Vec<String>) -> SurveyRound {
    let shown = stage == Stage::Shown && round.answers >= FEWEST;
    let answers = if shown { round.answers } else { round.answers_so_far() };
    SurveyRound {
        number: round.number,
        title: round.title(),
        opened_on: round.opened_on.to_string(),
        closes_on: round.closes_on.to_string(),
        state: stage.key(),
        answers: Some(answers).filter(|answers| *answers >= FEWEST),
        questions: if shown { QUESTIONS.iter().map(|question| answered(question, round.number, counts)).collect() } else { Vec::new() },
        texts,
    }
}

/// List the rounds of the survey, each with its results once they are shown.
#[utoipa::path(
    get, path = "/api/v1/{group}/surveys", operation_id = "listSurveys", tag = "cascade",
    params(("group" = String, Path, description = "The group's part of addresses")),
    responses((status = 200, body = SurveyList))
)]
async fn list(Shared(app): Shared<App>, caller: ApiCaller) -> Result<Json<SurveyList>> {
    caller.needs(Scope::ReadIssues)?;
    caller.acting.must(Verb::SeeMeetings)?;
    let (group, today) = (&caller.acting.group, app.clock.today(&caller.acting.group.time_zone));
    let rounds = store::rounds(&app.db, group.id).await?;
    let counts = store::counts(&app.db, group.id, 1, i64::MAX).await?;
    let mut items = Vec::new();
    for round in &rounds {
        let stage = round.stage(today);
        let texts = if stage == Stage::Shown { results::texts(store::texts(&app.db, group.id, round.id).await?) } else { Vec::new() };
        items.push(item(round, stage, &counts, texts));
    }
    Ok(Json(SurveyList { items }))
}
