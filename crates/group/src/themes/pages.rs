//! The list of themes, and the page on which one is changed, merged and retired.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
    words as say,
};

use super::{
    commands::{self, must_keep},
    defaults,
    model::{NewTheme, Theme},
    store::{self, Change},
};
use crate::{acting::Member, permissions::Verb};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/themes", get(index).post(add))
        .route("/{group}/themes/{theme}/edit", get(edit).post(change))
        .route("/{group}/themes/{theme}/merger", post(merge))
        .route("/{group}/themes/{theme}/retirement", post(retire))
        .route("/{group}/themes/{theme}/return", post(bring_back))
}

struct Line {
    name: String,
    /// The shared theme that it stands for, where its own name does not say so.
    shared: Option<&'static str>,
    edit: String,
    /// Its page and pack.
    pack: String,
    /// Of one that is no longer in use: since when, and what it became part of.
    over: Option<String>,
    back: String,
}

impl Line {
    fn of(base: &str, list: &[Theme], theme: &Theme) -> Self {
        let into = theme.merged_into.as_ref().and_then(|key| list.iter().find(|other| other.key == *key));
        let over = theme.retired_on.map(|day| match into {
            Some(into) => format!("Part of {} since {}", into.name, say::date(day)),
            None => format!("Not used since {}", say::date(day)),
        });
        Self {
            name: theme.name.clone(),
            shared: theme.shared.as_deref().and_then(defaults::name).filter(|name| *name != theme.name),
            edit: format!("{base}/{}/edit", theme.key),
            pack: format!("{base}/{}", theme.key),
            back: format!("{base}/{}/return", theme.key),
            over,
        }
    }
}

#[derive(Template)]
#[template(path = "themes/index.html")]
struct Index<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    may: bool,
    used: Vec<Line>,
    over: Vec<Line>,
    fields: [Field; 2],
    changes: Vec<String>,
}

fn fields(typed: &NewTheme, errors: &[FieldError]) -> [Field; 2] {
    let none = (String::new(), "None of them".to_owned());
    let shared = std::iter::once(none).chain(defaults::THEMES.iter().map(|(key, name)| ((*key).to_owned(), (*name).to_owned())));
    [
        Field::new("name", "What people call it", Input::Text).value(typed.name.clone()).error(errors),
        Field::select("shared", "Which theme of the shared list it stands for", shared.collect())
            .value(typed.shared.clone())
            .hint("So that the figures of several groups can be added up.")
            .error(errors),
    ]
}

/// What was done to a theme, as the page says it.
fn told(list: &[Theme], change: &Change, zone: &jiff::tz::TimeZone) -> String {
    let now = list.iter().find(|theme| theme.key == change.theme).map_or("", |theme| theme.name.as_str());
    let what = match change.kind.as_str() {
        "renamed" => format!("{} got another name", change.words),
        "shared" => format!("{} stands for another shared theme", change.words),
        "merged" => format!("{} became part of another", change.words),
        "retired" => format!("{} is no longer used", change.words),
        _ => format!("{} is used again", change.words),
    };
    let today = if now.is_empty() || now == change.words { String::new() } else { format!(" (now {now})") };
    format!("{}: {what}{today}, by {}", say::date_and_time(change.at, zone), change.person)
}

async fn list(
    app: &App,
    member: &Member,
    typed: NewTheme,
    notice: Option<&str>,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    member.acting.must(Verb::SeeMembers)?;
    let group = &member.acting.group;
    let (base, list) = (format!("/{}/themes", group.slug), store::all(&app.db, group.id).await?);
    let lines = |used: bool| list.iter().filter(|theme| theme.is_in_use() == used).map(|theme| Line::of(&base, &list, theme)).collect();
    let changes = store::changes(&app.db, group.id).await?;
    let page = Index {
        frame: member.frame(app, "Themes", "/issues").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        may: member.acting.may(Verb::WordIssues),
        used: lines(true),
        over: lines(false),
        fields: fields(&typed, errors),
        changes: changes.iter().map(|change| told(&list, change, &group.time_zone)).collect(),
        base,
    };
    page::show_as(status, &page)
}

async fn index(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let notice = (uri.query() == Some("saved")).then_some("Saved.");
    list(&app, &member, NewTheme::default(), notice, &[], StatusCode::OK).await
}

fn typed(posted: &Posted) -> NewTheme {
    NewTheme { name: posted.fields.get("name").to_owned(), shared: posted.fields.get("shared").to_owned() }
}

fn saved(member: &Member) -> Response {
    Redirect::to(&format!("/{}/themes?saved", member.acting.group.slug)).into_response()
}

async fn add(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let new = typed(&posted);
    let mut tx = app.begin().await?;
    match commands::add(&app, &mut tx, &member.acting, &new).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return list(&app, &member, new, None, &error.into_messages("name")?, status).await;
        }
    }
    Ok(saved(&member))
}

#[derive(Template)]
#[template(path = "themes/edit.html")]
struct Edit<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    here: String,
    name: String,
    version: i64,
    in_use: bool,
    fields: [Field; 2],
    into: Field,
}

/// The page of one theme; with `typed` as somebody has left it.
async fn one(
    app: &App,
    member: &Member,
    key: &str,
    typed: Option<(NewTheme, i64)>,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    must_keep(&member.acting)?;
    let group = &member.acting.group;
    let list = store::all(&app.db, group.id).await?;
    let theme = list.iter().find(|theme| theme.key == key).ok_or(Error::NotFound)?;
    let stored = || (NewTheme { name: theme.name.clone(), shared: theme.shared.clone().unwrap_or_default() }, theme.version);
    let (typed, version) = typed.unwrap_or_else(stored);
    let others = list.iter().filter(|other| other.is_in_use() && other.key != key);
    let choose = std::iter::once((String::new(), "Choose a theme".to_owned()));
    let base = format!("/{}/themes", group.slug);
    let page = Edit {
        frame: member.frame(app, &theme.name, "/issues").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: format!("{base}/{key}"),
        base,
        name: theme.name.clone(),
        // Saving again after somebody else's change is a choice.
        version: if status == StatusCode::CONFLICT { theme.version } else { version },
        in_use: theme.is_in_use(),
        fields: fields(&typed, errors),
        into: Field::select(
            "into",
            "It becomes part of",
            choose.chain(others.map(|other| (other.key.clone(), other.name.clone()))).collect(),
        )
        .error(errors),
    };
    page::show_as(status, &page)
}

async fn edit(Shared(app): Shared<App>, Path((_, key)): Path<(String, String)>, member: Member) -> Result<Response> {
    one(&app, &member, &key, None, &[], StatusCode::OK).await
}

/// After a verb: to the list, or to the page with what there is to say.
async fn after(app: &App, member: &Member, key: &str, typed: Option<(NewTheme, i64)>, done: Result<()>) -> Result<Response> {
    match done {
        Ok(()) => Ok(saved(member)),
        Err(error) => {
            let status = error.told().status;
            one(app, member, key, typed, &error.into_messages("name")?, status).await
        }
    }
}

async fn change(Shared(app): Shared<App>, Path((_, key)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let (new, version) = (typed(&posted), posted.fields.get("version").parse().unwrap_or(0));
    let mut tx = app.begin().await?;
    let done = match commands::change(&app, &mut tx, &member.acting, &key, version, &new).await {
        Ok(()) => app.commit(tx).await,
        Err(error) => Err(error),
    };
    after(&app, &member, &key, Some((new, version)), done).await
}

async fn merge(Shared(app): Shared<App>, Path((_, key)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    let done = match commands::merge(&app, &mut tx, &member.acting, &key, posted.fields.get("into")).await {
        Ok(()) => app.commit(tx).await,
        Err(error) => Err(error),
    };
    after(&app, &member, &key, None, done).await
}

async fn retire(Shared(app): Shared<App>, Path((_, key)): Path<(String, String)>, member: Member, _posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    let done = match commands::retire(&app, &mut tx, &member.acting, &key).await {
        Ok(()) => app.commit(tx).await,
        Err(error) => Err(error),
    };
    after(&app, &member, &key, None, done).await
}

async fn bring_back(Shared(app): Shared<App>, Path((_, key)): Path<(String, String)>, member: Member, _posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    let done = match commands::bring_back(&app, &mut tx, &member.acting, &key).await {
        Ok(()) => app.commit(tx).await,
        Err(error) => Err(error),
    };
    after(&app, &member, &key, None, done).await
}
