//! All reports, what they ask that is not answered, and those they go to.

use askama::Template;
use axum::{
    extract::{OriginalUri, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::super::{
    commands, compose,
    line::{LEVELS, of_terms},
    model::{Line as Above, Meeting, proposed},
    store,
};
use crate::{
    answers::{self, Awaited, Kind},
    networks::must_cascade,
};

/// Reports and asks on the page: more than a group has in decades.
const MOST: i64 = 200;

struct Line {
    href: String,
    title: String,
    state: &'static str,
    told: String,
}

struct AskLine {
    href: String,
    place: String,
    words: String,
    told: String,
    answer: String,
}

struct MeetingLine {
    words: String,
    /// Where it is taken away, if no report was sent for it.
    removal: Option<String>,
}

/// Somebody above, with their meetings and the forms for both.
struct Level {
    level: i64,
    heading: String,
    known: bool,
    address: String,
    meetings: Vec<MeetingLine>,
    fields: [Field; 3],
    meeting_fields: [Field; 2],
    /// Whether a form stands open because a message stands in it.
    open: bool,
}

#[derive(Template)]
#[template(path = "reports/pages/index.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    letters: String,
    cascade: String,
    runs: bool,
    reports: Vec<Line>,
    asks: Vec<AskLine>,
    levels: Vec<Level>,
    period: [Field; 2],
}

/// What the page shows beside what is kept: what was typed, and what is wrong with it.
pub(super) struct Shown<'a> {
    pub(super) typed: &'a Fields,
    pub(super) notice: Option<&'a str>,
    pub(super) errors: &'a [FieldError],
    pub(super) status: StatusCode,
}

fn level(level: i64, there: Option<&Above>, terms: Option<&String>, meetings: Vec<MeetingLine>, shown: &Shown<'_>) -> Level {
    let (typed, errors) = (shown.typed, shown.errors);
    let value = |name: &str, held: String| if typed.get(name).is_empty() { held } else { typed.get(name).to_owned() };
    let held = |of: fn(&Above) -> &String| there.map(|line| of(line).clone()).unwrap_or_default();
    let field = |name: &str, label: &str, input, held: String| {
        let name = format!("{name}-{level}");
        Field::new(name.clone(), label, input).value(value(&name, held)).error(errors)
    };
    let name = there.map_or_else(|| terms.cloned().unwrap_or_default(), |line| line.name.clone());
    let fields = [
        field("name", "What it is called", Input::Text, name.clone()),
        field("secretary", "Its secretary", Input::Text, held(|line| &line.secretary)).hint("A name or a post; may be left empty."),
        field("email", "Where its papers go", Input::Email, held(|line| &line.email)),
    ];
    let meeting_fields = [
        field("held", "They meet on", Input::Date, String::new()),
        field("papers", "And take papers until", Input::Date, String::new()).hint("Left empty: a week before."),
    ];
    Level {
        level,
        heading: match (name.is_empty(), level) {
            (false, _) => format!("To {name}"),
            (true, 1) => "The parent group".into(),
            (true, _) => "The group above it".into(),
        },
        known: there.is_some(),
        address: there.map(|line| line.email.clone()).unwrap_or_default(),
        meetings,
        open: fields.iter().chain(&meeting_fields).any(|field| !field.is_right()),
        fields,
        meeting_fields,
    }
}

fn meeting(base: &str, one: &Meeting, served: bool) -> MeetingLine {
    let sent = if served { "; a report was sent for it" } else { "" };
    MeetingLine {
        words: format!("{}, papers by {}{sent}", words::date(one.held_on), words::date(one.papers_by)),
        removal: (!served).then(|| format!("{base}/meetings/{}/removal", one.id)),
    }
}

pub(super) async fn page(app: &App, member: &Member, shown: Shown<'_>) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let base = format!("/{}/reports", group.slug);
    let today = app.clock.today(&group.time_zone);
    let (lines, terms) = (store::lines(&app.db, group.id).await?, of_terms(&app.db, group.id).await?);
    let (meetings, served) = (store::meetings(&app.db, group.id, today).await?, store::served(&app.db, group.id).await?);
    let (from, to) = proposed(store::last_day(&app.db, group.id).await?, commands::months(&app.db, group.id).await?, today);
    let levels = (1..=LEVELS).zip(0_usize..).map(|(at, nth)| {
        let there = lines.iter().find(|line| line.level == at);
        let theirs = meetings.iter().filter(|one| there.is_some_and(|line| line.id == one.line));
        let theirs = theirs.map(|one| meeting(&base, one, served.contains(&one.id))).collect();
        level(at, there, terms.get(nth), theirs, &shown)
    });
    let line = |report: super::Report| Line {
        href: format!("{base}/{}?version={}", report.number, report.version),
        title: format!(
            "Report {}{}: {}",
            report.number,
            if report.version > 1 { format!(", version {}", report.version) } else { String::new() },
            compose::period(&report.content)
        ),
        state: report.state.words(),
        told: report
            .approved_on
            .map_or_else(|| format!("begun on {}", words::date(report.drafted_on)), |day| format!("approved on {}", words::date(day))),
    };
    let ask = |one: Awaited| AskLine {
        href: format!("/{}/answers/{}", group.slug, one.id),
        place: one.place_words(),
        told: one.told(today),
        words: if one.wanted.is_empty() { one.words } else { one.wanted },
        answer: one.answer,
    };
    let day = |name: &'static str, label: &str, held: jiff::civil::Date| {
        let value = if shown.typed.get(name).is_empty() { held.to_string() } else { shown.typed.get(name).to_owned() };
        Field::new(name, label, Input::Date).value(value).error(shown.errors)
    };
    let page = Page {
        frame: member.frame(app, "Reports up the line", "/cascade").with_errors(shown.errors).with_notice(shown.notice),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        letters: format!("/{}/letters", group.slug),
        cascade: format!("/{}/cascade", group.slug),
        runs: must_cascade(acting).is_ok(),
        levels: levels.collect(),
        reports: store::list(&app.db, group.id, MOST).await?.into_iter().map(line).collect(),
        asks: answers::of_kind(&app.db, group.id, Kind::Ask, MOST).await?.into_iter().map(ask).collect(),
        period: [day("from_on", "From", from), day("to_on", "To", to)],
        base,
    };
    page::show_as(shown.status, &page)
}

pub(super) async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let notice = match uri.query() {
        Some("line") => Some("Saved."),
        Some("meeting") => Some("Noted. The administrator is reminded before its papers are due."),
        Some("dropped") => Some("Taken away."),
        _ => None,
    };
    page(&app, &member, Shown { typed: &Fields::default(), notice, errors: &[], status: StatusCode::OK }).await
}

pub(super) async fn draft(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let typed = &posted.fields;
    let mut tx = app.begin().await?;
    let report = match commands::draft(&app, &mut tx, &member.acting, typed.get("from_on"), typed.get("to_on")).await {
        Ok(report) => report,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return page(&app, &member, Shown { typed, notice: None, errors: &error.into_messages("from_on")?, status }).await;
        }
    };
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{}/reports/{}?drafted", member.acting.group.slug, report.number)).into_response())
}
