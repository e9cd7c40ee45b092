//! The page of a round: its links while it is open, its results once they are shown.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame},
    words,
};

use super::{
    super::{
        commands::{self, must_survey},
        hiding,
        model::{IN_WORDS, QUESTIONS, Round, Stage, proposed},
        results,
        store::{self, Link},
    },
    index::answered,
    last_day,
    told::{self, Answered},
};

/// A link as it is pasted into a mail.
struct LinkLine {
    name: String,
    url: String,
    text: String,
}

/// What may be done with a round, by who may.
struct Doing {
    forgery: String,
    /// The field for another last day, where it may have one.
    until: Option<Field>,
    links: Vec<LinkLine>,
}

/// What all have answered together.
struct Results {
    questions: Vec<Answered>,
    /// The bars of this round and of the baseline, where there are two.
    bars: Option<String>,
    in_words: &'static str,
    texts: Vec<String>,
    /// By which link how many came.
    came: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "surveys/pages/round.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    back: String,
    here: String,
    title: String,
    stage: Stage,
    state: String,
    doing: Option<Doing>,
    results: Option<Results>,
}

fn state(round: &Round, stage: Stage) -> String {
    let (opened, answered) = (words::date(round.opened_on), answered(round, stage));
    match stage {
        Stage::Open => format!("Open from {opened} to the end of {}. {answered} so far.", words::date(round.closes_on)),
        Stage::Closed { until } => format!(
            "Opened on {opened} and closed. {answered}. The results are shown from {} on, or as soon as the administrator or a co-chair \
             shows them.",
            words::date(until)
        ),
        Stage::Shown if round.answers < hiding::FEWEST => format!("Opened on {opened} and closed. {answered}: not shown."),
        Stage::Shown => format!("Opened on {opened} and closed. {answered}."),
    }
}

fn link_lines(app: &App, slug: &str, round: &Round, links: &[Link]) -> Vec<LinkLine> {
    let line = |link: &Link| {
        let url = app.url(&format!("/{slug}/survey/{}", link.code));
        let until = words::date(round.closes_on);
        let text = format!(
            "How well do general practice and hospital work together here? Tell us in one minute, until {until} and without a name: {url}"
        );
        LinkLine { name: link.network.clone().unwrap_or_else(|| "Everybody else".into()), url, text }
    };
    links.iter().map(line).collect()
}

/// By which link how many came, as far as it may be told.
fn came(links: &[Link]) -> Vec<(String, String)> {
    let counts: Vec<u64> = links.iter().map(|link| link.answers).collect();
    let told = |(link, shown): (&Link, bool)| {
        let n = match shown {
            true => words::thousands(link.answers),
            false if link.answers < hiding::FEWEST => "Fewer than five: not shown".into(),
            false => "Not shown, as fewer than five could be worked out".into(),
        };
        (link.network.clone().unwrap_or_else(|| "Everybody else".into()), n)
    };
    links.iter().zip(hiding::shown(&counts)).map(told).collect()
}

async fn results(app: &App, member: &Member, round: &Round, baseline: Option<&Round>, links: &[Link]) -> Result<Results> {
    let group = member.acting.group.id;
    let counts = store::counts(&app.db, group, round.number, round.number).await?;
    let title = round.title();
    let answered = QUESTIONS.iter().map(|question| {
        let before = baseline.map(|baseline| results::told(question, baseline.number, &counts));
        told::answered(question, &title, &results::told(question, round.number, &counts), before.as_ref())
    });
    Ok(Results {
        questions: answered.collect(),
        bars: baseline.map(|_| format!("Filled bars: {title}. Bars in outline: the baseline.")),
        in_words: IN_WORDS,
        texts: results::texts(store::texts(&app.db, group, round.id).await?),
        came: came(links),
    })
}

async fn page(
    app: &App,
    member: &Member,
    number: i64,
    notice: Option<&str>,
    wrong: Option<(&str, Vec<FieldError>, StatusCode)>,
) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let (group, today) = (&acting.group, app.clock.today(&acting.group.time_zone));
    let rounds = store::rounds(&app.db, group.id).await?;
    let round = rounds.iter().find(|round| round.number == number).ok_or(Error::NotFound)?;
    let links = store::links(&app.db, group.id, round.id).await?;
    let stage = round.stage(today);
    let (typed, errors, status) = wrong.unwrap_or(("", Vec::new(), StatusCode::OK));
    let newest = rounds.first().is_some_and(|newest| newest.number == number);
    let until = || {
        let label = if stage == Stage::Open { "Another last day" } else { "Open it again until" };
        let proposed = if round.closes_on < today { proposed(today) } else { round.closes_on };
        last_day(label, if typed.is_empty() { proposed.to_string() } else { typed.to_owned() }, &errors)
    };
    let doing = must_survey(acting).is_ok().then(|| Doing {
        forgery: member.session.forgery_token(app),
        until: (newest && round.may_go_on(today)).then(until),
        links: if stage == Stage::Open { link_lines(app, &group.slug, round, &links) } else { Vec::new() },
    });
    let baseline = rounds.iter().find(|other| other.number == 1 && number != 1);
    let results = match stage {
        Stage::Shown if round.answers >= hiding::FEWEST => Some(results(app, member, round, baseline, &links).await?),
        _ => None,
    };
    let back = format!("/{}/surveys", group.slug);
    let page = Page {
        frame: member.frame(app, round.title(), "/cascade").with_notice(notice).with_errors(&errors),
        errors: Errors::new(&errors),
        here: format!("{back}/{number}"),
        back,
        title: round.title(),
        state: state(round, stage),
        stage,
        doing,
        results,
    };
    page::show_as(status, &page)
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
    member: Member,
) -> Result<Response> {
    let notice = match uri.query() {
        Some("opened") => Some("It is open. Paste each text into its network’s next mail."),
        Some("until") => Some("Saved: it takes answers until then."),
        Some("closed") => Some("It is closed: no more answers are taken."),
        Some("shown") => Some("The results are shown to the group."),
        _ => None,
    };
    page(&app, &member, read(&number)?, notice, None).await
}

fn read(number: &str) -> Result<i64> {
    number.parse().map_err(|_| Error::NotFound)
}

fn back(slug: &str, number: i64, done: &str) -> Response {
    Redirect::to(&format!("/{slug}/surveys/{number}?{done}")).into_response()
}

pub(super) async fn keep_open(
    Shared(app): Shared<App>,
    Path((slug, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (number, typed) = (read(&number)?, posted.fields.get("closes_on"));
    let mut tx = app.begin().await?;
    match commands::keep_open(&app, &mut tx, &member.acting, number, typed).await {
        Ok(()) => {
            app.commit(tx).await?;
            Ok(back(&slug, number, "until"))
        }
        Err(error @ Error::Invalid(_)) => {
            drop(tx);
            let status = error.told().status;
            page(&app, &member, number, None, Some((typed, error.into_messages("closes_on")?, status))).await
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn close(
    Shared(app): Shared<App>,
    Path((slug, number)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let number = read(&number)?;
    let mut tx = app.begin().await?;
    commands::close(&app, &mut tx, &member.acting, number).await?;
    app.commit(tx).await?;
    Ok(back(&slug, number, "closed"))
}

pub(super) async fn show_results(
    Shared(app): Shared<App>,
    Path((slug, number)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let number = read(&number)?;
    let mut tx = app.begin().await?;
    commands::show(&app, &mut tx, &member.acting, number).await?;
    app.commit(tx).await?;
    Ok(back(&slug, number, "shown"))
}
