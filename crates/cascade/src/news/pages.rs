//! What everybody can read of a network without signing in, its feed, and the sheet that the group prints.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use group::{
    acting::Member,
    groups::{self, Group},
    permissions::Verb,
};
use kernel::{
    App, Error, Result,
    app::compute,
    form::{Fields, encode_query},
    page::{self, Frame},
    words,
};
use uuid::Uuid;

use super::{
    feed,
    model::{Gone, Told},
    sheet, store,
};
use crate::{
    networks::{self, Network, Takes},
    said_and_done,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/news/{network}", get(show))
        .route("/{group}/news/{network}/feed.atom", get(atom))
        .route("/{group}/cascade/editions/{edition}/sheet.pdf", get(print))
}

/// Editions on one page.
const PAGE: i64 = 10;
/// Editions in the feed.
const IN_FEED: i64 = 50;

struct Call {
    title: String,
    paragraphs: Vec<String>,
    label: String,
    href: String,
}

struct Line {
    id: Uuid,
    out: String,
    told: Told,
    calls: Vec<Call>,
}

#[derive(Template)]
#[template(path = "news/show.html")]
struct Page {
    frame: Frame,
    name: String,
    /// Who reads it, in the group's words; may be empty.
    audience: String,
    here: String,
    raise: String,
    lines: Vec<Line>,
    before: Option<i64>,
    after: Option<i64>,
}

fn line(group: &Group, gone: Gone) -> Line {
    let call = |call: &super::model::Call| Call {
        title: call.title.clone(),
        paragraphs: call.paragraphs.clone(),
        label: format!("Tell us about {}", call.theme),
        href: match call.door.as_str() {
            "" => format!("/{}/raise", group.slug),
            door => format!("/{}/raise?from={}", group.slug, encode_query(door)),
        },
    };
    Line { id: gone.edition, out: words::date(gone.told.out_on), calls: gone.told.calls.iter().map(call).collect(), told: gone.told }
}

/// The network that a public address names.
async fn opened(app: &App, slug: &str, network: &str) -> Result<(Group, Network)> {
    let group = groups::by_slug(&app.db, slug).await?;
    let network = networks::public(&app.db, group.id, network).await?;
    Ok((group, network))
}

async fn show(Shared(app): Shared<App>, Path((slug, network)): Path<(String, String)>, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let (group, network) = opened(&app, &slug, &network).await?;
    let asked = Fields::of_query(&uri);
    // A link of the feed names its edition; older ones stand further back.
    let number = match asked.get("of").parse::<Uuid>() {
        Ok(edition) => store::place(&app.db, group.id, network.id, edition).await? / PAGE + 1,
        Err(_) => asked.get("page").parse().unwrap_or(1),
    };
    let number = number.clamp(1, 100_000);
    let mut gone = store::public(&app.db, group.id, network.id, (PAGE + 1, (number - 1) * PAGE)).await?;
    let more = gone.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    gone.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let page = Page {
        frame: Frame {
            group: Some(group.name.clone()),
            shapes: group.shapes.clone(),
            home: format!("/{}/raise", group.slug),
            ..Frame::plain(&app, network.name.clone())
        },
        audience: network.readers.audience,
        here: format!("/{}/news/{}", group.slug, network.slug),
        raise: format!("/{}/raise", group.slug),
        name: network.name,
        lines: gone.into_iter().map(|gone| line(&group, gone)).collect(),
        before: (number > 1).then(|| number - 1),
        after: more.then(|| number + 1),
    };
    page::show(&page)
}

async fn atom(Shared(app): Shared<App>, Path((slug, network)): Path<(String, String)>, headers: HeaderMap) -> Result<Response> {
    let (group, network) = opened(&app, &slug, &network).await?;
    let gone = store::public(&app.db, group.id, network.id, (IN_FEED, 0)).await?;
    said_and_done::feed(&headers, "application/atom+xml; charset=utf-8", feed::atom(&app, &group, &network, &gone))
}

/// The sheet of an edition, for whoever sees the cascade.
async fn print(Shared(app): Shared<App>, Path((_, edition)): Path<(String, Uuid)>, member: Member) -> Result<Response> {
    member.acting.must(Verb::SeeMeetings)?;
    let group = &member.acting.group;
    let gone = store::find(&app.db, group.id, edition).await?.ok_or(Error::NotFound)?;
    let network = networks::find(&app.db, group.id, gone.network).await?;
    if network.takes != Takes::Print {
        return Err(Error::NotFound);
    }
    let document = sheet::document(&group.name, &network.name, &gone.told, &app.url(&format!("/{}/raise", group.slug)));
    let bytes = compute(move || documents::pdf::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))?;
    let name = format!("inline; filename=\"{}-{}.pdf\"", group.slug, gone.told.out_on);
    let name = HeaderValue::from_str(&name).map_err(|_| Error::internal("a file name cannot stand in a header"))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}
