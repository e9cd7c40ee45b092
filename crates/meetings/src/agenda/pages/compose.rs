//! The agenda is composed: a proposal that can be changed, worked out again around what was fixed, and taken over.

use std::collections::HashMap;

use analysis::agenda::Pin;
use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{
    acting::Member,
    membership::{self, Balance, Sides},
    permissions::Verb,
};
use issues::themes;
use jiff::civil::Time;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::super::{
    commands::{self, Taken, agenda_seen},
    model::{Asked, LeftLine, Line, Proposal, Source, balance, propose, usual_slack},
    queries,
};
use crate::{
    attending::together,
    meetings::{self, Expected, Record, read_time, when},
    references,
};

/// What a choice of three says, for what the proposal took and for what a person put there.
const FREE: &[(&str, &str)] = &[("", "As proposed"), ("in", "On it"), ("out", "Not on it")];
const PLACED: &[(&str, &str)] = &[("in", "On it"), ("free", "As proposed"), ("out", "Not on it")];

struct Shown {
    key: String,
    reference: String,
    title: String,
    purpose: Option<&'static str>,
    begins: String,
    since: String,
    minutes: i64,
    why: String,
    one_side: bool,
    begun: bool,
    pins: &'static [(&'static str, &'static str)],
    pin: &'static str,
}

/// What can be said of a source, and what is said.
fn pins(source: Source, pin: Pin) -> (&'static [(&'static str, &'static str)], &'static str) {
    match (source, pin) {
        // It comes and goes with what is decided.
        (Source::Pause, _) => (&[], ""),
        (Source::Item(_) | Source::Standing(_), Pin::Free) => (PLACED, "free"),
        (Source::Item(_) | Source::Standing(_), Pin::In) => (PLACED, "in"),
        (Source::Item(_) | Source::Standing(_), Pin::Out) => (PLACED, "out"),
        (_, Pin::Free) => (FREE, ""),
        (_, Pin::In) => (FREE, "in"),
        (_, Pin::Out) => (FREE, "out"),
    }
}

fn line(line: Line) -> Shown {
    let (pins, pin) = pins(line.source, line.pin);
    Shown {
        key: line.source.key(),
        reference: line.reference,
        title: line.title,
        purpose: line.purpose.map(meetings::Purpose::words),
        begins: words::time(line.begins),
        since: String::new(),
        minutes: line.minutes,
        why: line.why.join("; "),
        one_side: line.one_side,
        begun: line.begun,
        pins,
        pin,
    }
}

fn left(line: LeftLine) -> Shown {
    let (pins, pin) = pins(line.source, line.pin);
    Shown {
        key: line.source.key(),
        reference: line.reference,
        title: line.title,
        purpose: None,
        begins: String::new(),
        since: line.since.map(words::date).unwrap_or_default(),
        minutes: line.minutes,
        why: line.why,
        one_side: false,
        begun: false,
        pins,
        pin,
    }
}

#[derive(Template)]
#[template(path = "agenda/pages/compose.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    backlog: String,
    standing: String,
    heading: String,
    when: String,
    theme: Option<String>,
    filled: String,
    /// Who is expected, where a side may be short.
    expected: Option<String>,
    /// Who comes later or leaves earlier.
    told: Option<String>,
    seen: String,
    /// The lines that are shown, in order: these are taken over.
    shown: String,
    order: String,
    lines: Vec<Shown>,
    left: Vec<Shown>,
    balance: String,
    picture: Sides,
    from: Field,
    until: Field,
    slack: Field,
    /// Whether both sides are not expected all the time.
    parted: bool,
}

/// What was typed, with what could not be read.
fn asked(fields: &Fields, record: &Record) -> (Asked, Vec<FieldError>) {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, message: &str| errors.push(FieldError { field: field.to_owned().into(), message: message.into() });
    let mut asked = Asked { slack: usual_slack(&record.meeting), ..Asked::default() };
    for (name, value) in fields.iter() {
        if let Some(key) = name.strip_prefix("pin-") {
            let pin = match value {
                "in" => Pin::In,
                "out" => Pin::Out,
                "free" => Pin::Free,
                _ => continue,
            };
            asked.pins.insert(key.to_owned(), pin);
        } else if let Some(key) = name.strip_prefix("minutes-") {
            match value.trim().parse().ok().filter(|minutes| (1..=240).contains(minutes)) {
                Some(minutes) => drop(asked.minutes.insert(key.to_owned(), minutes)),
                None => wrong(name, "Enter a number of minutes from 1 to 240"),
            }
        }
    }
    asked.order = fields.get("order").split_whitespace().map(str::to_owned).collect();
    let mut time = |field: &str| -> Option<Time> {
        let typed = fields.get(field).trim();
        let read = read_time(typed);
        if !typed.is_empty() && read.is_none() {
            wrong(field, "Enter a time of day, as in 13:30, or leave it empty");
        }
        read
    };
    (asked.from, asked.until) = (time("from"), time("until"));
    if !fields.get("slack").trim().is_empty() {
        match fields.get("slack").trim().parse().ok().filter(|minutes| (0..=240).contains(minutes)) {
            Some(minutes) => asked.slack = minutes,
            None => wrong("slack", "Enter a number of minutes from 0 to 240"),
        }
    }
    (asked, errors)
}

/// One step up or down in the order that is shown; then that order is a person's.
fn stepped(shown: &str, fields: &Fields) -> Option<Vec<String>> {
    let mut order: Vec<String> = shown.split_whitespace().map(str::to_owned).collect();
    let (key, up) = match (fields.get("up"), fields.get("down")) {
        ("", "") => return None,
        ("", down) => (down, false),
        (up, _) => (up, true),
    };
    let at = order.iter().position(|other| other == key)?;
    let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < order.len()) };
    if let Some(to) = to {
        order.swap(at, to);
    }
    Some(order)
}

/// The lines that are taken over: those that were shown and not taken out, and those that were put in since; with the minutes typed.
fn taken(shown: &str, asked: &Asked, proposal: &Proposal) -> Vec<Taken> {
    let minutes: HashMap<String, i64> = proposal
        .lines
        .iter()
        .map(|line| (line.source.key(), line.minutes))
        .chain(proposal.left.iter().map(|line| (line.source.key(), line.minutes)))
        .collect();
    let out = |key: &str| asked.pins.get(key) == Some(&Pin::Out);
    let mut keys: Vec<&str> = shown.split_whitespace().filter(|key| !out(key)).collect();
    let end = keys.iter().position(|key| proposal.lines.iter().any(|line| line.last && line.source.key() == **key)).unwrap_or(keys.len());
    let mut put_in: Vec<&str> =
        asked.pins.iter().filter(|(key, pin)| **pin == Pin::In && !keys.contains(&key.as_str())).map(|(key, _)| key.as_str()).collect();
    put_in.sort_unstable();
    keys.splice(end..end, put_in);
    let of = |key: &str| {
        let minutes = asked.minutes.get(key).or_else(|| minutes.get(key)).copied();
        Some((Source::from_key(key)?, minutes.unwrap_or(1)))
    };
    keys.into_iter().filter_map(of).collect()
}

/// The meeting that an address names, for those who compose its agenda.
async fn composed(app: &App, member: &Member, number: &str) -> Result<Record> {
    member.acting.must(Verb::SeeMeetings)?;
    meetings::must_run(&member.acting)?;
    let record = meetings::record(&app.db, member.acting.group.id, references::number(number)?).await?;
    if record.meeting.is_open() {
        return Ok(record);
    }
    Err(Error::Conflict("This meeting is no longer planned, so its agenda stays as it is.".into()))
}

async fn proposal(app: &App, member: &Member, record: &Record, asked: &Asked) -> Result<Proposal> {
    let group = &member.acting.group;
    let record = &record.clone().seen_by(member.acting.person);
    let found = queries::found(&app.db, group, record, app.clock.today(&group.time_zone)).await?;
    let (meeting, asked) = (record.meeting.clone(), asked.clone());
    kernel::app::compute(move || propose(&meeting, &found.fixed, &found.waiting, &asked, words::time)).await
}

async fn page(app: &App, member: &Member, record: &Record, asked: &Asked, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let (group, meeting) = (&member.acting.group, &record.meeting);
    let proposal = proposal(app, member, record, asked).await?;
    let theme = themes::all(&app.db, group.id).await?.into_iter().find(|theme| theme.key == meeting.theme).map(|theme| theme.name);
    let seats = membership::seats(&app.db, group).await?;
    let given = crate::attending::given(&app.db, group.id, meeting.id).await?;
    let expected = Expected::of(&seats, &record.attendees, &given, &record.rules).words();
    let told = together(meeting, &seats, &record.attendees, &given, &record.rules).map(|told| told.words);
    let shown: Vec<String> = proposal.lines.iter().map(|line| line.source.key()).collect();
    let [gps, consultants] = balance(&proposal.lines);
    let side = |name: &str, (items, minutes): (usize, i64)| {
        format!("{name} {} in {}", words::count(items as u64, "item", "items"), words::count(minutes.unsigned_abs(), "minute", "minutes"))
    };
    let count = |minutes: i64| words::count(minutes.unsigned_abs(), "minute", "minutes");
    let filled = match proposal.free {
        0.. => format!("{} of {} are filled.", meeting.minutes - proposal.free, count(meeting.minutes)),
        over => format!("The agenda is {} longer than the meeting: take something out, or give it less time.", count(over)),
    };
    let heading = format!("Compose the agenda of {}", words::date(meeting.held_on));
    let time = |at: Option<Time>| at.map(|at| at.strftime("%H:%M").to_string()).unwrap_or_default();
    let base = format!("/{}/meetings", group.slug);
    let page = Page {
        frame: member.frame(app, &heading, "/meetings").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        heading,
        when: when(meeting),
        theme,
        filled,
        expected: expected.contains("To decide").then_some(expected),
        told,
        seen: agenda_seen(record),
        shown: shown.join(" "),
        order: asked.order.join(" "),
        balance: format!("Of the issues: {}; {}.", side("the GPs have", gps), side("the consultants have", consultants)),
        picture: Sides::new("balance", "Items of each side", Balance { gps: gps.0, consultants: consultants.0 }, false),
        lines: proposal.lines.into_iter().map(line).collect(),
        left: proposal.left.into_iter().map(left).collect(),
        from: Field::new("from", "Both sides are expected from", Input::Time)
            .hint("Empty for the beginning. Nothing is to be decided before.")
            .value(time(asked.from))
            .error(errors),
        until: Field::new("until", "and until", Input::Time)
            .hint("Such as when somebody has to leave. Empty for the end.")
            .value(time(asked.until))
            .error(errors),
        slack: Field::new("slack", "Minutes to keep free", Input::Number).value(asked.slack.to_string()).error(errors),
        parted: asked.from.is_some() || asked.until.is_some() || !errors.is_empty(),
        backlog: format!("{base}/backlog"),
        standing: format!("{base}/standing"),
        base: format!("{base}/{}", meeting.number),
    };
    page::show_as(status, &page)
}

pub(super) async fn show(Shared(app): Shared<App>, Path((_, number)): Path<(String, String)>, member: Member) -> Result<Response> {
    let record = composed(&app, &member, &number).await?;
    let group = &member.acting.group;
    let seats = membership::seats(&app.db, group).await?;
    let given = crate::attending::given(&app.db, group.id, record.meeting.id).await?;
    let told = together(&record.meeting, &seats, &record.attendees, &given, &record.rules);
    let (from, until) = told.map_or((None, None), |told| (told.from, told.until));
    let asked = Asked { slack: usual_slack(&record.meeting), from, until, ..Asked::default() };
    page(&app, &member, &record, &asked, &[], StatusCode::OK).await
}

pub(super) async fn change(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let record = composed(&app, &member, &number).await?;
    let fields = &posted.fields;
    let (mut asked, errors) = asked(fields, &record);
    if let Some(order) = stepped(fields.get("shown"), fields) {
        asked.order = order;
    }
    if fields.get("do") == "order" {
        asked.order.clear();
    }
    if !errors.is_empty() {
        return page(&app, &member, &record, &asked, &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if fields.get("do") != "take" {
        return page(&app, &member, &record, &asked, &[], StatusCode::OK).await;
    }
    let lines = taken(fields.get("shown"), &asked, &proposal(&app, &member, &record, &asked).await?);
    let number = record.meeting.number;
    let mut tx = app.begin().await?;
    match commands::take_over(&app, &mut tx, &member.acting, number, fields.get("seen"), &lines).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let errors = error.into_messages("agenda")?;
            let record = composed(&app, &member, &number.to_string()).await?;
            return page(&app, &member, &record, &asked, &errors, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{}/meetings/{number}?composed#agenda", member.acting.group.slug)).into_response())
}
