//! The page of all rounds, on which the next one is opened.

use askama::Template;
use axum::{
    extract::State as Shared,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame},
    words,
};

use super::{
    super::{
        commands::{self, must_survey},
        hiding::FEWEST,
        model::{Round, Stage, is_due, proposed},
        store,
    },
    last_day,
};

#[derive(Template)]
#[template(path = "surveys/pages/index.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    back: String,
    /// That it is time to ask again.
    due: Option<&'static str>,
    opening: Option<Opening>,
    rounds: Vec<Line>,
}

/// The form that opens a round.
struct Opening {
    forgery: String,
    first: bool,
    closes_on: Field,
}

struct Line {
    href: String,
    title: String,
    opened: String,
    stage: String,
    answers: String,
}

/// How many answered a round, as it may be told.
pub(super) fn answered(round: &Round, stage: Stage) -> String {
    match (stage, round.answers_so_far()) {
        (_, 0) => "Fewer than five answers".to_owned(),
        (Stage::Shown, _) => words::count(round.answers, "answer", "answers"),
        (_, at_least) => format!("At least {at_least} answers"),
    }
}

fn line(base: &str, round: &Round, stage: Stage) -> Line {
    Line {
        href: format!("{base}/{}", round.number),
        title: round.title(),
        opened: words::date(round.opened_on),
        stage: match stage {
            Stage::Open => format!("Open until {}", words::date(round.closes_on)),
            Stage::Closed { .. } => "Closed".into(),
            Stage::Shown if round.answers < FEWEST => "Closed".into(),
            Stage::Shown => "Results are shown".into(),
        },
        answers: answered(round, stage),
    }
}

async fn page(app: &App, member: &Member, typed: Option<&str>, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let today = app.clock.today(&acting.group.time_zone);
    let rounds = store::rounds(&app.db, acting.group.id).await?;
    let base = format!("/{}/surveys", acting.group.slug);
    let newest = rounds.first();
    let is_open = newest.is_some_and(|round| round.stage(today) == Stage::Open);
    let first = newest.is_none();
    let opening = || Opening {
        forgery: member.session.forgery_token(app),
        first,
        closes_on: last_day("The last day to answer", typed.map_or_else(|| proposed(today).to_string(), str::to_owned), errors),
    };
    let page = Page {
        frame: member.frame(app, "Relationships, measured", "/cascade").with_errors(errors),
        errors: Errors::new(errors),
        back: format!("/{}/cascade", acting.group.slug),
        due: is_due(newest, today).then_some(if first {
            "Nobody has been asked yet. The best time for the baseline is before the first meeting."
        } else {
            "The last round is nearly a year old: it is time to ask again."
        }),
        opening: (commands::must_survey(acting).is_ok() && !is_open).then(opening),
        rounds: rounds.iter().map(|round| line(&base, round, round.stage(today))).collect(),
    };
    page::show_as(status, &page)
}

pub(super) async fn show(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    page(&app, &member, None, &[], StatusCode::OK).await
}

pub(super) async fn open(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    must_survey(&member.acting)?;
    let typed = posted.fields.get("closes_on");
    let mut tx = app.begin().await?;
    match commands::open(&app, &mut tx, &member.acting, typed).await {
        Ok(round) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("/{}/surveys/{}?opened", member.acting.group.slug, round.number)).into_response())
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            page(&app, &member, Some(typed), &error.into_messages("closes_on")?, status).await
        }
    }
}
