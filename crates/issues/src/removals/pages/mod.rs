//! The pages: flag a text with one press; for the administrator what is hidden, a look at where words stand, the report.

mod flag;

use askama::Template;
use axum::{
    Extension, Router,
    extract::{OriginalUri, Path, State},
    http::StatusCode,
    middleware::map_response,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{
    acting::Member,
    groups::{self, Group},
    permissions::Verb,
};
use kernel::{
    App, Error, Result,
    actor::Actor,
    error::FieldError,
    form::{Posted, Public},
    http::Unmeasured,
    page::{self, Errors, Field, Frame, Input},
    words as say,
};

use super::{
    commands,
    store::{self, Carried, Found},
};
use crate::issues;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/removals", get(index).post(take_out))
        .route("/{group}/removals/look", post(look))
        .route("/{group}/removals/{number}", get(show))
        .route("/{group}/removals/flags/{number}/shown", post(show_again))
        .route("/{group}/issues/{reference}/flag", post(flag_issue))
        .route("/{group}/flag", get(flag::form).post(flag::send))
        .merge(reporters())
}

/// What a reporter presses. It is not measured, so that no curve shows when somebody did.
fn reporters() -> Router<App> {
    Router::new()
        .route("/{group}/follow/{code}/flag", post(flag_as_reporter))
        .layer(map_response(|response: Response| async { (Extension(Unmeasured), response) }))
}

struct FlagLine {
    number: i64,
    reference: String,
    flagged: String,
    texts: Vec<(&'static str, String)>,
}

struct RemovalLine {
    href: String,
    number: i64,
    removed: String,
    places: String,
}

#[derive(Template)]
#[template(path = "removals/pages/index.html")]
struct Index<'a> {
    frame: Frame,
    errors: Errors<'a>,
    base: String,
    forgery: String,
    flags: Vec<FlagLine>,
    words: Field,
    removals: Vec<RemovalLine>,
}

fn field_words(field: &str) -> &'static str {
    match field {
        "words" => "What happened",
        "service" => "Service",
        "workplace" => "Workplace",
        "post" => "Role",
        "remedy" => "What would mend it",
        "group_title" => "Neutral title",
        "question" => "The group asked",
        "answer" => "The reporter answered",
        "addition" => "The reporter added",
        "file" => "A file of the reporter",
        "decision" => "What the group decided",
        "outcome" => "What became of it",
        _ => "Group wording",
    }
}

fn places(n: i64) -> String {
    say::count(n.unsigned_abs(), "place", "places")
}

async fn page(app: &App, member: &Member, typed: &str, errors: &[FieldError], notice: Option<&str>) -> Result<Response> {
    member.acting.must(Verb::TakeOutWords)?;
    let group = &member.acting.group;
    let base = format!("/{}/removals", group.slug);
    let mut flags = Vec::new();
    for flag in store::open_flags(&app.db, group.id).await? {
        let mut aside = store::aside(&app.db, group.id, flag.id).await?;
        aside.extend(store::beside(&app.db, group.id, flag.issue).await?);
        flags.push(FlagLine {
            number: flag.number,
            reference: group.reference(flag.issue_number),
            flagged: say::date(flag.flagged_on),
            texts: aside.into_iter().map(|(field, words)| (field_words(&field), words)).collect(),
        });
    }
    let line = |(number, at, n)| RemovalLine {
        href: format!("{base}/{number}"),
        number,
        removed: say::date_and_time(at, &group.time_zone),
        places: places(n),
    };
    let removals = store::removals(&app.db, group.id).await?.into_iter().map(line).collect();
    let words = Field::new("words", "The words to take out", Input::Lines(4))
        .hint("A line each, just the words that could identify somebody: a name, a number, an address. Capitals, spaces and punctuation do not matter.")
        .value(typed)
        .error(errors);
    let frame = member.frame(app, "Take words out", "/held-work").with_errors(errors).with_notice(notice);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let forgery = member.session.forgery_token(app);
    page::show_as(status, &Index { frame, errors: Errors::new(errors), forgery, base, flags, words, removals })
}

async fn index(State(app): State<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let notice = (uri.query() == Some("shown")).then_some("It is shown again.");
    page(&app, &member, "", &[], notice).await
}

struct MailLine {
    to: String,
    kind: String,
    sent: String,
}

fn mail_lines(mails: Vec<Carried>, group: &Group) -> Vec<MailLine> {
    let line = |mail: Carried| MailLine {
        to: mail.to,
        kind: mail.kind.replace('-', " "),
        sent: mail.sent_at.map_or_else(|| "Not sent yet".to_owned(), |at| say::date_and_time(at, &group.time_zone)),
    };
    mails.into_iter().map(line).collect()
}

#[derive(Template)]
#[template(path = "removals/pages/look.html")]
struct Look {
    frame: Frame,
    base: String,
    forgery: String,
    typed: String,
    found: Vec<Found>,
    mails: Vec<MailLine>,
}

async fn look(State(app): State<App>, member: Member, posted: Posted) -> Result<Response> {
    let typed = posted.fields.get("words");
    let found = match commands::look(&app, &member.acting, typed).await {
        Ok(found) => found,
        Err(Error::Invalid(errors)) => return page(&app, &member, typed, &errors, None).await,
        Err(error) => return Err(error),
    };
    let group = &member.acting.group;
    let frame = member.frame(&app, "Where the words stand", "/held-work");
    let (base, forgery) = (format!("/{}/removals", group.slug), member.session.forgery_token(&app));
    let mails = mail_lines(found.mails, group);
    page::show(&Look { frame, base, forgery, typed: typed.to_owned(), found: found.found, mails })
}

async fn take_out(State(app): State<App>, member: Member, posted: Posted) -> Result<Response> {
    let typed = posted.fields.get("words");
    let mut tx = app.begin().await?;
    match commands::take_out(&app, &mut tx, &member.acting, typed).await {
        Ok(number) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("/{}/removals/{number}", member.acting.group.slug)).into_response())
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            page(&app, &member, typed, &errors, None).await
        }
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "removals/pages/show.html")]
struct Show {
    frame: Frame,
    base: String,
    number: i64,
    removed: String,
    found: Vec<Found>,
    mails: Vec<MailLine>,
    /// Who opened it: who, what, when.
    opened: Vec<(String, String, String)>,
    /// Who could have.
    could: String,
}

async fn show(State(app): State<App>, member: Member, Path((_, number)): Path<(String, String)>) -> Result<Response> {
    member.acting.must(Verb::TakeOutWords)?;
    let group = &member.acting.group;
    let number: i64 = number.parse().map_err(|_| Error::NotFound)?;
    let all = store::removals(&app.db, group.id).await?;
    let (_, at, _) = all.into_iter().find(|(one, _, _)| *one == number).ok_or(Error::NotFound)?;
    let frame = member.frame(&app, format!("Words taken out, {number}"), "/held-work");
    let found = store::places(&app.db, group.id, number).await?;
    let mails = mail_lines(store::mails(&app.db, group.id, number).await?, group);
    let removed = say::date_and_time(at, &group.time_zone);
    let (opened, could): (Vec<_>, Vec<_>) =
        store::lookers(&app.db, group.id, number).await?.into_iter().partition(|looker| looker.days.is_some());
    let days = |(first, last)| if first == last { say::date(first) } else { format!("{} to {}", say::date(first), say::date(last)) };
    let what = |place: String, reference: &str| if reference.is_empty() { place } else { format!("{place}, {reference}") };
    let opened =
        opened.into_iter().map(|one| (one.name, what(one.place, &one.reference), one.days.map(days).unwrap_or_default())).collect();
    let could = could.into_iter().map(|one| one.name).collect::<Vec<_>>().join(", ");
    page::show(&Show { frame, base: format!("/{}/removals", group.slug), number, removed, found, mails, opened, could })
}

async fn show_again(State(app): State<App>, member: Member, Path((slug, number)): Path<(String, String)>, _: Posted) -> Result<Redirect> {
    let number = number.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::show_again(&app, &mut tx, &member.acting, number).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/removals?shown")))
}

async fn flag_issue(
    State(app): State<App>,
    member: Member,
    Path((slug, reference)): Path<(String, String)>,
    _: Posted,
) -> Result<Redirect> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let mut tx = app.begin().await?;
    commands::flag(&app, &mut tx, &member.acting.group, member.acting.actor(), &issue).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/issues/{}?flagged", member.acting.group.reference(issue.number))))
}

async fn flag_as_reporter(State(app): State<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let (issue, code) = issues::followed(&app, &group, &code).await?;
    if form.key.is_none() {
        return Err(Error::Forbidden("This page was open for a long time. Load it again and press the button once more.".into()));
    }
    let mut tx = app.begin().await?;
    commands::flag(&app, &mut tx, &group, Actor::Visitor, &issue).await?;
    app.commit(tx).await?;
    Ok(issues::back_to_follow(&slug, &code, "flagged"))
}
