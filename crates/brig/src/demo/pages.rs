//! The demonstration's own pages: people to sign in as, and the mailbox. Outside a demonstration they are not there.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State as Shared},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use group::{groups, membership, people};
use jiff::{Timestamp, tz::TimeZone};
use kernel::{
    App, Error, Result,
    form::{FormKey, Public},
    mail::{self, runs},
    page::{self, Frame},
    words,
};
use uuid::Uuid;

/// The routes of the demonstration.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/demo", get(people_page))
        .route("/demo/people/{person}", get(person_page).post(sign_in))
        .route("/demo/mailbox", get(mailbox))
        .route("/demo/mailbox/{mail}", get(show_mail))
        .route("/demo/mailbox/{mail}/body", get(mail_body))
        .route("/demo/mailbox/{mail}/parts/{name}", get(mail_part))
        .route("/demo/runs/{run}", get(show_run))
        .route("/demo/runs/{run}/{place}", get(show_of_run))
        .route("/demo/runs/{run}/{place}/body", get(body_of_run))
}

/// Letters to many in the mailbox, and mails of one of them on its page.
const MOST_RUNS: i64 = 50;
const MOST_OF_A_RUN: i64 = 200;

fn only_here(app: &App) -> Result<()> {
    if app.settings.demonstration { Ok(()) } else { Err(Error::NotFound) }
}

struct PersonLine {
    id: Uuid,
    name: String,
    role: String,
    post: String,
}

#[derive(Template)]
#[template(path = "demo/people.html")]
struct People {
    frame: Frame,
    form_key: String,
    people: Vec<PersonLine>,
    slug: String,
}

async fn people_page(Shared(app): Shared<App>) -> Result<Response> {
    only_here(&app)?;
    let mut lines = Vec::new();
    let groups = groups::all(&app.db).await?;
    let group = groups.first().ok_or(Error::NotFound)?;
    let today = app.clock.today(&group.time_zone);
    for seat in membership::seats(&app.db, group).await? {
        lines.push(PersonLine { id: seat.person, role: seat.words(today), name: seat.name, post: seat.post });
    }
    for person in people::all(&app.db).await? {
        if person.operator && !lines.iter().any(|line| line.id == person.id) {
            lines.push(PersonLine { id: person.id, name: person.name, role: "Operator".into(), post: "Runs this installation".into() });
        }
    }
    let frame = Frame::plain(&app, "Who do you want to be?");
    page::show(&People { frame, form_key: FormKey::fresh(&app)?, people: lines, slug: group.slug.clone() })
}

#[derive(Template)]
#[template(path = "demo/person.html")]
struct PersonPage {
    frame: Frame,
    form_key: String,
    id: Uuid,
    name: String,
}

async fn person_page(Shared(app): Shared<App>, Path(person): Path<Uuid>) -> Result<Response> {
    only_here(&app)?;
    let person = people::find(&app.db, person).await?;
    let frame = Frame::plain(&app, format!("Sign in as {}", person.name));
    page::show(&PersonPage { frame, form_key: FormKey::fresh(&app)?, id: person.id, name: person.name })
}

async fn sign_in(Shared(app): Shared<App>, Path(person): Path<Uuid>, form: Public) -> Result<Response> {
    only_here(&app)?;
    if form.key.is_none() {
        return Ok(Redirect::to(&format!("/demo/people/{person}")).into_response());
    }
    let cookie = people::sign_in_as(&app, person).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}

struct MailLine {
    href: String,
    to: String,
    subject: String,
    when: String,
    state: String,
    sent: bool,
}

fn said(at: Timestamp) -> String {
    words::date_and_time(at, &TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC))
}

fn line(mail: &mail::Posted, href: String) -> MailLine {
    let sent = mail.sent_at.is_some();
    let state = if sent { "Sent" } else { "On its way" }.to_owned();
    MailLine { href, to: mail.to.clone(), subject: mail.subject.clone(), when: said(mail.created_at), state, sent }
}

/// A letter to many, as one line.
fn run_line(run: &runs::Shown) -> MailLine {
    let sent = run.sent >= run.total;
    MailLine {
        href: format!("/demo/runs/{}", run.id),
        to: words::count(run.total.unsigned_abs(), "address, a mail of its own", "addresses, a mail each"),
        subject: run.subject.clone(),
        when: said(run.created_at),
        state: if sent { "Sent".to_owned() } else { format!("{} of {} sent", run.sent, run.total) },
        sent,
    }
}

#[derive(Template)]
#[template(path = "demo/mailbox.html")]
struct Mailbox {
    frame: Frame,
    mails: Vec<MailLine>,
}

async fn mailbox(Shared(app): Shared<App>) -> Result<Response> {
    only_here(&app)?;
    let single = mail::newest(&app.db).await?;
    let single = single.iter().map(|mail| (mail.created_at, line(mail, format!("/demo/mailbox/{}", mail.id))));
    let many = runs::shown(&app.db, MOST_RUNS).await?;
    let mut all: Vec<(Timestamp, MailLine)> = single.chain(many.iter().map(|run| (run.created_at, run_line(run)))).collect();
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mails = all.into_iter().map(|(_, line)| line).collect();
    page::show(&Mailbox { frame: Frame::plain(&app, "Mailbox"), mails })
}

#[derive(Template)]
#[template(path = "demo/mail.html")]
struct MailPage {
    frame: Frame,
    back: String,
    back_words: &'static str,
    here: String,
    mail: MailLine,
    text: String,
    links: Vec<String>,
    /// The names of what goes with it.
    parts: Vec<String>,
}

async fn show_mail(Shared(app): Shared<App>, Path(id): Path<Uuid>) -> Result<Response> {
    only_here(&app)?;
    let mail = mail::find(&app.db, id).await?;
    // The sandboxed frame opens no links, so that they stand beside it.
    let links = mail.text.split_whitespace().filter(|word| word.starts_with("http")).map(str::to_owned).collect();
    let parts = mail::parts(&app.db, id).await?.into_iter().map(|part| part.name).collect();
    let here = format!("/demo/mailbox/{id}");
    let frame = Frame::plain(&app, mail.subject.clone());
    let (back, back_words) = ("/demo/mailbox".to_owned(), "Mailbox");
    page::show(&MailPage { frame, back, back_words, mail: line(&mail, here.clone()), here, text: mail.text, links, parts })
}

#[derive(Template)]
#[template(path = "demo/run.html")]
struct RunPage {
    frame: Frame,
    run: MailLine,
    mails: Vec<MailLine>,
    /// How many more there are than are listed.
    more: Option<String>,
}

/// A letter to many, with the mails of those who get it.
async fn show_run(Shared(app): Shared<App>, Path(run): Path<Uuid>) -> Result<Response> {
    only_here(&app)?;
    let shown = runs::one_shown(&app.db, run).await?;
    let mails = runs::mails(&app.db, run, 0, MOST_OF_A_RUN).await?;
    let mails: Vec<MailLine> = mails.iter().map(|(place, mail)| line(mail, format!("/demo/runs/{run}/{place}"))).collect();
    let rest = shown.total.unsigned_abs().saturating_sub(mails.len() as u64);
    let more = (rest > 0).then(|| words::count(rest, "more mail", "more mails"));
    page::show(&RunPage { frame: Frame::plain(&app, shown.subject.clone()), run: run_line(&shown), mails, more })
}

/// One mail of a letter to many.
async fn of_run(app: &App, run: Uuid, place: i64) -> Result<mail::Posted> {
    let found = runs::mails(&app.db, run, place, 1).await?.into_iter().find(|(at, _)| *at == place);
    found.map(|(_, mail)| mail).ok_or(Error::NotFound)
}

async fn show_of_run(Shared(app): Shared<App>, Path((run, place)): Path<(Uuid, i64)>) -> Result<Response> {
    only_here(&app)?;
    let mail = of_run(&app, run, place).await?;
    let links = mail.text.split_whitespace().filter(|word| word.starts_with("http")).map(str::to_owned).collect();
    let here = format!("/demo/runs/{run}/{place}");
    let frame = Frame::plain(&app, mail.subject.clone());
    let (back, back_words, parts) = (format!("/demo/runs/{run}"), "All mails of this letter", Vec::new());
    page::show(&MailPage { frame, back, back_words, mail: line(&mail, here.clone()), here, text: mail.text, links, parts })
}

async fn body_of_run(Shared(app): Shared<App>, Path((run, place)): Path<(Uuid, i64)>) -> Result<Response> {
    only_here(&app)?;
    Ok(sandboxed(of_run(&app, run, place).await?.html))
}

/// What goes with a mail, as a file to be kept.
async fn mail_part(Shared(app): Shared<App>, Path((id, name)): Path<(Uuid, String)>) -> Result<Response> {
    only_here(&app)?;
    let part = mail::parts(&app.db, id).await?.into_iter().find(|part| part.name == name).ok_or(Error::NotFound)?;
    let unfit = |_| Error::internal("a part of a mail has a type or name that cannot stand in a header");
    let kind = HeaderValue::from_str(&part.media_type).map_err(unfit)?;
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", part.name)).map_err(unfit)?;
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], part.content).into_response())
}

/// The mail's HTML as its reader would see it, on an address of its own that can do nothing.
async fn mail_body(Shared(app): Shared<App>, Path(id): Path<Uuid>) -> Result<Response> {
    only_here(&app)?;
    Ok(sandboxed(mail::find(&app.db, id).await?.html))
}

/// The HTML of a mail, where it can do nothing.
fn sandboxed(html: String) -> Response {
    let policy = HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'");
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, policy)], html).into_response()
}
