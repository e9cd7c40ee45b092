//! Between groups: an agreement is given as a file, and one of another group is adopted.

use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::acting::Member;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Frame},
    upload::Uploaded,
};

use super::{
    super::commands::{self, must_draft},
    Viewer, files, number,
};

#[derive(Template)]
#[template(path = "rules/pages/adopt.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    error: String,
    forgery: String,
    base: String,
}

fn page(app: &App, member: &Member, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    must_draft(&member.acting)?;
    let page = Page {
        frame: member.frame(app, "Adopt an agreement", "/agreements").with_errors(errors),
        errors: Errors::new(errors),
        error: errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" "),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/agreements", member.acting.group.slug),
    };
    page::show_as(status, &page)
}

/// Asks for the file.
pub(super) async fn ask(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    page(&app, &member, &[], StatusCode::OK)
}

/// Drafts what a file says.
pub(super) async fn adopt(Shared(app): Shared<App>, member: Member, sent: Uploaded) -> Result<Response> {
    must_draft(&member.acting)?;
    let mut tx = app.begin().await?;
    let done = if sent.file.too_large {
        Err(Error::field("file", "This file is larger than an agreement can be. Choose the one that the other group exported"))
    } else {
        commands::bring_in(&app, &mut tx, &member.acting, &sent.file.bytes).await
    };
    match done {
        Ok(draft) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("{}?adopted", commands::address(&member.acting.group, &draft))).into_response())
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            // Whatever is wrong is wrong in the file: there is no other field.
            let at_file = |error: FieldError| FieldError { field: "file".into(), ..error };
            let errors: Vec<_> = error.into_messages("file")?.into_iter().map(at_file).collect();
            page(&app, &member, &errors, status)
        }
    }
}

/// Gives an agreement as a file.
pub(super) async fn export(
    Shared(app): Shared<App>,
    Path((_, typed)): Path<(String, String)>,
    member: Member,
    _: Posted,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    let (agreement, file) = commands::export(&app, &mut tx, &member.acting, number(&typed)?).await?;
    app.commit(tx).await?;
    let viewer = Viewer { group: member.acting.group.clone(), member: Some(member) };
    files::file(&viewer, &agreement, ".agreement.json", "application/json", file.into_bytes())
}
