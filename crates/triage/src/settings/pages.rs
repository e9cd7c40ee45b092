//! The page on which a group says how it triages.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use group::acting::Member;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
};

use super::{
    commands::{self, must_keep},
    model::{GAPS, Settings, word_field},
    store,
};
use crate::views::Outcome;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/triage/settings", get(show).post(save))
}

struct Use {
    key: &'static str,
    words: &'static str,
    used: bool,
    always: bool,
}

#[derive(Template)]
#[template(path = "settings/settings.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    version: i64,
    uses: Vec<Use>,
    words: Vec<Field>,
    gaps: &'static str,
    reasons: Field,
    watch: [Field; 2],
    /// After how many working days a reporter has heard; the terms of reference say it.
    promised: i64,
    terms: String,
    signposts: String,
    /// Whether somebody else has saved meanwhile: what is typed here would take its place.
    stale: bool,
}

struct Shown<'a> {
    notice: Option<&'a str>,
    errors: &'a [FieldError],
    stale: bool,
    status: StatusCode,
}

fn page(app: &App, member: &Member, settings: &Settings, shown: Shown<'_>) -> Result<Response> {
    let group = &member.acting.group;
    let number = |name: &'static str, label: &str, n: i64| {
        Field::new(name, label, Input::Number).value(if n < 0 { String::new() } else { n.to_string() }).error(shown.errors)
    };
    let words = |outcome: Outcome| {
        Field::new(word_field(outcome), outcome.words(), Input::Lines(4)).value(settings.words_of(outcome)).error(shown.errors)
    };
    let page = Page {
        frame: member.frame(app, "How we triage", "/issues").with_errors(shown.errors).with_notice(shown.notice),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        back: format!("/{}/triage", group.slug),
        version: settings.version,
        uses: Outcome::ALL
            .map(|outcome| Use {
                key: outcome.key(),
                words: outcome.words(),
                used: settings.uses(outcome),
                always: outcome == Outcome::Group,
            })
            .into(),
        words: Outcome::ALL.map(words).into(),
        gaps: GAPS,
        reasons: Field::new("out_reasons", "Why something belongs elsewhere", Input::Lines(9))
            .hint("One reason on each line. It goes into the text to the reporter in place of {reason}.")
            .value(&settings.out_reasons)
            .error(shown.errors),
        watch: [
            number("watch_reports", "Reports", settings.watch_reports),
            number("watch_places", "Practices or sites that they come from", settings.watch_places),
        ],
        promised: group.triage_days,
        terms: format!("/{}/terms", group.slug),
        signposts: format!("/{}/signposts", group.slug),
        stale: shown.stale,
    };
    page::show_as(shown.status, &page)
}

async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    must_keep(&member.acting)?;
    let settings = store::of(&app.db, member.acting.group.id).await?;
    let notice = (uri.query() == Some("saved")).then_some("Saved.");
    page(&app, &member, &settings, Shown { notice, errors: &[], stale: false, status: StatusCode::OK })
}

async fn save(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let fields = &posted.fields;
    let number = |name: &str| fields.get(name).trim().parse().unwrap_or(-1);
    let mut typed = Settings {
        version: number("version"),
        in_use: Outcome::ALL.into_iter().filter(|outcome| !fields.get(&format!("use-{}", outcome.key())).is_empty()).collect(),
        words: Outcome::ALL.map(|outcome| fields.get(word_field(outcome)).replace("\r\n", "\n")),
        out_reasons: fields.get("out_reasons").replace("\r\n", "\n"),
        watch_reports: number("watch_reports"),
        watch_places: number("watch_places"),
    };
    let group = &member.acting.group;
    let mut tx = app.begin().await?;
    let (errors, stale, status) = match commands::set(&app, &mut tx, &member.acting, &typed).await {
        Ok(()) => {
            app.commit(tx).await?;
            return Ok(Redirect::to(&format!("/{}/triage/settings?saved", group.slug)).into_response());
        }
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => (errors, false, StatusCode::UNPROCESSABLE_ENTITY),
        Err(Error::Conflict(message)) => {
            typed.version = store::of(&mut tx, group.id).await?.version;
            (vec![FieldError { field: "words_fix_now".into(), message }], true, StatusCode::CONFLICT)
        }
        Err(error) => return Err(error),
    };
    drop(tx);
    page(&app, &member, &typed, Shown { notice: None, errors: &errors, stale, status })
}
