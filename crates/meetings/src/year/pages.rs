//! The page of the year: what is proposed and what stands, in one table; how it is proposed; and one press that plans it.

use analysis::calendar_days::Calendar;
use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{
    acting::Member,
    days_off,
    groups::Group,
    rules::{Rule, Why},
    themes::{self, Theme},
};
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Db, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};
use terms::frequency::{self, Frequency};

use super::{
    commands::{self, Row, must_plan},
    model::{Move, Proposal, Standing, YearRules, propose, usual_days},
    store,
};
use crate::meetings::{self, NewMeeting};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/meetings/year", get(show).post(plan)).route("/{group}/meetings/year/rules", post(set_rules))
}

/// The most rows of a form: a group that meets each week.
const MOST: usize = 60;
/// Years that can be chosen, this one with them.
const YEARS: i16 = 3;

/// A row: a meeting that is proposed, or one that stands.
struct Line {
    at: usize,
    chosen: bool,
    usual: Date,
    day: String,
    /// `Tuesday`, where the day can be read.
    weekday: String,
    theme: String,
    note: String,
    day_error: Option<String>,
    theme_error: Option<String>,
    /// Where the meeting is that stands already, with its day in words.
    stands: Option<(String, String)>,
}

impl Line {
    fn proposed(at: usize, usual: Date, day: String, theme: String, holiday: Option<&str>) -> Self {
        let parsed: Option<Date> = day.trim().parse().ok();
        let weekday = parsed.map(|day| day.strftime("%A").to_string()).unwrap_or_default();
        let note = note(usual, parsed, holiday);
        Self { at, chosen: true, usual, day, weekday, theme, note, day_error: None, theme_error: None, stands: None }
    }
}

/// Why a meeting is not on its usual day.
fn note(usual: Date, day: Option<Date>, holiday: Option<&str>) -> String {
    let on = words::date(usual);
    match (holiday, day) {
        (Some(holiday), Some(day)) if day == usual => format!("{holiday} is on this day, and no day near it is free: choose one"),
        (Some(holiday), Some(day)) => {
            let how = match (day - usual).get_days() {
                -7 => ", so a week earlier".to_owned(),
                7 => ", so a week later".to_owned(),
                1 => ", so a day later".to_owned(),
                _ => ": moved".to_owned(),
            };
            format!("{on} is {holiday}{how}")
        }
        (None, Some(day)) if day != usual => format!("By the terms it would be on {on}"),
        _ => String::new(),
    }
}

#[derive(Template)]
#[template(path = "year/index.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    days_off: String,
    why: Why,
    /// Which year it is about, and how often the group meets: a form that changes nothing.
    asked: [Field; 2],
    year: String,
    rhythm: String,
    /// Why nothing can be proposed.
    trouble: Vec<String>,
    lines: Vec<Line>,
    proposed: usize,
    themes: Vec<Theme>,
    common: [Field; 4],
    invite: bool,
    moves: Field,
    turns: Vec<(Theme, String, Option<String>)>,
    turning: bool,
}

/// What the page is about: a year, and a rhythm that was typed instead of that of the terms.
#[derive(Default)]
struct Asked {
    year: String,
    rhythm: String,
}

impl Asked {
    fn of(fields: &Fields) -> Self {
        Self { year: fields.get("year").to_owned(), rhythm: fields.get("rhythm").trim().to_owned() }
    }

    /// The days it is about: a calendar year, or the twelve months that lie ahead.
    fn span(&self, today: Date) -> (Date, Date) {
        let tomorrow = today.tomorrow().unwrap_or(today);
        let year = self.year.parse().ok().filter(|year| (today.year()..today.year() + YEARS).contains(year));
        match year {
            Some(year) => (Date::constant(year, 1, 1).max(tomorrow), Date::constant(year, 12, 31)),
            None => (tomorrow, today.checked_add(12.months()).unwrap_or(today)),
        }
    }
}

/// What was typed into one of the page's forms, to be shown again.
#[derive(Default)]
struct Shown<'a> {
    typed: Option<&'a Fields>,
    errors: &'a [FieldError],
    notice: Option<String>,
}

/// All that a proposal is made of.
struct Known {
    rules: YearRules,
    calendar: Calendar,
    standing: Vec<Standing>,
    anchor: Option<Date>,
}

async fn known(db: &Db, group: &Group, today: Date) -> Result<Known> {
    let since = today.checked_sub(62.days()).unwrap_or(today);
    Ok(Known {
        rules: store::rules(db, group.id).await?,
        calendar: days_off::calendar(db, group.id, since).await?,
        standing: store::standing(db, group.id, since).await?,
        anchor: store::anchor(db, group.id, today).await?,
    })
}

/// The next meetings that the terms in force propose, at most so many.
pub(crate) async fn coming(db: &Db, group: &Group, today: Date, n: usize) -> Result<Vec<Proposal>> {
    let Some(frequency) = meetings::frequency(db, group.id).await? else { return Ok(Vec::new()) };
    let known = known(db, group, today).await?;
    let (from, to) = (today.tomorrow().unwrap_or(today), today.checked_add(24.months()).unwrap_or(today));
    let usual = usual_days(&frequency, known.anchor, known.rules.moves, (from, to));
    let mut proposals = propose(&usual, &known.rules, &known.calendar, &known.standing, today);
    // The list shows what stands; what is proposed goes on from there.
    let last = known.standing.iter().filter(|one| one.ordinary).map(|one| one.day).max();
    proposals.retain(|one| last.is_none_or(|last| one.day > last));
    proposals.truncate(n);
    Ok(proposals)
}

/// The rhythm that was typed, else that of the terms; or why there is none.
async fn rhythm(app: &App, group: &Group, asked: &Asked) -> Result<std::result::Result<(Frequency, bool), Vec<String>>> {
    if !asked.rhythm.is_empty() {
        return Ok(frequency::read(&asked.rhythm).map(|frequency| (frequency, false)));
    }
    Ok(meetings::frequency(&app.db, group.id).await?.map(|frequency| (frequency, true)).ok_or_else(|| {
        vec![
            "The terms in force do not say how often the group meets. Say it below, as in “every second month, second Tuesday, 12:30”."
                .to_owned(),
        ]
    }))
}

async fn page(app: &App, member: &Member, asked: &Asked, shown: Shown<'_>, status: StatusCode) -> Result<Response> {
    must_plan(&member.acting)?;
    let group = &member.acting.group;
    let today = app.clock.today(&group.time_zone);
    let known = known(&app.db, group, today).await?;
    let base = format!("/{}/meetings", group.slug);
    let rhythm = rhythm(app, group, asked).await?;
    let (from, to) = asked.span(today);
    let (mut lines, mut trouble, by_terms) = match &rhythm {
        Ok((frequency, by_terms)) => {
            let usual = usual_days(frequency, known.anchor, known.rules.moves, (from, to));
            let trouble = if usual.is_empty() {
                "Of this no day can be made: say the day as well, as in “second Tuesday”; or plan the first meeting by hand, and the next ones follow it."
            } else {
                ""
            };
            (proposed_lines(&usual, &known, today), vec![trouble.to_owned()], *by_terms)
        }
        Err(messages) => (Vec::new(), messages.clone(), false),
    };
    trouble.retain(|message| !message.is_empty());
    // What was typed into the table stands there again.
    if let Some(fields) = shown.typed.filter(|fields| !fields.get("day-0").is_empty() || !fields.get("usual-0").is_empty()) {
        lines = typed_lines(fields, &known.calendar, shown.errors);
    }
    let proposed = lines.len();
    let stands = known.standing.iter().filter(|one| (from..=to).contains(&one.day)).map(|one| stands(&base, one, lines.len()));
    lines.extend(stands.collect::<Vec<_>>());
    lines.sort_by_key(|line| line.day.trim().parse::<Date>().unwrap_or(line.usual));
    let rules = meetings::rules(&app.db, group.id).await?;
    let said = rhythm.as_ref().ok().map(|(frequency, _)| frequency);
    let typed = |name: &str, own: String| {
        shown.typed.filter(|fields| fields.get("common") == "yes").map_or(own, |fields| fields.get(name).to_owned())
    };
    let field = |name: &'static str, label: &str, input, value| Field::new(name, label, input).value(value).error(shown.errors);
    let start = said.and_then(|said| said.start).unwrap_or(rules.usual_start).strftime("%H:%M").to_string();
    let minutes = said.and_then(|said| said.minutes).unwrap_or(rules.usual_minutes).to_string();
    let all_themes = themes::in_use(&app.db, group.id).await?;
    let turns = all_themes.iter().map(|theme| turn(theme, &known.rules, &shown));
    let years = std::iter::once((String::new(), "The next 12 months".to_owned()));
    let years = years.chain((today.year()..today.year() + YEARS).map(|year| (year.to_string(), year.to_string()))).collect();
    let page = Page {
        frame: member.frame(app, "The year's meetings", "/meetings").with_errors(shown.errors).with_notice(shown.notice.as_deref()),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        days_off: format!("/{}/days-off", group.slug),
        why: if by_terms { Why::of(&app.db, group, Rule::Frequency).await? } else { Why::default() },
        asked: [
            Field::new("rhythm", "How often, on which day, and when", Input::Text)
                .hint("As the terms say it, unless you write something else here. It is used for this page and changes no terms.")
                .value(said.map_or_else(|| asked.rhythm.clone(), Frequency::words)),
            Field::select("year", "For", years).value(asked.year.clone()),
        ],
        year: asked.year.clone(),
        rhythm: asked.rhythm.clone(),
        trouble,
        lines,
        proposed,
        common: [
            field("start", "Begin at", Input::Time, typed("start", start)),
            field("minutes", "Minutes", Input::Number, typed("minutes", minutes)),
            field("place", "Room", Input::Text, typed("place", rules.usual_place)),
            field("link", "Link to join online", Input::Text, typed("link", rules.usual_link)),
        ],
        invite: typed("invite", "yes".into()) == "yes",
        moves: Field::new("moves", "A meeting that would fall on a holiday goes to", Input::Choice(Move::CHOICES))
            .value(
                shown.typed.filter(|fields| !fields.get("moves").is_empty()).map_or(known.rules.moves.key(), |fields| fields.get("moves")),
            )
            .error(shown.errors),
        turns: turns.collect(),
        turning: !known.rules.turns.is_empty(),
        themes: all_themes.clone(),
        base,
    };
    page::show_as(status, &page)
}

fn proposed_lines(usual: &[Date], known: &Known, today: Date) -> Vec<Line> {
    let proposals = propose(usual, &known.rules, &known.calendar, &known.standing, today);
    let line = |(at, one): (usize, Proposal)| Line::proposed(at, one.usual, one.day.to_string(), one.theme, one.holiday.as_deref());
    proposals.into_iter().take(MOST).enumerate().map(line).collect()
}

/// The rows as they were typed, with what to change in each.
fn typed_lines(fields: &Fields, calendar: &Calendar, errors: &[FieldError]) -> Vec<Line> {
    let message = |name: String| errors.iter().find(|error| error.field == name).map(|error| error.message.clone());
    let line = |at: usize| {
        let usual = fields.get(&format!("usual-{at}")).parse().ok()?;
        let (day, theme) = (fields.get(&format!("day-{at}")).to_owned(), fields.get(&format!("theme-{at}")).to_owned());
        let mut line = Line::proposed(at, usual, day, theme, calendar.avoided(usual).as_deref());
        line.chosen = fields.get(&format!("plan-{at}")) == "yes";
        (line.day_error, line.theme_error) = (message(format!("day-{at}")), message(format!("theme-{at}")));
        Some(line)
    };
    (0..MOST).map_while(line).collect()
}

fn stands(base: &str, one: &Standing, at: usize) -> Line {
    let when = one.day.strftime("%A %-d %B %Y").to_string();
    let stands = Some((format!("{base}/{}", one.number), when));
    Line { stands, theme: one.theme.clone(), ..Line::proposed(at, one.day, one.day.to_string(), String::new(), None) }
}

/// A theme with its place among those that take turns, and what to change there.
fn turn(theme: &Theme, rules: &YearRules, shown: &Shown<'_>) -> (Theme, String, Option<String>) {
    let name = format!("turn-{}", theme.key);
    let own = rules.turns.iter().position(|key| *key == theme.key).map(|at| (at + 1).to_string()).unwrap_or_default();
    let value = shown.typed.filter(|fields| !fields.get("moves").is_empty()).map_or(own, |fields| fields.get(&name).to_owned());
    (theme.clone(), value, shown.errors.iter().find(|error| error.field == name).map(|error| error.message.clone()))
}

async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let query = Fields::of_query(&uri);
    let number = |text: &str| text.parse::<u64>().ok();
    let planned = query.get("planned").split_once('.').and_then(|(new, there)| Some((number(new)?, number(there)?)));
    let notice = match planned {
        Some((new, there)) => Some(planned_words(new, there)),
        None => (query.get("saved") == "yes").then(|| "Saved. The proposals below go by it.".to_owned()),
    };
    page(&app, &member, &Asked::of(&query), Shown { notice, ..Shown::default() }, StatusCode::OK).await
}

fn planned_words(new: u64, there: u64) -> String {
    let stood = match there {
        0 => String::new(),
        n => format!(" {} on its day already.", words::count(n, "meeting stood", "meetings stood")),
    };
    match new {
        0 => format!("Nothing new was planned.{stood}"),
        n => format!("{} planned.{stood}", words::count(n, "meeting is", "meetings are")),
    }
}

/// The page's address again, with the year and rhythm that it was about.
fn again(slug: &str, asked: &Asked, what: &str) -> Redirect {
    let [year, rhythm] = [&asked.year, &asked.rhythm].map(|text| kernel::form::encode_query(text).into_owned());
    Redirect::to(&format!("/{slug}/meetings/year?{what}&year={year}&rhythm={rhythm}"))
}

async fn plan(Shared(app): Shared<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    let fields = &posted.fields;
    let asked = Asked::of(fields);
    let rows = (0..MOST).filter(|at| fields.get(&format!("plan-{at}")) == "yes");
    let row = |at| Row { at, day: fields.get(&format!("day-{at}")).to_owned(), theme: fields.get(&format!("theme-{at}")).to_owned() };
    let rows: Vec<Row> = rows.map(row).collect();
    let text = |name: &str| fields.get(name).to_owned();
    let common = NewMeeting {
        start: text("start"),
        minutes: text("minutes"),
        place: text("place"),
        link: text("link"),
        invite: fields.get("invite") == "yes",
        ..NewMeeting::default()
    };
    let mut tx = app.begin().await?;
    match commands::plan(&app, &mut tx, &member.acting, &rows, &common).await {
        Ok(planned) => {
            app.commit(tx).await?;
            Ok(again(&slug, &asked, &format!("planned={}.{}", planned.new, planned.there)).into_response())
        }
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            let shown = Shown { typed: Some(fields), errors: &errors, notice: None };
            page(&app, &member, &asked, shown, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error),
    }
}

async fn set_rules(Shared(app): Shared<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    let fields = &posted.fields;
    let asked = Asked::of(fields);
    let turn = |(name, value): (&str, &str)| Some((name.strip_prefix("turn-")?.to_owned(), value.to_owned()));
    // In the group's order, so that two with one number follow each other as the list has them.
    let typed: Vec<(String, String)> = fields.iter().filter_map(turn).collect();
    let themes = themes::in_use(&app.db, member.acting.group.id).await?;
    let turns: Vec<(String, String)> = themes.iter().filter_map(|theme| typed.iter().find(|(key, _)| *key == theme.key).cloned()).collect();
    let mut tx = app.begin().await?;
    match commands::set_rules(&app, &mut tx, &member.acting, fields.get("moves"), &turns).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let shown = Shown { typed: Some(fields), errors: &errors, notice: None };
            return page(&app, &member, &asked, shown, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(error) => return Err(error),
    }
    Ok(again(&slug, &asked, "saved=yes").into_response())
}
