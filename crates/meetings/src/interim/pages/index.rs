//! The list: what is open, and what is over.

use askama::Template;
use axum::{
    extract::{OriginalUri, State as Shared},
    response::Response,
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Result,
    form::Fields,
    page::{self, Frame},
    words,
};

use super::{
    super::{
        commands, days,
        model::{State, counted, latest},
        paper::Interim,
        store,
    },
    base, state_words, time_words,
};

struct OpenLine {
    href: String,
    title: String,
    state: &'static str,
    time: String,
    answered: String,
    own: &'static str,
}

struct OverLine {
    href: String,
    title: String,
    opened: String,
    state: String,
}

#[derive(Template)]
#[template(path = "interim/pages/index.html")]
struct Page {
    frame: Frame,
    opens: Option<String>,
    open: Vec<OpenLine>,
    over: Vec<OverLine>,
    older: Option<String>,
}

/// Lines on a page.
const PAGE: i64 = 50;

pub(super) async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let today = app.clock.today(&group.time_zone);
    let voters = commands::voters(&app.db, group).await?;
    let days = days::calendar(&app.db, group, today).await?;
    let core = voters.iter().filter(|voter| voter.counts).count();
    let line = |interim: Interim| OpenLine {
        href: base(group, interim.number),
        state: state_words(&interim.course, today),
        time: time_words(&interim.course, &days, today),
        answered: format!("{} of {core}", counted(&voters, &interim.course.given).len()),
        own: latest(&interim.course.given, acting.person).map_or("Not yet", |given| given.answer.words()),
        title: interim.asking.title,
    };
    let below = Fields::of_query(&uri).get("below").parse().unwrap_or(i64::MAX);
    let open = if below == i64::MAX { store::in_state(&app.db, group.id, State::Open).await? } else { Vec::new() };
    let mut over = store::over(&app.db, group.id, below, PAGE + 1).await?;
    let more = over.len() as i64 > PAGE;
    over.truncate(PAGE as usize);
    let older = over.last().filter(|_| more).map(|last| format!("/{}/interim?below={}", group.slug, last.number));
    let became = |line: &store::Line| match (line.state, line.ratified, line.refused_on) {
        (State::Decided, true, _) => "Decided and ratified".to_owned(),
        (State::Decided, false, Some(day)) => format!("Decided; not ratified on {}", words::date(day)),
        (State::Decided, false, None) => "Decided; waits to be ratified".to_owned(),
        (State::ToMeeting, ..) => "To a meeting".to_owned(),
        (State::TakenBack, ..) => "Taken back".to_owned(),
        (State::Open, ..) => "Open".to_owned(),
    };
    let page = Page {
        frame: member.frame(&app, "Decisions between meetings", "/meetings"),
        opens: acting.may(Verb::TurnKey).then(|| format!("/{}/interim/new", group.slug)),
        open: open.into_iter().map(line).collect(),
        over: over
            .into_iter()
            .map(|line| OverLine {
                href: base(group, line.number),
                state: became(&line),
                opened: words::date(line.opened_on),
                title: line.title,
            })
            .collect(),
        older,
    };
    page::show(&page)
}
