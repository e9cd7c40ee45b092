//! The page on which members search in the group's own decisions and published minutes.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, State as Shared},
    response::Response,
    routing::get,
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Result,
    form::{Fields, encode_query},
    limits::Class,
    page::{self, Frame},
    search, words,
};

use super::store;
use crate::{
    past::around,
    references::{decision as decision_reference, in_address},
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/search", get(show))
}

/// Of each kind, the most that a search shows.
const FOUND: i64 = 25;

struct Line {
    href: String,
    name: String,
    /// What it is about, or the paragraph in which a word was found.
    said: String,
    words: String,
    day: String,
}

#[derive(Template)]
#[template(path = "found/index.html")]
struct Index {
    frame: Frame,
    base: String,
    q: String,
    searched: bool,
    decisions: Vec<Line>,
    minutes: Vec<Line>,
    /// The same words elsewhere: what is looked through there, and its address.
    elsewhere: Vec<(&'static str, String)>,
}

async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::ReadPublished)?;
    let group = &acting.group;
    let home = format!("/{}", group.slug);
    let q = Fields::of_query(&uri).get("q").trim().to_owned();
    let searched = search::has_words(&q);
    let (mut decisions, mut minutes) = (Vec::new(), Vec::new());
    if searched {
        if !app.settings.demonstration {
            app.limits.check(Class::Search, app.keys.sign("search", &[acting.person.as_bytes()]))?;
        }
        let reader = (acting.person, !acting.may(Verb::SeeMeetings));
        decisions = store::decisions(&app.db, group, &q, reader, FOUND).await?;
        minutes = store::minutes(&app.db, group, &q, FOUND).await?;
    }
    let decision = |one: store::Decision| {
        let name = decision_reference(one.year, one.number);
        let href = format!("{home}/decisions/{}", in_address(&name));
        Line { href, name, said: one.title, words: one.words, day: words::date(one.decided_on) }
    };
    let minute = |one: store::Minute| {
        let (name, day) = (format!("Minute of {}", words::date(one.held_on)), words::date(one.held_on));
        Line { href: format!("{home}/meetings/{}/minute", one.meeting), name, said: String::new(), words: around(&one.body, &q), day }
    };
    let typed = encode_query(&q).into_owned();
    let issues = acting.may(Verb::ReadIssues).then(|| ("Issues", format!("{home}/issues?q={typed}")));
    let past = ("Minutes and decisions from before Brig", format!("{home}/past?q={typed}"));
    let page = Index {
        frame: member.frame(&app, "Search decisions and minutes", "/decisions"),
        decisions: decisions.into_iter().map(decision).collect(),
        minutes: minutes.into_iter().map(minute).collect(),
        elsewhere: if searched { issues.into_iter().chain([past]).collect() } else { Vec::new() },
        base: format!("{home}/search"),
        searched,
        q,
    };
    page::show(&page)
}
