//! What each key and each button does to one issue.

use axum::{
    extract::{Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, directory};
use kernel::{
    App, Error, Result, Tx,
    error::FieldError,
    form::{Fields, Posted, shown_again},
};

use super::{Typed, View, page};
use crate::desk::store;
use ::issues::{
    exchange,
    issues::{self, Issue, Wording},
    likeness,
    placing::{self, Place, direction_from_key},
};

/// Back to the list: at the issue itself, or at the one after it where this one is done with.
async fn back(app: &App, member: &Member, view: View, issue: &Issue, done: bool) -> Result<Response> {
    let group = &member.acting.group;
    let mut number = issue.number;
    if done {
        let after = store::page(&app.db, group.id, view.prepared, issue.number, 0).await?;
        let before = store::page(&app.db, group.id, view.prepared, view.after, super::PAGE).await?;
        number = after.first().or_else(|| before.last()).map_or(number, |line| line.number);
    }
    // The next one may stand on the next page.
    let on_page = store::page(&app.db, group.id, view.prepared, view.after, super::PAGE - 1).await?;
    let last = on_page.last().map_or(number, |line| line.number);
    let view = if number > last { View { after: last, ..view } } else { view };
    Ok(Redirect::to(&format!("{}#{}", view.address(&group.slug), group.reference(number))).into_response())
}

fn typed(fields: &Fields, issue: &Issue, errors: Vec<FieldError>, status: StatusCode) -> Typed {
    let text = |name: &str| shown_again(fields.get(name));
    Typed {
        number: issue.number,
        wording: Wording { theme: fields.get("theme").into(), title: text("title"), text: text("text") },
        question: text("question"),
        service: text("service"),
        direction: fields.get("direction").into(),
        errors,
        status,
    }
}

/// The list again with what was typed, and why it could not be kept.
async fn again(app: &App, member: &Member, fields: &Fields, number: i64, (at, error): (&'static str, Error)) -> Result<Response> {
    // What stands there now may be newer than what the writer saw.
    let issue = issues::find(&app.db, member.acting.group.id, number).await?;
    if !issue.awaits_triage() {
        return Err(error);
    }
    let conflict = matches!(error, Error::Conflict(_));
    let status = error.told().status;
    let mut errors = error.into_messages(at)?;
    if conflict && at == "title" {
        let theirs = issues::wording(&issue);
        for error in &mut errors {
            error.message = format!(
                "{} Saved meanwhile: “{}. {}” What you typed is below: saving it now replaces theirs",
                error.message, theirs.title, theirs.text
            );
        }
    }
    page(app, member, View::of(fields), Some(typed(fields, &issue, errors, status))).await
}

/// One key or one tap: a theme, a direction, the service, the same as another, taken back.
pub(super) async fn tap(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let fields = &posted.fields;
    let given = |name: &str| Some(fields.get(name)).filter(|value| !value.is_empty());
    let (number, acting) = (issue.number, &member.acting);
    let mut done = false;
    if let Some(other) = given("twin") {
        let other = acting.group.number(other).ok_or(Error::NotFound)?;
        likeness::same(&app, acting, number, other, given("undo").is_none()).await?;
    } else {
        let mut tx = app.begin().await?;
        if let Some(theme) = given("theme") {
            let version = fields.get("version").parse().unwrap_or(0);
            let wording = Wording { theme: theme.into(), ..issues::wording(&issue) };
            issues::describe(&app, &mut tx, acting, number, version, wording).await?;
        } else if let Some(direction) = given("direction") {
            placing::place(&app, &mut tx, acting, number, Place::Direction(direction_from_key(direction))).await?;
        } else if let Some(service) = given("service") {
            let service = service.parse().map_err(|_| Error::NotFound)?;
            placing::place(&app, &mut tx, acting, number, Place::Service(Some(service))).await?;
        } else {
            placing::take_back(&app, &mut tx, acting, number).await?;
            done = true;
        }
        app.commit(tx).await?;
    }
    back(&app, &member, View::of(fields), &issue, done).await
}

/// The whole of it: theme, wording, direction and service are saved, and the issue is prepared if that was asked.
pub(super) async fn describe(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let fields = &posted.fields;
    let mut tx = app.begin().await?;
    let prepare = fields.get("then") == "prepare";
    match save(&app, &mut tx, &member, &issue, fields, prepare).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            return again(&app, &member, fields, issue.number, ("title", error)).await;
        }
    }
    back(&app, &member, View::of(fields), &issue, prepare).await
}

async fn save(app: &App, tx: &mut Tx, member: &Member, issue: &Issue, fields: &Fields, prepare: bool) -> Result<()> {
    let acting = &member.acting;
    let wording =
        Wording { theme: fields.get("theme").into(), title: fields.get("title").trim().into(), text: fields.get("text").trim().into() };
    if wording != issues::wording(issue) || fields.get("version").parse() != Ok(issue.version) {
        let version = fields.get("version").parse().unwrap_or(0);
        issues::describe(app, tx, acting, issue.number, version, wording).await?;
    }
    placing::place(app, tx, acting, issue.number, Place::Direction(direction_from_key(fields.get("direction")))).await?;
    let name = fields.get("service").trim().to_lowercase();
    let entries = directory::all(&mut *tx, acting.group.id).await?;
    let service = entries.iter().find(|entry| entry.name.to_lowercase() == name).map(|entry| entry.id);
    if service.is_none() && !name.is_empty() {
        return Err(Error::field("service", "The directory has no entry of this name. Choose one from the list, or leave it empty"));
    }
    placing::place(app, tx, acting, issue.number, Place::Service(service)).await?;
    if prepare { placing::prepare(app, tx, acting, issue.number).await } else { Ok(()) }
}

/// One question back: the clock of the first answer stands still until the reporter answers.
pub(super) async fn ask(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let fields = &posted.fields;
    let mut tx = app.begin().await?;
    match exchange::ask(&app, &mut tx, &member.acting, issue.number, fields.get("question")).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let mut kept = typed(fields, &issue, Vec::new(), error.told().status);
            kept.errors = error.into_messages("question")?;
            // Only the question was typed: the wording stays as it is stored or proposed.
            return page(&app, &member, View::of(fields), Some(kept)).await;
        }
    }
    let view = View::of(fields);
    back(&app, &member, view, &issue, true).await
}
