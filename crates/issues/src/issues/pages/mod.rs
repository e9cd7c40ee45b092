//! The pages of issues: for those who raise them, and for those who triage.

mod closed;
mod follow;
mod index;
mod questions;
mod raise;
mod show;

use axum::{
    Extension, Router,
    http::{HeaderName, HeaderValue, header},
    middleware::map_response,
    response::Response,
    routing::{get, post},
};
use group::{groups::Group, hours};
use kernel::{
    App, Result,
    error::FieldError,
    form::Fields,
    http::Unmeasured,
    page::{Field, Input},
};

pub(crate) use follow::{back as back_to_follow, find as followed};
pub(crate) use raise::{offer_without, without_identifiers};

use super::{commands::Wording, journey::Reply, model::Issue};
use crate::themes::{self, Proposals, Theme};

/// The address is a secret: it must not travel on in a referrer.
pub(crate) const NO_REFERRER: (HeaderName, HeaderValue) = (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

/// The routes of this slice.
pub fn routes() -> Router<App> {
    reporters().merge(staff())
}

/// What needs no account. It is not measured, so that no curve shows when somebody wrote.
fn reporters() -> Router<App> {
    Router::new()
        .route("/{group}/raise", get(raise::form).post(raise::send))
        .route("/{group}/follow", get(follow::ask).post(follow::open))
        .route("/{group}/follow/{code}", get(follow::show))
        .route("/{group}/follow/{code}/answers", post(questions::answer))
        .route("/{group}/follow/{code}/withdrawal", post(follow::withdraw))
        .layer(map_response(|response: Response| async { (Extension(Unmeasured), response) }))
}

fn staff() -> Router<App> {
    Router::new()
        .route("/{group}/issues", get(index::show))
        .route("/{group}/issues/{reference}", get(show::show))
        .route("/{group}/issues/{reference}/wording", post(show::describe))
}

/// The fields in which an issue gets its theme, title and two sentences; `none` is the choice of no theme.
#[must_use]
pub fn wording_fields(themes: &[Theme], none: &str, wording: Wording, errors: &[FieldError]) -> [Field; 3] {
    let offered = themes.iter().filter(|theme| theme.is_in_use() || theme.key == wording.theme);
    let options = std::iter::once((String::new(), none.to_owned())).chain(offered.map(|theme| (theme.key.clone(), theme.name.clone())));
    [
        Field::select("theme", "Theme", options.collect()).value(wording.theme).error(errors),
        Field::new("title", "Neutral title", Input::Text)
            .hint("No names, no blame: what fails between whom.")
            .value(wording.title)
            .error(errors),
        Field::new("text", "Two neutral sentences", Input::Lines(4)).value(wording.text).error(errors),
    ]
}

/// When somebody of the group reads, said while nobody does.
async fn unread(app: &App, group: &Group) -> Result<Option<String>> {
    let hours = hours::of(&app.db, group.id).await?;
    let words = || {
        let time = kernel::words::time;
        format!(
            "The group reads Monday to Friday, {} to {}. What cannot wait goes by your usual urgent route.",
            time(hours.starts),
            time(hours.ends)
        )
    };
    Ok((!hours.read_at(app.clock.now(), &group.time_zone)).then(words))
}

/// What is proposed for an issue that has no theme yet and takes one.
///
/// # Errors
/// When the database fails.
pub async fn proposals_for(app: &App, group: &Group, issue: &Issue) -> Result<Proposals> {
    if issue.theme.is_some() || !issue.takes_wording() {
        return Ok(Proposals::default());
    }
    themes::propose(app, group, Some(issue.id), &issue.words).await
}

/// The theme that somebody chose: from the whole list, else of those that were proposed.
#[must_use]
pub fn chosen_theme(fields: &Fields) -> String {
    let theme = fields.get("theme");
    if theme.is_empty() { fields.get("proposed") } else { theme }.to_owned()
}

/// What the group said to an issue's reporter, as pages show it.
struct ReplyShown {
    decision: String,
    words: String,
    next_steps: Vec<String>,
    said: String,
}

fn replies_shown(replies: Vec<Reply>) -> Vec<ReplyShown> {
    let shown = |reply: Reply| ReplyShown {
        next_steps: reply.next_steps.lines().map(str::to_owned).collect(),
        said: kernel::words::date(reply.said_on),
        decision: reply.decision,
        words: reply.words,
    };
    replies.into_iter().map(shown).collect()
}

/// The group's name in the head of a reporter's page; it leads back to the form.
pub(crate) fn reporter_frame(app: &App, group: &group::groups::Group, title: &str) -> kernel::page::Frame {
    kernel::page::Frame {
        group: Some(group.name.clone()),
        shapes: group.shapes.clone(),
        home: format!("/{}/raise", group.slug),
        ..kernel::page::Frame::plain(app, title)
    }
}
