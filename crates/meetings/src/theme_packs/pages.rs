//! The page of a theme, and its pack as PDF and Word.

use askama::{Template, filters::HtmlSafe};
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use group::{
    acting::Member,
    permissions::Verb,
    themes::{self, Theme},
};
use kernel::{
    App, Error, Result,
    app::compute,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
};

use super::{
    commands::{self, must_write},
    model::Written,
    queries,
};
use crate::theme_calls::{self, Effect};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/themes/{theme}", get(show).post(write))
        .route("/{group}/themes/{theme}/pack.pdf", get(pdf))
        .route("/{group}/themes/{theme}/pack.docx", get(word))
}

/// The calls whose effect is shown, the latest first.
const CALLS: i64 = 3;

/// A document as it stands in a page. Its writer has escaped every text in it.
struct Paper(String);

impl std::fmt::Display for Paper {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl HtmlSafe for Paper {}

#[derive(Template)]
#[template(path = "theme_packs/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    here: String,
    themes: String,
    issues: Option<String>,
    /// Where a meeting on the theme is planned, for those who plan meetings.
    plan: Option<String>,
    paper: Paper,
    /// What calls for issues on the theme brought.
    effects: Vec<Effect>,
    calendar: String,
    version: i64,
    /// What may be written, for those who may.
    fields: Option<[Field; 2]>,
}

/// The theme that an address names. One that is no longer used still has what was filed under it.
async fn theme(app: &App, member: &Member, key: &str) -> Result<Theme> {
    member.acting.must(Verb::SeeMeetings)?;
    let all = themes::all(&app.db, member.acting.group.id).await?;
    all.into_iter().find(|theme| theme.key == key).ok_or(Error::NotFound)
}

async fn page(
    app: &App,
    member: &Member,
    theme: &Theme,
    typed: Option<Written>,
    notice: Option<&str>,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let group = &member.acting.group;
    let pack = queries::pack(app, group, theme).await?;
    let today = app.clock.today(&group.time_zone);
    let calls = theme_calls::of_theme(&app.db, group.id, Some(&theme.key), CALLS).await?;
    // After somebody else's change saving again is a choice.
    let version = if status == StatusCode::CONFLICT { pack.written.version } else { typed.as_ref().unwrap_or(&pack.written).version };
    let written = typed.unwrap_or_else(|| pack.written.clone());
    let fields = [
        Field::new("proposal", "What could be decided", Input::Lines(4))
            .hint("A sentence that can be agreed as it stands: who does what, for whom, from when.")
            .value(written.proposal)
            .error(errors),
        Field::new("room", "Who should be in the room", Input::Lines(3))
            .hint("Roles and services, not names.")
            .value(written.room)
            .error(errors),
    ];
    let page = Page {
        frame: member.frame(app, format!("Theme: {}", theme.name), "/meetings").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: format!("/{}/themes/{}", group.slug, theme.key),
        themes: format!("/{}/themes", group.slug),
        plan: (theme.is_in_use() && member.acting.may(Verb::RunMeetings))
            .then(|| format!("/{}/meetings/plan?theme={}", group.slug, theme.key)),
        issues: member.acting.may(Verb::ReadIssues).then(|| format!("/{}/issues?theme={}", group.slug, theme.key)),
        paper: Paper(documents::html::write(&pack.document())),
        effects: theme_calls::effects(app, group.id, &calls, today, member.acting.may(Verb::ReadIssues)).await?,
        calendar: format!("/{}/themes/calendar", group.slug),
        version,
        fields: must_write(&member.acting).is_ok().then_some(fields),
    };
    page::show_as(status, &page)
}

async fn show(
    Shared(app): Shared<App>,
    Path((_, key)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let theme = theme(&app, &member, &key).await?;
    let notice = (uri.query() == Some("saved")).then_some("Saved. It is in the pack.");
    page(&app, &member, &theme, None, notice, &[], StatusCode::OK).await
}

async fn write(Shared(app): Shared<App>, Path((slug, key)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let theme = theme(&app, &member, &key).await?;
    let text = |name: &str| posted.fields.get(name).to_owned();
    let typed = Written { version: text("version").parse().unwrap_or(-1), proposal: text("proposal"), room: text("room") };
    let mut tx = app.begin().await?;
    match commands::write(&app, &mut tx, &member.acting, &theme.key, &typed).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return page(&app, &member, &theme, Some(typed), None, &error.into_messages("proposal")?, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/themes/{}?saved", theme.key)).into_response())
}

/// A file to be kept: `north-moor-theme-results-2026-11-22.pdf`.
fn file(member: &Member, theme: &Theme, app: &App, extension: &str, media_type: &'static str, bytes: Vec<u8>) -> Result<Response> {
    let group = &member.acting.group;
    let today = app.clock.today(&group.time_zone);
    let name = format!("attachment; filename=\"{}-theme-{}-{today}.{extension}\"", group.slug, theme.key);
    let name = HeaderValue::from_str(&name).map_err(|_| Error::internal("a file name cannot stand in a header"))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(media_type)), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

async fn pdf(Shared(app): Shared<App>, Path((_, key)): Path<(String, String)>, member: Member) -> Result<Response> {
    let theme = theme(&app, &member, &key).await?;
    let document = queries::pack(&app, &member.acting.group, &theme).await?.document();
    let bytes = compute(move || documents::pdf::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))?;
    file(&member, &theme, &app, "pdf", "application/pdf", bytes)
}

async fn word(Shared(app): Shared<App>, Path((_, key)): Path<(String, String)>, member: Member) -> Result<Response> {
    let theme = theme(&app, &member, &key).await?;
    let document = queries::pack(&app, &member.acting.group, &theme).await?.document();
    let bytes = compute(move || documents::docx::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))?;
    file(&member, &theme, &app, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", bytes)
}
