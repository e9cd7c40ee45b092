//! The pages of handing in: for somebody, from a list, from a mail.

mod list;
mod mail;
mod one;

use askama::Template;
use axum::{
    Router,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use group::{acting::Member, permissions::Verb, screening::Known};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, shown_again},
    page::{self, Field, Frame, Input},
    words,
};

use super::commands::Who;
use crate::issues::{Raised, without_identifiers};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/issues/new", get(one::form).post(one::send))
        .route("/{group}/issues/new/list", get(list::form).post(list::send))
        .route("/{group}/issues/new/mail", get(mail::form).post(mail::read))
}

/// Private links stand on this page and are kept nowhere.
const NOT_KEPT: (HeaderName, HeaderValue) = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));

/// Goes on only for those who hand in.
fn must(member: &Member) -> Result<()> {
    member.acting.must(Verb::RaiseForOthers)
}

fn who(fields: &Fields) -> Who {
    let text = |name: &str| fields.get(name).to_owned();
    Who { name: text("name"), email: text("email"), in_confidence: fields.get("confidence") == "yes", said_on: text("said_on") }
}

/// The fields for who said it and when.
fn who_fields(fields: &Fields, errors: &[FieldError]) -> [Field; 3] {
    let field = |name: &'static str, label: &str, input| Field::new(name, label, input).value(shown_again(fields.get(name))).error(errors);
    [
        field("name", "Who said it (optional)", Input::Text).hint("Left empty, it is anonymous."),
        field("email", "Their mail address (optional)", Input::Email)
            .hint("We thank them at once, with the private link by which they follow it."),
        field("said_on", "When it was said (optional)", Input::Date),
    ]
}

/// What went wrong with a form, the text with what surely is a patient's number taken out, and whether something is left in it
/// that may be one.
fn given_back(error: Error, field: &'static str, typed: &str) -> Result<(Vec<FieldError>, String, bool)> {
    let refused = matches!(error, Error::Refused(..));
    let mut errors = error.into_messages(field)?;
    if !refused {
        return Ok((errors, typed.to_owned(), false));
    }
    let (text, doubtful) = without_identifiers(typed, &Known::default());
    if text != typed {
        for error in errors.iter_mut().filter(|error| error.field == field) {
            error.message.push_str(": we have put [removed] in its place");
        }
    }
    Ok((errors, text, doubtful))
}

struct Line {
    reference: String,
    href: String,
    link: String,
}

#[derive(Template)]
#[template(path = "handed_in/pages/done.html")]
struct Done {
    frame: Frame,
    base: String,
    said: String,
    mailed: bool,
    lines: Vec<Line>,
}

/// What was raised, with the private links to hand on: this once.
fn done(app: &App, member: &Member, raised: Vec<Raised>, mailed: bool) -> Result<Response> {
    let group = &member.acting.group;
    let base = format!("/{}/issues", group.slug);
    let said = match raised.as_slice() {
        [one] => format!("{} is saved", one.reference),
        all => format!("{} are saved", words::count(all.len() as u64, "issue", "issues")),
    };
    let line = |one: Raised| Line {
        href: format!("{base}/{}", one.reference),
        link: app.url(&format!("/{}/follow/{}", group.slug, one.code)),
        reference: one.reference,
    };
    let lines = raised.into_iter().map(line).collect();
    Ok(([NOT_KEPT], page::show(&Done { frame: member.frame(app, said.clone(), "/issues"), base, said, mailed, lines })?).into_response())
}
