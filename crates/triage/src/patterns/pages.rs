//! The pages of patterns: what emerges, those that rise first; one pattern with its chart and reports.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    Router,
    extract::{Path, State as Shared},
    http::{StatusCode, Uri},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::{
    charts::{self, Trend},
    commands,
    model::{FEWEST_OPEN, Pattern, Round, State, sides, told},
    store,
};
use ::issues::{
    issues::{self, excerpt},
    themes,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/patterns", get(index))
        .route("/{group}/patterns/reading", post(ask))
        .route("/{group}/patterns/stop", post(stop))
        .route("/{group}/patterns/{number}", get(show))
        .route("/{group}/patterns/{number}/name", post(name))
}

/// The most patterns on the page.
const MOST: i64 = 100;
/// The most reports of one pattern that are listed.
const MOST_REPORTS: usize = 200;

struct Row {
    href: String,
    title: String,
    telling: String,
    tags: Vec<&'static str>,
    rise: Option<String>,
    reports: String,
    places: String,
    sides: String,
}

#[derive(Template)]
#[template(path = "patterns/index.html")]
struct Index {
    frame: Frame,
    base: String,
    forgery: String,
    /// Whether they may have it read, and name patterns.
    may: bool,
    triages: bool,
    busy: bool,
    standing: String,
    alone: Option<(String, String)>,
    only_alone: bool,
    rows: Vec<Row>,
}

fn standing(round: Option<&Round>) -> String {
    let read_on = |round: &Round| round.read_on.map_or_else(|| "not yet".to_owned(), words::date);
    let Some(round) = round else { return "The reports have not been read for patterns yet. It is done every night.".into() };
    match round.state {
        State::Waits => "The reports are about to be read.".into(),
        State::Running => format!("The reports are being read: {} of {} are settled. Look again in a minute.", round.done, round.total),
        State::Stopped => format!("The last reading was stopped. What is shown was found: {}.", read_on(round)),
        State::Done => format!("Read on {}. It is done again every night.", read_on(round)),
    }
}

async fn index(Shared(app): Shared<App>, uri: Uri, member: Member) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let (group, triages) = (&acting.group, acting.may(Verb::ReadIssues));
    let only_alone = triages && Fields::of_query(&uri).get("show") == "alone";
    let base = format!("/{}/patterns", group.slug);
    let (least, most) = if only_alone { (1, 1) } else { (FEWEST_OPEN, i64::MAX) };
    let patterns = store::all(&app.db, group.id, least, most, MOST).await?;
    let alone = if triages && !only_alone { store::alone(&app.db, group.id).await? } else { 0 };
    let round = store::round(&app.db, group.id).await?;
    let rows = patterns.iter().filter(|pattern| pattern.is_shown(triages)).map(|pattern| row(pattern, &base, triages));
    let shown = Index {
        frame: member.frame(&app, "Patterns", "/patterns"),
        forgery: member.session.forgery_token(&app),
        may: acting.may(Verb::WordIssues),
        triages,
        busy: round.as_ref().is_some_and(Round::is_busy),
        standing: standing(round.as_ref()),
        alone: (alone > 0)
            .then(|| (format!("{base}?show=alone"), words::count(alone.unsigned_abs(), "open report is", "open reports are"))),
        only_alone,
        rows: rows.collect(),
        base,
    };
    page::show(&shown)
}

fn row(pattern: &Pattern, base: &str, triages: bool) -> Row {
    let counts = pattern.counts;
    let title = pattern.title();
    let mut tags = Vec::new();
    if pattern.surge.is_some() {
        tags.push("Rising");
    }
    if pattern.is_new() {
        tags.push("New");
    } else if pattern.grows() && pattern.surge.is_none() {
        tags.push("More lately");
    }
    Row {
        href: format!("{base}/{}", pattern.number),
        telling: if title.to_lowercase() == pattern.telling { String::new() } else { pattern.telling.clone() },
        title,
        tags,
        rise: pattern.surge.map(|rise| charts::words(&rise, triages)),
        reports: if triages { format!("{} open, {} in all", counts.open, counts.all) } else { counts.all.to_string() },
        places: told(counts.places, triages),
        sides: sides(&counts, triages),
    }
}

struct Report {
    reference: String,
    /// The page of the report, for who may read it.
    href: Option<String>,
    title: String,
    theme: String,
    raised: String,
    state: &'static str,
    /// The report that is likest to it, where the two are judged.
    near: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "patterns/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    pattern: &'a Pattern,
    title: String,
    triages: bool,
    may: bool,
    /// Where a meeting about it is planned, on the theme of most of its reports, for those who plan meetings.
    plans: Option<String>,
    first: String,
    places: String,
    sides: String,
    reports_words: String,
    trend: Option<Trend>,
    reports: Vec<Report>,
    left_out: usize,
    field: Field,
}

async fn found(app: &App, member: &Member, number: &str) -> Result<Pattern> {
    member.acting.must(Verb::SeeMeetings)?;
    let number: i64 = number.parse().map_err(|_| Error::NotFound)?;
    let pattern = store::find(&app.db, member.acting.group.id, number).await?;
    if pattern.is_shown(member.acting.may(Verb::ReadIssues)) { Ok(pattern) } else { Err(Error::NotFound) }
}

/// The theme that most of these name; of several the first by name.
fn commonest<'a>(themes: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for theme in themes {
        *counts.entry(theme).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, n)| *n == most).map(|(theme, _)| theme)
}

async fn page(
    app: &App,
    member: &Member,
    pattern: &Pattern,
    typed: Option<&str>,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let (acting, group) = (&member.acting, &member.acting.group);
    let triages = acting.may(Verb::ReadIssues);
    let lines = store::reports(&app.db, group.id, pattern.id).await?;
    let round = store::round(&app.db, group.id).await?;
    let themes = themes::all(&app.db, group.id).await?;
    let today = app.clock.today(&group.time_zone);
    let days: Vec<_> = lines.iter().map(|line| line.raised_on).collect();
    let trend = round.and_then(|round| charts::trend(&days, round.begins_on?, today, round.watched, triages));
    let theme = commonest(lines.iter().filter_map(|line| line.theme.as_deref())).map(|key| format!("?theme={key}")).unwrap_or_default();
    // Outside triage a report is there once it has its group wording.
    let shown: Vec<_> = lines.into_iter().filter(|line| triages || line.title.is_some()).collect();
    let left_out = shown.len().saturating_sub(MOST_REPORTS);
    let list = format!("/{}/issues", group.slug);
    let report = |line: store::Line| {
        let reference = group.reference(line.number);
        let href = format!("{list}/{reference}");
        Report {
            title: line.title.unwrap_or_else(|| if triages { excerpt(&line.words) } else { String::new() }),
            theme: themes.iter().find(|theme| Some(&theme.key) == line.theme.as_ref()).map_or_else(String::new, |theme| theme.name.clone()),
            raised: words::date(line.raised_on),
            state: issues::State::from_key(&line.state).map_or("", issues::State::words),
            near: line.near.filter(|_| triages).map(|near| (group.reference(near), format!("{href}#alike"))),
            href: triages.then_some(href),
            reference,
        }
    };
    let counts = pattern.counts;
    let title = pattern.title();
    let page = Page {
        frame: member.frame(app, &title, "/patterns").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}", group.slug),
        title,
        triages,
        may: acting.may(Verb::WordIssues),
        plans: acting.may(Verb::RunMeetings).then(|| format!("/{}/meetings/plan{theme}", group.slug)),
        first: words::date(pattern.first_on),
        places: told(counts.places, triages),
        sides: sides(&counts, triages),
        reports_words: if triages { format!("{} open, {} in a year and a half", counts.open, counts.all) } else { counts.all.to_string() },
        trend,
        reports: shown.into_iter().take(MOST_REPORTS).map(report).collect(),
        left_out,
        field: Field::new("name", "What the group calls it", Input::Text)
            .hint("Neutral, in a few words, with nobody’s name. It stays with the pattern, whatever comes. Leave it empty to take the name away.")
            .value(typed.unwrap_or(&pattern.name))
            .error(errors),
        pattern,
    };
    page::show_as(status, &page)
}

async fn show(Shared(app): Shared<App>, Path((_, number)): Path<(String, String)>, member: Member) -> Result<Response> {
    let pattern = found(&app, &member, &number).await?;
    page(&app, &member, &pattern, None, &[], StatusCode::OK).await
}

async fn name(Shared(app): Shared<App>, Path((slug, number)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let pattern = found(&app, &member, &number).await?;
    let (typed, seen) = (posted.fields.get("name"), posted.fields.get("seen"));
    let mut tx = app.begin().await?;
    match commands::name(&app, &mut tx, &member.acting, pattern.number, typed, seen).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return page(&app, &member, &pattern, Some(typed), &error.into_messages("name")?, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/patterns/{}?named", pattern.number)).into_response())
}

async fn ask(Shared(app): Shared<App>, Path(slug): Path<String>, member: Member, _: Posted) -> Result<Redirect> {
    let mut tx = app.begin().await?;
    commands::ask(&app, &mut tx, &member.acting).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/patterns")))
}

async fn stop(Shared(app): Shared<App>, Path(slug): Path<String>, member: Member, _: Posted) -> Result<Redirect> {
    let mut tx = app.begin().await?;
    commands::stop(&app, &mut tx, &member.acting).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/patterns")))
}
