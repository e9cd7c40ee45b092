//! The list of the directory: filtered, searched, and taken out as a table.

use askama::Template;
use axum::{
    extract::{OriginalUri, State as Shared},
    http::header,
    response::{IntoResponse, Response},
};
use kernel::{
    App, Result,
    form::{Fields, encode_query},
    page::{self, Field, Frame, Input},
    words,
};

use super::{
    super::{
        asking,
        model::{Entry, Kind},
        store,
    },
    base_of, import,
};
use crate::{acting::Member, permissions::Verb};

/// Lines on a page of the list.
const PAGE: i64 = 100;

struct Line {
    href: String,
    name: String,
    kind: &'static str,
    contact: String,
    post: String,
    standing: String,
}

#[derive(Template)]
#[template(path = "directory/pages/index.html")]
struct Index {
    frame: Frame,
    base: String,
    forgery: String,
    runs: bool,
    unasked: Option<String>,
    asks: String,
    search: Field,
    kind: Field,
    filtered: bool,
    lines: Vec<Line>,
    further: Option<String>,
}

/// A pattern for what somebody searches: its own signs of patterns count as letters.
pub(in super::super) fn pattern(search: &str) -> String {
    let text = search.trim().to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{text}%")
}

fn asks(months: i64) -> String {
    match months {
        0 => "Contacts are not asked again by themselves.".into(),
        1 => "Contacts are asked once a month whether what we hold is still right.".into(),
        12 => "Contacts are asked once a year whether what we hold is still right.".into(),
        months => format!("Contacts are asked every {months} months whether what we hold is still right."),
    }
}

pub(super) async fn index(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeDirectory)?;
    let (base, group, query) = (base_of(acting), acting.group.id, Fields::of_query(&uri));
    let kind = Kind::from_key(query.get("kind")).map_or("", Kind::key);
    let from: i64 = query.get("from").parse().ok().filter(|from| (0..1_000_000).contains(from)).unwrap_or_default();
    let search = query.get("search").trim();
    let mut entries = store::page(&app.db, group, kind, &pattern(search), (PAGE + 1, from)).await?;
    let more = entries.len() as i64 > PAGE;
    entries.truncate(PAGE as usize);
    let today = app.clock.today(&acting.group.time_zone);
    let runs = acting.may(Verb::RunDirectory);
    let unasked = if runs { asking::unasked(store::all(&app.db, group).await?).len() } else { 0 };
    let line = |entry: Entry| Line {
        href: format!("{base}/entries/{}", entry.id),
        kind: entry.kind.words(),
        contact: entry.contact.words(),
        standing: entry.standing(today),
        name: entry.name,
        post: entry.post,
    };
    let notice = match uri.query().and_then(|query| query.split('&').next()) {
        Some("added") => Some("The entry is in the directory."),
        Some("retired") => Some("The entry was taken out of the directory."),
        Some("asked") => Some("Each of them gets a mail with a link."),
        Some("saved") => Some("Saved."),
        _ => None,
    };
    let kinds =
        std::iter::once((String::new(), "Everything".to_owned())).chain(Kind::ALL.map(|kind| (kind.key().into(), kind.words().into())));
    let page = Index {
        frame: member.frame(&app, "Directory", "/directory").with_notice(notice),
        forgery: member.session.forgery_token(&app),
        runs,
        unasked: (unasked > 0).then(|| words::count(unasked as u64, "contact was", "contacts were")),
        asks: asks(store::months(&app.db, group).await?),
        search: Field::new("search", "Search for a name", Input::Text).value(search),
        kind: Field::select("kind", "Kind", kinds.collect()).value(kind),
        filtered: !search.is_empty() || !kind.is_empty(),
        further: more.then(|| format!("{base}?kind={kind}&search={}&from={}", encode_query(search), from + PAGE)),
        lines: entries.into_iter().map(line).collect(),
        base,
    };
    page::show(&page)
}

/// The directory as a table, with the names of columns under which it can be brought in again.
pub(super) async fn export(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeDirectory)?;
    let text = import::as_csv(&store::all(&app.db, acting.group.id).await?);
    let name = format!("attachment; filename=\"{}-directory.csv\"", acting.group.slug);
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)], text).into_response())
}
