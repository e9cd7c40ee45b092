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
use jiff::tz::TimeZone;
use kernel::{
    App, Error, Result,
    form::{FormKey, Public},
    mail,
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
}

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
    id: Uuid,
    to: String,
    subject: String,
    when: String,
    sent: bool,
}

fn line(mail: &mail::Posted) -> MailLine {
    MailLine {
        id: mail.id,
        to: mail.to.clone(),
        subject: mail.subject.clone(),
        when: words::date_and_time(mail.created_at, &TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)),
        sent: mail.sent_at.is_some(),
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
    let mails = mail::newest(&app.db).await?.iter().map(line).collect();
    page::show(&Mailbox { frame: Frame::plain(&app, "Mailbox"), mails })
}

#[derive(Template)]
#[template(path = "demo/mail.html")]
struct MailPage {
    frame: Frame,
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
    page::show(&MailPage { frame: Frame::plain(&app, mail.subject.clone()), mail: line(&mail), text: mail.text, links, parts })
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
    let mail = mail::find(&app.db, id).await?;
    let policy = HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'");
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, policy)], mail.html).into_response())
}
