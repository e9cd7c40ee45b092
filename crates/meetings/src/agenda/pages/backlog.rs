//! What waits for a meeting, and since when.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, permissions::Verb};
use issues::themes;
use kernel::{
    App, Error, Result,
    form::Posted,
    page::{self, Frame},
    words,
};

use super::super::{commands, queries};
use crate::meetings;

struct Line {
    reference: String,
    title: String,
    theme: String,
    waits: String,
    carried: String,
    reports: String,
    /// Where it is dropped, if it is a topic.
    removal: Option<String>,
}

#[derive(Template)]
#[template(path = "agenda/pages/backlog.html")]
struct Page {
    frame: Frame,
    forgery: String,
    back: String,
    counted: String,
    runs: bool,
    /// The next agenda that can be composed of it, and its day.
    compose: Option<(String, String)>,
    lines: Vec<Line>,
}

pub(super) async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    member.acting.must(Verb::SeeMeetings)?;
    let group = &member.acting.group;
    let today = app.clock.today(&group.time_zone);
    let waiting = queries::backlog(&app.db, group.id).await?;
    let themes = themes::all(&app.db, group.id).await?;
    let next = meetings::next_planned(&app.db, group.id, today).await?;
    let base = format!("/{}/meetings", group.slug);
    let runs = meetings::must_run(&member.acting).is_ok();
    let line = |one: queries::Backlog| Line {
        reference: one.reference.map(|number| group.reference(number)).unwrap_or_default(),
        theme: themes.iter().find(|theme| theme.key == one.theme).map(|theme| theme.name.clone()).unwrap_or_default(),
        waits: format!("since {}", words::date(one.since)),
        carried: match one.carried {
            0 => "Never".into(),
            1 => "Once".into(),
            2 => "Twice".into(),
            n => format!("{n} times"),
        },
        reports: if one.topic.is_some() { "No issue".into() } else { one.reports.to_string() },
        removal: one.topic.map(|id| format!("{base}/backlog/{id}/removal")),
        title: one.title,
    };
    let notice = match uri.query() {
        Some("dropped") => Some("It waits no more."),
        Some("copied") => Some("The copy waits here: no later meeting is planned."),
        _ => None,
    };
    page::show(&Page {
        frame: member.frame(&app, "What waits for a meeting", "/meetings").with_notice(notice),
        forgery: member.session.forgery_token(&app),
        counted: words::count(waiting.len() as u64, "thing waits", "things wait"),
        compose: next.filter(|_| runs).map(|next| (format!("{base}/{}/compose", next.number), words::date(next.held_on))),
        lines: waiting.into_iter().map(line).collect(),
        back: base.clone(),
        runs,
    })
}

pub(super) async fn remove(
    Shared(app): Shared<App>,
    Path((slug, topic)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    member.acting.must(Verb::SeeMeetings)?;
    let topic = topic.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::drop_topic(&app, &mut tx, &member.acting, topic).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/meetings/backlog?dropped")).into_response())
}
