//! Where a draft begins: from a template that somebody brings as a file or pasted, from ours, or from the terms in force.

use askama::Template;
use axum::{extract::State as Shared, http::StatusCode, response::Response};
use group::acting::Member;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    upload::{File, Uploaded},
};

use super::{
    super::{commands, store},
    at, to,
};
use crate::{
    own,
    template::{self, Template as Read},
};

#[derive(Template)]
#[template(path = "versions/pages/start.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    file_error: Option<String>,
    forgery: String,
    terms: String,
    action: String,
    has_terms: bool,
    has_draft: bool,
    typed: bool,
    paste: Field,
}

async fn page(app: &App, member: &Member, typed: &Fields, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let group = member.acting.group.id;
    let page = Page {
        frame: member.frame(app, "Begin the terms of reference", "/terms").with_errors(errors),
        errors: Errors::new(errors),
        file_error: errors.iter().find(|error| error.field == "file").map(|error| error.message.clone()),
        forgery: member.session.forgery_token(app),
        terms: at(member, ""),
        action: at(member, "/template"),
        has_terms: store::in_force(&app.db, group).await?.is_some(),
        has_draft: store::open(&app.db, group).await?.is_some(),
        typed: !typed.get("paste").is_empty(),
        paste: Field::new("paste", "The text of a template", Input::Lines(12)).value(typed.get("paste")).error(errors),
    };
    page::show_as(status, &page)
}

pub(super) async fn form(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    commands::must_tailor(&member.acting)?;
    page(&app, &member, &Fields::default(), &[], StatusCode::OK).await
}

/// What was brought: a file, a pasted text, or ours. Tells also what it is called.
fn read(fields: &Fields, file: &File) -> Result<(String, Read)> {
    let problem = |field: &'static str| move |problem: template::TemplateProblem| Error::field(field, problem.to_string());
    match fields.get("from") {
        "ours" => Ok(("Brig’s own template".into(), template::of_text(own::TEMPLATE).map_err(problem("paste"))?)),
        "paste" if fields.get("paste").trim().is_empty() => Err(Error::field("paste", "Paste the text of a template")),
        "paste" => Ok(("A pasted text".into(), template::of_text(fields.get("paste")).map_err(problem("paste"))?)),
        _ if file.too_large => Err(Error::field("file", "The file is larger than 8 MB. A template is far smaller: is it the right one?")),
        _ if file.name.is_empty() || file.bytes.is_empty() => Err(Error::field("file", "Choose a file: a Word document, or plain text")),
        _ => Ok((file.name.clone(), template::of_file(&file.bytes).map_err(problem("file"))?)),
    }
}

pub(super) async fn bring(Shared(app): Shared<App>, member: Member, uploaded: Uploaded) -> Result<Response> {
    commands::must_tailor(&member.acting)?;
    let Uploaded { fields, file, .. } = uploaded;
    let begun = begin(&app, &member, &fields, file).await;
    match begun {
        Ok(()) => Ok(to(at(&member, "/draft?begun"))),
        Err(error) => {
            let status = error.told().status;
            let at = if fields.get("from") == "paste" { "paste" } else { "file" };
            let mut errors = error.into_messages(at)?;
            errors.iter_mut().for_each(|error| error.field = at.into());
            page(&app, &member, &fields, &errors, status).await
        }
    }
}

async fn begin(app: &App, member: &Member, fields: &Fields, file: File) -> Result<()> {
    let typed = fields.clone();
    // A Word file of 8 MB takes the processor for a while.
    let (source, template) = kernel::app::compute(move || read(&typed, &file)).await??;
    let mut tx = app.begin().await?;
    commands::begin(app, &mut tx, &member.acting, &source, &template).await?;
    app.commit(tx).await
}

pub(super) async fn next(Shared(app): Shared<App>, member: Member, _posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::begin_again(&app, &mut tx, &member.acting).await?;
    app.commit(tx).await?;
    Ok(to(at(&member, "/draft?begun")))
}
