//! The pages of the lists.

mod action;
mod actions;
mod export;
pub(super) mod listing;

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    response::Response,
    routing::{get, post},
};
use group::{
    acting::Member,
    groups::Group,
    permissions::Verb,
    rules::{Rule, Why},
};
use issues::themes;
use jiff::civil::Date;
use kernel::{
    App, Error, Result,
    form::{Fields, encode_query},
    page::{self, Frame},
    words,
};

use super::queries::{self, DecisionLine, Line};
use crate::{
    attending, corrections,
    meetings::{self, State, told, when},
    references::{in_address, item as item_reference, read_decision},
    year::{self, Proposal},
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/meetings", get(list))
        .route("/{group}/decisions", get(decisions))
        .route("/{group}/decisions/{reference}", get(decision))
        .route("/{group}/actions", get(actions::actions))
        .route("/{group}/actions/{reference}", get(action::action))
        .route("/{group}/actions/log.xlsx", get(export::excel))
        .route("/{group}/actions/log.csv", get(export::csv))
        .route("/{group}/actions/{reference}/change", post(action::change))
        .route("/{group}/actions/{reference}/completion", post(action::complete))
}

/// Days that are proposed at once.
const PROPOSED: usize = 3;
/// Lines on a page.
const PAGE: i64 = 50;

fn page_of<T>(mut lines: Vec<T>) -> (Vec<T>, bool) {
    let more = lines.len() as i64 > PAGE;
    lines.truncate(PAGE as usize);
    (lines, more)
}

struct MeetingLine {
    href: String,
    day: String,
    when: String,
    theme: String,
    items: String,
    /// Whether each side will be enough, of one that is still to come.
    forecast: String,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "register/meetings.html")]
struct Meetings {
    frame: Frame,
    base: String,
    sees_all: bool,
    may_plan: bool,
    coming: Vec<MeetingLine>,
    /// Days for the next meetings, each with where it is planned.
    proposed: Vec<(String, String)>,
    why: Why,
    past: Vec<MeetingLine>,
    older: Option<String>,
}

/// Where a list goes on: the day and number of the last line on the page before.
fn after(typed: &str) -> Option<(Date, i64)> {
    let (day, number) = typed.rsplit_once('.')?;
    Some((day.parse().ok()?, number.parse().ok()?))
}

async fn list(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::ReadPublished)?;
    let group = &acting.group;
    let base = format!("/{}/meetings", group.slug);
    let themes = themes::all(&app.db, group.id).await?;
    let sees_all = acting.may(Verb::SeeMeetings);
    let today = app.clock.today(&group.time_zone);
    let after = after(Fields::of_query(&uri).get("after"));
    let forecasts = if sees_all && after.is_none() {
        attending::forecasts(&app.db, group.id, today, None, &meetings::rules(&app.db, group.id).await?).await?
    } else {
        BTreeMap::new()
    };
    let line = |line: Line| {
        let meeting = line.meeting;
        let minute = match line.minute.as_deref() {
            Some("draft") => Some("Minute in draft"),
            Some("published") => Some("Minute published"),
            Some(_) => Some("Minute confirmed"),
            None => None,
        };
        MeetingLine {
            href: format!("{base}/{}{}", meeting.number, if meeting.state == State::Adjourned { "/minute" } else { "" }),
            day: words::date(meeting.held_on),
            when: when(&meeting),
            theme: themes.iter().find(|theme| theme.key == meeting.theme).map_or_else(|| "No theme".to_owned(), |theme| theme.name.clone()),
            items: words::count(u64::try_from(line.items).unwrap_or(0), "item", "items"),
            forecast: forecasts.get(&meeting.number).map(|forecast| forecast.brief()).unwrap_or_default(),
            state: minute.unwrap_or_else(|| meeting.state.words()),
        }
    };
    let coming = if sees_all && after.is_none() { queries::coming(&app.db, group.id, today, PAGE).await? } else { Vec::new() };
    let below = after.unwrap_or((Date::MAX, i64::MAX));
    let (past, more) = page_of(queries::past(&app.db, group.id, below, today, !sees_all, PAGE).await?);
    let older = past.last().filter(|_| more).map(|last| format!("{base}?after={}.{}", last.meeting.held_on, last.meeting.number));
    let may_plan = acting.may(Verb::RunMeetings);
    let proposed = if may_plan && after.is_none() { year::coming(&app.db, group, today, PROPOSED).await? } else { Vec::new() };
    let why = if proposed.is_empty() { Why::default() } else { Why::of(&app.db, group, Rule::Frequency).await? };
    let proposal = |one: Proposal| {
        let why = one.holiday.as_ref().map(|holiday| format!(" ({} is {holiday})", words::date(one.usual))).unwrap_or_default();
        let theme = if one.theme.is_empty() { String::new() } else { format!("&theme={}", one.theme) };
        (format!("{}{why}", words::date(one.day)), format!("{base}/plan?date={}{theme}", one.day))
    };
    let page = Meetings {
        frame: member.frame(&app, "Meetings", "/meetings"),
        may_plan,
        proposed: proposed.into_iter().map(proposal).collect(),
        why,
        sees_all,
        coming: coming.into_iter().map(line).collect(),
        past: past.into_iter().map(line).collect(),
        older,
        base,
    };
    page::show(&page)
}

struct DecisionRow {
    href: String,
    reference: String,
    words: String,
    title: String,
    day: String,
    /// Where it stands, while it does not hold yet.
    standing: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "register/decisions.html")]
struct Decisions {
    frame: Frame,
    rows: Vec<DecisionRow>,
    newer: Option<String>,
    older: Option<String>,
}

fn decision_href(group: &Group, reference: &str) -> String {
    format!("/{}/decisions/{}", group.slug, in_address(reference))
}

async fn decisions(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::ReadPublished)?;
    let group = &acting.group;
    let base = format!("/{}/decisions", group.slug);
    let after = read_decision(Fields::of_query(&uri).get("after"));
    let below = after.unwrap_or((i64::MAX, i64::MAX));
    let lines = queries::decisions(&app.db, group.id, below, (acting.person, !acting.may(Verb::SeeMeetings)), PAGE).await?;
    let (lines, more) = page_of(lines);
    let row = |line: &DecisionLine| {
        let reference = line.decision.reference();
        DecisionRow {
            href: decision_href(group, &reference),
            words: line.decision.words.clone(),
            title: line.title.clone(),
            day: words::date(line.decision.decided_on),
            standing: line.decision.standing(),
            reference,
        }
    };
    let older = lines.last().filter(|_| more).map(|last| format!("{base}?after={}", in_address(&last.decision.reference())));
    let page = Decisions {
        frame: member.frame(&app, "Decisions", "/decisions"),
        rows: lines.iter().map(row).collect(),
        newer: after.map(|_| base),
        older,
    };
    page::show(&page)
}

#[derive(Template)]
#[template(path = "register/decision.html")]
struct DecisionPage {
    frame: Frame,
    reference: String,
    back: String,
    words: String,
    /// Where it stands, while it does not hold yet.
    standing: Option<&'static str>,
    facts: Vec<(&'static str, String, Option<String>)>,
    /// Where an agreement is drafted from it, for who drafts agreements.
    agreement: Option<String>,
    /// What networks are told of it, and who has heard it, for who runs the cascade.
    told: Option<(String, String)>,
    /// Where its words are corrected, for who keeps the record.
    correct: Option<String>,
}

async fn decision(Shared(app): Shared<App>, Path((_, reference)): Path<(String, String)>, member: Member) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::ReadPublished)?;
    let group = &acting.group;
    let sees_all = acting.may(Verb::SeeMeetings);
    let line = queries::decision(&app.db, group.id, read_decision(&reference).ok_or(Error::NotFound)?, (acting.person, !sees_all)).await?;
    let meeting = format!("/{}/meetings/{}", group.slug, line.meeting);
    let item = item_reference(line.item_year, line.item_number);
    let mut facts = vec![
        ("About", line.title.clone(), None),
        ("Decided on", words::date(line.decision.decided_on), sees_all.then(|| meeting.clone())),
        ("Item", item.clone(), sees_all.then(|| format!("{meeting}/items/{}", in_address(&item)))),
        ("Quorum", line.decision.quorum.words(), None),
    ];
    if let Some(issue) = line.issue {
        let reference = group.reference(issue);
        facts.push(("Issue", reference.clone(), acting.may(Verb::ReadIssues).then(|| format!("/{}/issues/{reference}", group.slug))));
    }
    facts.extend(told(&line.decision).into_iter().map(|(term, text)| (term, text, None)));
    let reference = line.decision.reference();
    let today = app.clock.today(&group.time_zone);
    if let Some(tally) = issues::holding::of_decision(&app.db, group.id, &reference, today).await?.filter(|_| sees_all) {
        facts.push(("Has it held", tally.words(), None));
    }
    let agreed = agreements::rules::in_force(&app.db, group.id).await?;
    for rule in agreed.iter().filter(|rule| rule.content.decision_id == Some(line.decision.id)) {
        let words = format!("{}: {}", rule.reference(), rule.content.title);
        facts.push(("Agreement in force", words, Some(agreements::rules::address(group, rule))));
    }
    let corrections = corrections::of_decision(&app.db, group.id, line.decision.id).await?;
    for one in corrections.into_iter().filter(|_| sees_all) {
        match one.corrected_on {
            Some(day) => facts.push(("Corrected", format!("{}. It said before: {} Why: {}", words::date(day), one.before, one.why), None)),
            None => facts.push((
                "A correction waits",
                one.after,
                Some(format!("/{}/decisions/{}/correction", group.slug, in_address(&reference))),
            )),
        }
    }
    let tells = line.decision.confirmed && line.decision.outcome.cascades && acting.may(Verb::RunCascade);
    let correct = line.decision.confirmed && acting.may(Verb::RunMeetings);
    // The page of the area below begins with what a decision hands over.
    let agreement = (line.decision.confirmed && acting.may(Verb::DraftAgreements)).then(|| {
        let issue = line.issue.map(|number| group.reference(number)).unwrap_or_default();
        let [decision, sentence] = [&reference, &line.decision.words].map(|text| encode_query(text).into_owned());
        format!("/{}/agreements/new?decision={decision}&decision_id={}&sentence={sentence}&issues={issue}", group.slug, line.decision.id)
    });
    let page = DecisionPage {
        agreement,
        // Of the area above, by their addresses: what networks are told, and who has heard what of that day.
        told: tells.then(|| {
            let (base, day) = (format!("/{}/cascade", group.slug), line.decision.decided_on);
            (format!("{base}/decisions/{}", in_address(&reference)), format!("{base}/coverage?from={day}&to={day}"))
        }),
        correct: correct.then(|| format!("/{}/decisions/{}/correction", group.slug, in_address(&reference))),
        frame: member.frame(&app, format!("Decision {reference}"), "/decisions"),
        reference,
        back: format!("/{}/decisions", group.slug),
        standing: line.decision.standing(),
        words: line.decision.words,
        facts,
    };
    page::show(&page)
}
