//! The page on which the draft of a minute is edited, section by section.

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
};

use super::{
    super::{
        commands::{self, Change},
        model::State,
        whole::Whole,
    },
    here, readable,
};
use crate::references::number;

struct SectionField {
    position: i64,
    heading: String,
    /// What is stored, for the form to show what its writer saw.
    seen: String,
    words: String,
    /// What somebody else has written meanwhile.
    theirs: Option<String>,
    rows: usize,
}

#[derive(Template)]
#[template(path = "minutes/edit.html")]
struct EditPage<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    here: String,
    sections: Vec<SectionField>,
}

fn edit_page(app: &App, member: &Member, found: &Whole, typed: &[Change], errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let sections = found.sections.iter().map(|section| {
        let change = typed.iter().find(|change| change.position == section.position);
        // Only what was changed here is shown as typed; the rest stands as it is now.
        let changed = change.filter(|change| change.words.trim() != change.seen);
        let words = changed.map_or(&section.words, |change| &change.words);
        let rows = (words.len() / 70 + words.matches('\n').count() + 1).clamp(2, 14);
        SectionField {
            position: section.position,
            heading: section.heading.clone(),
            seen: section.words.clone(),
            words: words.clone(),
            theirs: changed.filter(|change| change.seen != section.words).map(|_| section.words.clone()),
            rows,
        }
    });
    let page = EditPage {
        frame: member.frame(app, "Edit the draft minute", "/meetings").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: here(&member.acting.group, found.meeting.number),
        sections: sections.collect(),
    };
    page::show_as(status, &page)
}

pub(super) async fn form(Shared(app): Shared<App>, Path((_, typed)): Path<(String, String)>, member: Member) -> Result<Response> {
    commands::must_keep(&member.acting)?;
    let found = readable(&app, &member.acting, number(&typed)?).await?;
    if found.minute.state != State::Draft {
        return Err(Error::Conflict("This minute is published and never changes again.".into()));
    }
    found.must_be_shown()?;
    edit_page(&app, &member, &found, &[], &[], StatusCode::OK)
}

pub(super) async fn edit(
    Shared(app): Shared<App>,
    Path((_, typed)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let number = number(&typed)?;
    let mut found = readable(&app, &member.acting, number).await?;
    let text = |name: &str, position| posted.fields.get(&format!("{name}{position}")).replace("\r\n", "\n");
    let change = |position| Change { position, seen: text("seen", position), words: text("s", position) };
    let changes: Vec<Change> = found.sections.iter().map(|section| change(section.position)).collect();
    let mut tx = app.begin().await?;
    let error = match commands::edit(&app, &mut tx, &member.acting, number, &changes).await {
        Ok(changed) => {
            app.commit(tx).await?;
            let said = if changed { "?edited" } else { "" };
            return Ok(Redirect::to(&format!("{}{said}", here(&member.acting.group, number))).into_response());
        }
        Err(error) => error,
    };
    drop(tx);
    let status = error.told().status;
    let errors = match error {
        Error::Invalid(errors) | Error::Refused(errors, _) => errors,
        Error::Conflict(message) if found.minute.state == State::Draft => {
            let message = format!("{message} Both texts are below: take what you want from theirs and save again");
            vec![FieldError { field: "sections".into(), message }]
        }
        other => return Err(other),
    };
    // With what is there now, so that saving again is a choice.
    found = readable(&app, &member.acting, number).await?;
    edit_page(&app, &member, &found, &changes, &errors, status)
}
