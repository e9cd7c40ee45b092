//! The page for going live: a list that can be left and taken up, a page for each question, and the privacy notice.

use askama::Template;
use axum::{
    Extension, Router,
    extract::{OriginalUri, Path, State},
    http::StatusCode,
    middleware::map_response,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    http::Unmeasured,
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::{
    commands,
    model::{Custodian, GoLive, Question, YEARS, names},
    store,
};
use crate::{
    acting::Member,
    groups::{self, Group},
    membership,
    permissions::{Role, Verb},
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/go-live", get(index))
        .route("/{group}/go-live/opening", post(open))
        .route("/{group}/go-live/closing", post(close))
        .route("/{group}/go-live/{question}", get(show_question).post(answer))
        .merge(public())
}

/// The notice is read by those who are about to raise something: it is not measured, so that no curve shows when.
fn public() -> Router<App> {
    let unmeasured = map_response(|response: Response| async { (Extension(Unmeasured), response) });
    Router::new().route("/{group}/privacy", get(privacy)).layer(unmeasured)
}

struct Task {
    href: String,
    title: &'static str,
    answer: String,
    needed: bool,
}

#[derive(Template)]
#[template(path = "golive/index.html")]
struct Index<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    home: String,
    state: String,
    open: bool,
    settled: usize,
    total: usize,
    ready: bool,
    tasks: Vec<Task>,
    words: Field,
}

fn state_words(live: &GoLive) -> String {
    match (live.opened_on, live.closed_on) {
        (None, _) => "Not open yet: only who sits in the group can raise an issue.".into(),
        (Some(_), Some(day)) => format!("Closed since {}: only who sits in the group can raise an issue.", words::date(day)),
        (Some(day), None) => format!("Open since {}: everybody can raise an issue.", words::date(day)),
    }
}

async fn list(
    app: &App,
    member: &Member,
    errors: &[FieldError],
    typed: &str,
    notice: Option<&str>,
    status: StatusCode,
) -> Result<Response> {
    member.acting.must(Verb::RunForm)?;
    let group = &member.acting.group;
    let base = format!("/{}/go-live", group.slug);
    let (live, custodians) = (store::find(&app.db, group.id).await?, store::custodians(&app.db, group.id).await?);
    let missing = live.missing(&custodians);
    let task = |question: Question| Task {
        href: format!("{base}/{}", question.key()),
        title: question.title(),
        answer: match (question, live.answer(question, &custodians)) {
            (Question::Custodians, _) if custodians.len() == 1 => format!("{}. One more is needed", names(&custodians)),
            (Question::Retention, years) if !years.is_empty() => words::count(years.parse().unwrap_or(0), "year", "years"),
            (_, answer) => answer,
        },
        needed: missing.contains(&question),
    };
    let page = Index {
        frame: member.frame(app, "Go live", "/issues").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        home: format!("/{}", group.slug),
        state: state_words(&live),
        open: live.is_open(),
        total: Question::ALL.iter().filter(|question| !question.may_stay_open()).count(),
        settled: Question::ALL.iter().filter(|question| !question.may_stay_open() && !missing.contains(question)).count(),
        ready: missing.is_empty(),
        tasks: Question::ALL.into_iter().map(task).collect(),
        words: Field::new("words", "A sentence for those who come to the form", Input::Lines(2))
            .hint("Such as: the form is closed until 10 January; write to your practice manager until then.")
            .value(typed)
            .error(errors),
        base,
    };
    page::show_as(status, &page)
}

async fn index(State(app): State<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let notice = match uri.query() {
        Some("saved") => Some("Saved."),
        Some("opened") => Some("The form is open. Send people its address."),
        Some("closed") => Some("The form is closed. Who sits in the group can still raise."),
        _ => None,
    };
    list(&app, &member, &[], "", notice, StatusCode::OK).await
}

#[derive(Template)]
#[template(path = "golive/question.html")]
struct Ask<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    action: String,
    asks: &'static str,
    help: &'static str,
    seen: String,
    fields: Vec<Field>,
    /// What somebody else has answered meanwhile.
    theirs: Option<String>,
}

async fn ask(
    app: &App,
    member: &Member,
    question: Question,
    typed: Option<&Fields>,
    errors: &[FieldError],
    stale: bool,
) -> Result<Response> {
    member.acting.must(Verb::RunForm)?;
    let group = &member.acting.group;
    let base = format!("/{}/go-live", group.slug);
    let (live, custodians) = (store::find(&app.db, group.id).await?, store::custodians(&app.db, group.id).await?);
    let stored = live.answer(question, &custodians);
    let value = |name: &str, stored: String| typed.map_or(stored, |fields| fields.get(name).to_owned());
    let fields = match question {
        Question::Custodians => {
            let seats = membership::seats(&app.db, group).await?;
            let one = |name: &'static str, label: &str, at: usize| {
                let people = seats
                    .iter()
                    .filter(|seat| seat.role != Role::Reader)
                    .map(|seat| (seat.person.to_string(), format!("{}, {}", seat.name, membership::role_words(seat.role, seat.side))));
                let options = std::iter::once((String::new(), "Choose one".to_owned())).chain(people).collect();
                let now = custodians.get(at).map(|one| one.person.to_string()).unwrap_or_default();
                Field::select(name, label, options).value(value(name, now)).error(errors)
            };
            vec![one("first", "The one", 0), one("second", "The other", 1)]
        }
        Question::Retention => {
            let now = if stored.is_empty() { YEARS.to_string() } else { stored.clone() };
            vec![Field::new("answer", "Years", Input::Number).value(value("answer", now)).error(errors)]
        }
        Question::RaiseAddress => {
            vec![Field::new("answer", "Mail address", Input::Email).value(value("answer", stored.clone())).error(errors)]
        }
        other => vec![Field::new("answer", other.title(), Input::Lines(3)).value(value("answer", stored.clone())).error(errors)],
    };
    let page = Ask {
        frame: member.frame(app, question.title(), "/issues").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        action: format!("{base}/{}", question.key()),
        asks: question.asks(),
        help: question.help(),
        theirs: stale.then(|| stored.clone()),
        seen: stored,
        fields,
        base,
    };
    let status = match (stale, errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (_, true) => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    page::show_as(status, &page)
}

fn question(path: &str) -> Result<Question> {
    Question::from_key(path).ok_or(Error::NotFound)
}

async fn show_question(State(app): State<App>, Path((_, asked)): Path<(String, String)>, member: Member) -> Result<Response> {
    ask(&app, &member, question(&asked)?, None, &[], false).await
}

async fn answer(State(app): State<App>, Path((slug, asked)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let (question, fields) = (question(&asked)?, &posted.fields);
    let seen = fields.get("seen");
    let mut tx = app.begin().await?;
    let done = if question == Question::Custodians {
        let person = |name: &str| fields.get(name).parse().ok();
        commands::name_custodians(&app, &mut tx, &member.acting, seen, [person("first"), person("second")]).await
    } else {
        commands::answer(&app, &mut tx, &member.acting, question, seen, fields.get("answer")).await
    };
    match done {
        Ok(()) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("/{slug}/go-live?saved")).into_response())
        }
        Err(error) => {
            drop(tx);
            let stale = matches!(error, Error::Conflict(_));
            let at = if question == Question::Custodians { "first" } else { "answer" };
            ask(&app, &member, question, Some(fields), &error.into_messages(at)?, stale).await
        }
    }
}

async fn open(State(app): State<App>, Path(slug): Path<String>, member: Member, _posted: Posted) -> Result<Redirect> {
    let mut tx = app.begin().await?;
    commands::open(&app, &mut tx, &member.acting).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/go-live?opened")))
}

async fn close(State(app): State<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    let typed = posted.fields.get("words");
    let mut tx = app.begin().await?;
    match commands::close(&app, &mut tx, &member.acting, typed).await {
        Ok(()) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("/{slug}/go-live?closed")).into_response())
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            list(&app, &member, &error.into_messages("words")?, typed, None, status).await
        }
    }
}

#[derive(Template)]
#[template(path = "golive/privacy.html")]
struct Privacy {
    frame: Frame,
    group: String,
    controller: String,
    protection: String,
    safety: String,
    hosting: String,
    years: Option<String>,
    custodians: Vec<Custodian>,
    mail_days: String,
    by_mail: Option<String>,
    raise: String,
    follow: String,
}

/// What a gap of a group that has not answered yet reads.
fn or_not_said(answer: String) -> String {
    if answer.is_empty() { "The group has not said yet.".into() } else { answer }
}

fn notice(app: &App, group: &Group, live: GoLive, custodians: Vec<Custodian>) -> Result<Response> {
    let frame = Frame {
        group: Some(group.name.clone()),
        shapes: group.shapes.clone(),
        home: format!("/{}/raise", group.slug),
        ..Frame::plain(app, "Privacy")
    };
    page::show(&Privacy {
        frame,
        group: group.name.clone(),
        controller: or_not_said(live.controller),
        protection: or_not_said(live.protection),
        safety: or_not_said(live.safety),
        hosting: or_not_said(live.hosting),
        years: live.years.map(|years| words::count(years.unsigned_abs(), "year", "years")),
        custodians,
        mail_days: words::count(app.settings.mail_days.unsigned_abs(), "day", "days"),
        by_mail: Some(live.raise_address).filter(|address| !address.is_empty()),
        raise: format!("/{}/raise", group.slug),
        follow: format!("/{}/follow", group.slug),
    })
}

async fn privacy(State(app): State<App>, Path(slug): Path<String>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let (live, custodians) = (store::find(&app.db, group.id).await?, store::custodians(&app.db, group.id).await?);
    notice(&app, &group, live, custodians)
}
