//! The page of a minute's versions: what was done, by whom, and what is different between two texts.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    response::Response,
    routing::get,
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Error, Result,
    form::Fields,
    page::{self, Frame},
    words,
};

use super::{
    super::{
        model::Paper,
        pages::{here, readable, sees_reserved},
    },
    diff::{Change, changes},
    model::lines,
    store,
};
use crate::references::number;

/// The routes of this slice.
pub(in super::super) fn routes() -> Router<App> {
    Router::new().route("/{group}/meetings/{number}/minute/versions", get(show))
}

struct Row {
    number: i64,
    what: &'static str,
    who: String,
    when: String,
    why: String,
    fingerprint: String,
    /// Where what is different to the one before is shown; empty where the text is the same or there is none before.
    href: String,
    current: bool,
}

struct Place {
    heading: String,
    changes: Vec<Change>,
}

#[derive(Template)]
#[template(path = "minutes/versions/show.html")]
struct Page {
    frame: Frame,
    here: String,
    rows: Vec<Row>,
    /// The two versions that are compared, and what is different.
    compared: Option<(i64, i64, Vec<Place>)>,
}

/// What is different between two papers, by the section in which it stands now.
fn places(before: &Paper, now: &Paper, reserved: bool) -> Vec<Place> {
    let whole = |paper: &Paper| lines(&if reserved { paper.together() } else { paper.open.clone() });
    let (before, now) = (whole(before), whole(now));
    let said = |lines: &[super::Line]| lines.iter().map(|line| line.words.clone()).collect::<Vec<_>>();
    let mut places: Vec<(i64, Place)> = Vec::new();
    for (at, change) in changes(&said(&before), &said(&now)) {
        let section = now.get(at).map_or(0, |line| line.section);
        if places.last().is_none_or(|(last, _)| *last != section) {
            let heading = now.iter().find(|line| line.section == section && section > 0).map(|line| line.words.clone());
            places.push((section, Place { heading: heading.unwrap_or_else(|| "Before the first section".into()), changes: Vec::new() }));
        }
        if let Some((_, place)) = places.last_mut() {
            place.changes.push(change);
        }
    }
    places.into_iter().map(|(_, place)| place).collect()
}

async fn show(
    Shared(app): Shared<App>,
    Path((_, typed)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let found = readable(&app, acting, number(&typed)?).await?;
    found.must_be_shown()?;
    let all = store::all(&app.db, group.id, found.meeting.id).await?;
    let query = Fields::of_query(&uri);
    let asked = |name: &str| query.get(name).parse::<i64>().ok();
    let compared = match (asked("from"), asked("to")) {
        (Some(from), Some(to)) => {
            let before = store::text(&app.db, group.id, found.meeting.id, from).await?.ok_or(Error::NotFound)?;
            let now = store::text(&app.db, group.id, found.meeting.id, to).await?.ok_or(Error::NotFound)?;
            let (before, now) = (before.without(&found.without), now.without(&found.without));
            Some((from, to, places(&before, &now, sees_reserved(acting))))
        }
        _ => None,
    };
    let here = here(group, found.meeting.number);
    let rows = all.iter().enumerate().map(|(at, version)| {
        // The nearest one before it whose text is another.
        let before = all[at + 1..].iter().find(|other| other.hash != version.hash);
        let same = all.get(at + 1).is_some_and(|other| other.hash == version.hash);
        Row {
            number: version.number,
            what: version.kind.words(),
            who: version.name.clone(),
            when: words::date_and_time(version.at, &group.time_zone),
            why: version.why.clone(),
            fingerprint: kernel::keys::hex(&version.hash).chars().take(16).collect(),
            href: before
                .filter(|_| !same)
                .map(|before| format!("{here}/versions?from={}&to={}#changes", before.number, version.number))
                .unwrap_or_default(),
            current: version.hash == found.hash,
        }
    });
    let page = Page {
        frame: member.frame(&app, format!("Versions of the minute of {}", words::date(found.meeting.held_on)), "/meetings"),
        rows: rows.collect(),
        here,
        compared,
    };
    page::show(&page)
}
