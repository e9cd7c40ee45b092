//! The list of letters, the newest first, each with where its answer stands.

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

use super::super::{
    model::{State, read_reference, reference},
    store,
};
use crate::{
    answers::{self, Kind},
    networks::must_cascade,
};

/// Letters on a page.
const PAGE: usize = 50;
/// What is awaited is looked for among so many: more than stand on a page.
const AWAITED: i64 = 1_000;

struct Line {
    href: String,
    reference: String,
    subject: String,
    to: String,
    stands: String,
}

#[derive(Template)]
#[template(path = "letters/pages/index.html")]
struct Page {
    frame: Frame,
    base: String,
    cascade: String,
    reports: String,
    runs: bool,
    lines: Vec<Line>,
    further: Option<String>,
}

pub(super) async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    member.acting.must(Verb::SeeMeetings)?;
    let group = &member.acting.group;
    let base = format!("/{}/letters", group.slug);
    let fields = Fields::of_query(&uri);
    let below = read_reference(fields.get("after")).unwrap_or(i64::MAX);
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let mut letters = store::list(&app.db, group.id, below, limit).await?;
    let more = letters.len() > PAGE;
    letters.truncate(PAGE);
    let awaited = answers::of_kind(&app.db, group.id, Kind::Letter, AWAITED).await?;
    let today = app.clock.today(&group.time_zone);
    let further = letters.last().filter(|_| more).map(|last| format!("{base}?after={}", reference(last.number)));
    let line = |letter: super::Letter| {
        let name = reference(letter.number);
        let asked = awaited.iter().find(|one| one.about == letter.id);
        let stands = match (letter.state, asked, letter.sent_on) {
            (State::Sent, Some(asked), _) => asked.told(today),
            (State::Sent, None, Some(day)) => format!("Sent on {}; no answer is asked for", words::date(day)),
            (state, ..) => state.words().to_owned(),
        };
        Line { href: format!("{base}/{name}"), reference: name, subject: letter.content.subject, to: letter.content.to, stands }
    };
    let notice = fields.iter().any(|(name, _)| name == "rules").then_some("Saved.");
    page::show(&Page {
        frame: member.frame(&app, "Letters", "/cascade").with_notice(notice),
        cascade: format!("/{}/cascade", group.slug),
        reports: format!("/{}/reports", group.slug),
        runs: must_cascade(&member.acting).is_ok(),
        lines: letters.into_iter().map(line).collect(),
        further,
        base,
    })
}
