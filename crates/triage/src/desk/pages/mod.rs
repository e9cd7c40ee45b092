//! The page of the administrator's pass, and what each key does.

mod acts;
mod rows;

use agreements::rules;
use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, State as Shared},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use group::{acting::Member, directory, permissions::Verb};
use kernel::{
    App, Result,
    error::FieldError,
    form::Fields,
    page::{self, Errors, Frame},
    words as say,
};

use super::store;
use ::issues::{issues::Wording, themes};
use rows::Row;

/// Lines on a page.
const PAGE: i64 = 25;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/triage/new", get(show))
        .route("/{group}/triage/new/{reference}", post(acts::tap))
        .route("/{group}/triage/new/{reference}/wording", post(acts::describe))
        .route("/{group}/triage/new/{reference}/question", post(acts::ask))
}

#[derive(Template)]
#[template(path = "desk/list.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    lead: String,
    prepared: bool,
    /// Where the other list is, and what it is called.
    other: (String, String),
    after: i64,
    rows: Vec<Row>,
    themes: Vec<(String, String)>,
    services: Vec<String>,
    next: Option<String>,
}

/// Which part of which list is shown.
#[derive(Clone, Copy, Debug, Default)]
struct View {
    prepared: bool,
    /// Only issues with a greater number.
    after: i64,
}

impl View {
    fn of(fields: &Fields) -> Self {
        Self { prepared: !fields.get("prepared").is_empty(), after: fields.get("after").parse().unwrap_or(0) }
    }

    fn address(self, slug: &str) -> String {
        let after = if self.after > 0 { format!("after={}", self.after) } else { String::new() };
        let parts: Vec<&str> =
            [if self.prepared { "prepared=yes" } else { "" }, after.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        format!("/{slug}/triage/new{}{}", if parts.is_empty() { "" } else { "?" }, parts.join("&"))
    }
}

/// What somebody typed of one issue that could not be kept as it is.
struct Typed {
    number: i64,
    wording: Wording,
    question: String,
    service: String,
    direction: String,
    errors: Vec<FieldError>,
    status: StatusCode,
}

async fn page(app: &App, member: &Member, view: View, typed: Option<Typed>) -> Result<Response> {
    let group = &member.acting.group;
    let mut lines = store::page(&app.db, group.id, view.prepared, view.after, PAGE).await?;
    let more = lines.len() as i64 > PAGE;
    lines.truncate(PAGE as usize);
    let range = (lines.first().map_or(0, |line| line.number), lines.last().map_or(0, |line| line.number));
    let proposed = store::themes(&app.db, group.id, range).await?;
    let twins = store::twins(&app.db, group.id, range).await?;
    let answering = store::agreements(&app.db, group.id, range).await?;
    let agreed = if answering.is_empty() { Vec::new() } else { rules::in_force(&app.db, group.id).await? };
    let counts = store::counts(&app.db, group.id).await?;
    let themes = themes::all(&app.db, group.id).await?;
    let services = directory::all(&app.db, group.id).await?;
    let today = app.clock.today(&group.time_zone);
    let status = typed.as_ref().map_or(StatusCode::OK, |typed| typed.status);
    let errors: Vec<FieldError> = typed.as_ref().map(rows::placed_errors).unwrap_or_default();
    let all = rows::All {
        group,
        today,
        proposed: &proposed,
        twins: &twins,
        answering: &answering,
        agreed: &agreed,
        themes: &themes,
        services: &services,
        typed: typed.as_ref(),
    };
    let (waiting, prepared) = (counts.waiting, counts.prepared);
    let lead = match (view.prepared, waiting, prepared) {
        (false, 0, _) => "Nothing waits to be prepared.".into(),
        (false, ..) => format!("{} to prepare, the oldest first.", say::count(waiting, "issue", "issues")),
        (true, _, 0) => "No prepared issue waits for the two co-chairs.".into(),
        (true, ..) => format!("{} prepared for the two co-chairs.", say::count(prepared, "issue", "issues")),
    };
    let other = View { prepared: !view.prepared, after: 0 };
    let next = more.then(|| View { after: range.1, ..view }.address(&group.slug));
    let page = Page {
        frame: member.frame(app, if view.prepared { "Prepared issues" } else { "New issues" }, "/issues").with_errors(&errors),
        errors: Errors::new(&errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}", group.slug),
        lead,
        prepared: view.prepared,
        other: (
            other.address(&group.slug),
            if view.prepared { format!("To prepare: {waiting}") } else { format!("Prepared for the co-chairs: {prepared}") },
        ),
        after: view.after,
        rows: lines.into_iter().map(|line| all.row(line)).collect(),
        themes: themes.iter().map(|theme| (theme.key.clone(), theme.name.clone())).collect(),
        services: services.iter().map(|entry| entry.name.clone()).collect(),
        next,
    };
    page::show_as(status, &page)
}

async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    member.acting.must(Verb::WordIssues)?;
    page(&app, &member, View::of(&Fields::of_query(&uri)), None).await
}
