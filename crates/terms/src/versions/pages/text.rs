//! The text of a draft, clause by clause: edit, add, move, drop.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::Response,
};
use group::acting::Member;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
};
use uuid::Uuid;

use super::{
    super::commands::{self, Place},
    at, tailored, to,
};
use crate::{own, paper::ClauseKind};

struct Line {
    id: Uuid,
    kind: ClauseKind,
    words: String,
    /// Its very words, for the form to show what was seen.
    seen: String,
    /// A sentence of help and an example, for a heading of ours.
    help: Option<&'static own::Help>,
    is_first: bool,
    is_last: bool,
}

#[derive(Template)]
#[template(path = "versions/pages/text.html")]
struct Page {
    frame: Frame,
    forgery: String,
    draft: String,
    here: String,
    lines: Vec<Line>,
}

pub(super) async fn page(Shared(app): Shared<App>, OriginalUri(uri): OriginalUri, member: Member) -> Result<Response> {
    let found = tailored(&app, &member.acting).await?;
    let last = found.clauses.len().saturating_sub(1);
    let line = |(at, clause): (usize, crate::paper::Clause)| Line {
        id: clause.id,
        kind: clause.kind,
        help: if clause.kind == ClauseKind::Heading { own::help(&clause.words) } else { None },
        words: clause.words.replace('\t', " | "),
        seen: clause.words,
        is_first: at == 0,
        is_last: at == last,
    };
    page::show(&Page {
        frame: member.frame(&app, "The text of the draft", "/terms").with_notice(uri.query().map(|_| "Saved.")),
        forgery: member.session.forgery_token(&app),
        draft: at(&member, "/draft"),
        here: at(&member, "/draft/text"),
        lines: found.clauses.into_iter().enumerate().map(line).collect(),
    })
}

#[derive(Template)]
#[template(path = "versions/pages/clause.html")]
struct ClausePage<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    text: String,
    heading: &'static str,
    /// What its writer saw; `None` of a new one.
    seen: Option<String>,
    /// What somebody else has written meanwhile.
    theirs: Option<String>,
    after: String,
    kind: Option<Field>,
    words: Field,
}

const WITH_ROW: &[(&str, &str)] = &[
    ("row", "A row of the table, its cells parted by |"),
    ("paragraph", "A paragraph"),
    ("bullet", "A point of a list"),
    ("heading", "A heading"),
];
const KINDS: &[(&str, &str)] = &[("paragraph", "A paragraph"), ("bullet", "A point of a list"), ("heading", "A heading")];

fn words_field(value: &str, errors: &[FieldError]) -> Field {
    Field::new("words", "What it says", Input::Lines(5))
        .hint("What you put into [brackets] is asked for on the list of questions.")
        .value(value)
        .error(errors)
}

/// A line feed in the field is a blank in the text: a clause is one paragraph.
fn one_line(typed: &str) -> String {
    typed.replace("\r\n", "\n").trim().replace('\n', " ")
}

async fn clause_page(
    app: &App,
    member: &Member,
    id: Uuid,
    typed: Option<(&str, &str)>,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let found = tailored(app, &member.acting).await?;
    let clause = found.clauses.iter().find(|clause| clause.id == id).ok_or(Error::NotFound)?;
    let theirs = typed.filter(|(_, seen)| *seen != clause.words).map(|_| clause.words.clone());
    let page = ClausePage {
        frame: member.frame(app, "Edit the text", "/terms").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        text: at(member, "/draft/text"),
        heading: "Edit the text",
        seen: Some(clause.words.clone()),
        theirs,
        after: String::new(),
        kind: None,
        words: words_field(typed.map_or(clause.words.as_str(), |(words, _)| words), errors),
    };
    page::show_as(status, &page)
}

pub(super) async fn form(Shared(app): Shared<App>, Path((_, clause)): Path<(String, String)>, member: Member) -> Result<Response> {
    clause_page(&app, &member, clause.parse().map_err(|_| Error::NotFound)?, None, &[], StatusCode::OK).await
}

pub(super) async fn save(
    Shared(app): Shared<App>,
    Path((_, clause)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let id: Uuid = clause.parse().map_err(|_| Error::NotFound)?;
    let (words, seen) = (one_line(posted.fields.get("words")), posted.fields.get("seen").replace("\r\n", "\n"));
    let mut tx = app.begin().await?;
    match commands::edit_clause(&app, &mut tx, &member.acting, id, &seen, &words).await {
        Ok(()) => {
            app.commit(tx).await?;
            Ok(to(at(&member, &format!("/draft/text?saved#c-{id}"))))
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let errors = error.into_messages("words")?;
            clause_page(&app, &member, id, Some((&words, &seen)), &errors, status).await
        }
    }
}

fn new_page(app: &App, member: &Member, fields: &Fields, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let kind = Some(fields.get("kind")).filter(|kind| !kind.is_empty()).unwrap_or("paragraph");
    let page = ClausePage {
        frame: member.frame(app, "Add to the text", "/terms").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        text: at(member, "/draft/text"),
        heading: "Add to the text",
        seen: None,
        theirs: None,
        after: fields.get("after").to_owned(),
        kind: Some(Field::new("kind", "What it is", Input::Choice(if kind == "row" { WITH_ROW } else { KINDS })).value(kind).error(errors)),
        words: words_field(fields.get("words"), errors),
    };
    page::show_as(status, &page)
}

pub(super) async fn new(Shared(app): Shared<App>, OriginalUri(uri): OriginalUri, member: Member) -> Result<Response> {
    tailored(&app, &member.acting).await?;
    new_page(&app, &member, &Fields::of_query(&uri), &[], StatusCode::OK)
}

pub(super) async fn add(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let fields = &posted.fields;
    let kind = ClauseKind::from_key(fields.get("kind")).unwrap_or(ClauseKind::Paragraph);
    let words = one_line(fields.get("words"));
    let words = if kind == ClauseKind::Row { words.split('|').map(str::trim).collect::<Vec<_>>().join("\t") } else { words };
    let mut tx = app.begin().await?;
    match commands::add_clause(&app, &mut tx, &member.acting, fields.get("after").parse().ok(), kind, &words).await {
        Ok(id) => {
            app.commit(tx).await?;
            Ok(to(at(&member, &format!("/draft/text?saved#c-{id}"))))
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            new_page(&app, &member, fields, &error.into_messages("words")?, status)
        }
    }
}

pub(super) async fn place(
    Shared(app): Shared<App>,
    Path((_, clause)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let id: Uuid = clause.parse().map_err(|_| Error::NotFound)?;
    let way = if posted.fields.get("to") == "up" { Place::Up } else { Place::Down };
    let mut tx = app.begin().await?;
    commands::move_clause(&app, &mut tx, &member.acting, id, way).await?;
    app.commit(tx).await?;
    Ok(to(at(&member, &format!("/draft/text?saved#c-{id}"))))
}

pub(super) async fn remove(
    Shared(app): Shared<App>,
    Path((_, clause)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let id: Uuid = clause.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::drop_clause(&app, &mut tx, &member.acting, id, &posted.fields.get("seen").replace("\r\n", "\n")).await?;
    app.commit(tx).await?;
    Ok(to(at(&member, "/draft/text?saved")))
}
