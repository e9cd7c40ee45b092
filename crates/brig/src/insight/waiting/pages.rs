//! The page of all that waits for one side's word.

use askama::Template;
use axum::{
    Router,
    extract::State as Shared,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use group::{
    acting::{Acting, Member},
    membership::side_words,
    permissions::Verb,
    waiting::Waiting,
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Frame},
    words,
};

use super::areas::{AREAS, Area};

/// The routes of this slice.
pub(in super::super) fn routes() -> Router<App> {
    Router::new().route("/{group}/waiting", get(show).post(approve))
}

struct Part {
    heading: &'static str,
    kind: &'static str,
    waiting: Vec<Waiting>,
}

#[derive(Template)]
#[template(path = "insight/waiting/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    side: &'static str,
    parts: Vec<Part>,
    /// How many can be approved from here.
    ready: usize,
    all: String,
}

/// Goes on only for who holds a key; others who may see the group's work have nothing waiting here.
fn must_hold_key(acting: &Acting) -> Result<()> {
    acting.must_or(
        Verb::TurnKey,
        Verb::SeeMeetings,
        "Here waits what the two co-chairs, and the deputies of their sides, give their word to.",
    )
}

async fn page_of(app: &App, member: &Member, notice: Option<&str>, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let acting = &member.acting;
    let mut parts = Vec::new();
    for area in AREAS {
        let waiting = (area.waits)(app, acting).await?;
        if !waiting.is_empty() {
            parts.push(Part { heading: area.heading, kind: area.kind, waiting });
        }
    }
    let ready = parts.iter().flat_map(|part| &part.waiting).filter(|one| !one.act.is_empty()).count();
    let page = Page {
        frame: member.frame(app, "Waiting for your word", "").with_notice(notice).with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        side: side_words(acting.side),
        all: format!("Give your word to all {}", words::count(ready as u64, "thing on this page", "things on this page")),
        parts,
        ready,
    };
    page::show_as(status, &page)
}

async fn show(Shared(app): Shared<App>, member: Member, uri: axum::extract::OriginalUri) -> Result<Response> {
    must_hold_key(&member.acting)?;
    let given = Fields::of_query(&uri).get("given").parse::<u64>().ok();
    let notice =
        given.map(|n| format!("Saved: {} for the {}.", words::count(n, "word given", "words given"), side_words(member.acting.side)));
    page_of(&app, &member, notice.as_deref(), &[], StatusCode::OK).await
}

/// One thing that the form shows: its kind, its name, and what was shown of it.
struct Pressed<'a> {
    area: &'static Area,
    name: &'a str,
    seen: &'a str,
}

/// What was pressed: one, or all that the form had.
fn pressed(fields: &Fields) -> Vec<Pressed<'_>> {
    let one = fields.get("one");
    let mut all: Vec<Pressed<'_>> = fields
        .iter()
        .filter_map(|(field, seen)| {
            let key = field.strip_prefix("seen:")?;
            let (kind, name) = key.split_once(':')?;
            let area = AREAS.iter().find(|area| area.kind == kind)?;
            (one.is_empty() || one == key).then_some(Pressed { area, name, seen })
        })
        .collect();
    // In the order of the page, so that the same press does the same.
    all.sort_by_key(|one| (AREAS.iter().position(|area| area.kind == one.area.kind), one.name.parse::<i64>().unwrap_or(i64::MAX)));
    all
}

/// Gives this side's word to one thing or to all, each in a transaction of its own: what does not go is said, and the rest is done.
async fn approve(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let acting = &member.acting;
    must_hold_key(acting)?;
    let (mut given, mut errors) = (0_u64, Vec::new());
    for one in pressed(&posted.fields) {
        let mut tx = app.begin().await?;
        match (one.area.approve)(&app, &mut tx, acting, one.name, one.seen).await {
            Ok(()) => {
                app.commit(tx).await?;
                given += 1;
            }
            Err(error @ Error::Internal(_)) => return Err(error),
            Err(error) => {
                drop(tx);
                let told = error.told();
                let why = told.fields.first().map_or(told.detail, |field| field.message.clone());
                errors.push(FieldError {
                    field: format!("{}-{}", one.area.kind, one.name).into(),
                    message: format!("{}: {why}", one.area.heading),
                });
            }
        }
    }
    if errors.is_empty() {
        return Ok(Redirect::to(&format!("/{}/waiting?given={given}", acting.group.slug)).into_response());
    }
    let notice = (given > 0).then(|| format!("Saved: {}.", words::count(given, "word given", "words given")));
    page_of(&app, &member, notice.as_deref(), &errors, StatusCode::CONFLICT).await
}
