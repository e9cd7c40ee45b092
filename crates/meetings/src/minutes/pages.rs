//! The pages of a minute: read it, edit the draft, approve it, confirm it; and the same as PDF and as Word.

use askama::{Template, filters::HtmlSafe};
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{
    acting::{Acting, Member},
    groups::Group,
    looks,
    membership::{Side, key_holder, side_words},
    permissions::Verb,
};
use jiff::ToSpan;
use kernel::{
    App, Error, Result,
    app::compute,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::{
    commands::{self, Change, Whole, whole},
    model::{Approval, State},
};
use crate::{
    meetings,
    references::{hex, number},
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/meetings/{number}/minute", get(show))
        .route("/{group}/meetings/{number}/minute.pdf", get(pdf))
        .route("/{group}/meetings/{number}/minute.docx", get(word))
        .route("/{group}/meetings/{number}/minute/edit", get(form).post(edit))
        .route("/{group}/meetings/{number}/minute/approvals", post(approve))
        .route("/{group}/meetings/{number}/minute/confirmation", post(confirm))
}

/// The minute that an address names, if this person may read it: a draft is for those who see meetings.
pub(super) async fn readable(app: &App, acting: &Acting, number: i64) -> Result<Whole> {
    acting.must(Verb::ReadPublished)?;
    let found = whole(&app.db, &acting.group, number).await?;
    if found.minute.state == State::Draft {
        acting.must(Verb::SeeMeetings)?;
    }
    if !found.hidden {
        looks::note(app, acting, looks::Thing::Minute, found.meeting.id).await?;
    }
    Ok(found)
}

fn here(group: &Group, number: i64) -> String {
    format!("/{}/meetings/{number}/minute", group.slug)
}

/// A document as HTML. Its writer has escaped every text in it.
struct Paper(String);

impl HtmlSafe for Paper {}

impl std::fmt::Display for Paper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Template)]
#[template(path = "minutes/show.html")]
struct Page {
    frame: Frame,
    forgery: String,
    here: String,
    meeting: Option<String>,
    state: &'static str,
    is_draft: bool,
    published: String,
    fingerprint: String,
    approved: Vec<String>,
    missing: Vec<&'static str>,
    may_edit: bool,
    /// The hash of what is shown, for who may approve it now.
    hash: Option<String>,
    own_side: &'static str,
    corrections: String,
    /// The meeting at which it can be confirmed now.
    confirm_at: Option<(i64, String)>,
    corrections_field: Field,
    paper: Paper,
}

async fn show(
    Shared(app): Shared<App>,
    Path((_, typed)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let acting = &member.acting;
    let group = &acting.group;
    let found = readable(&app, acting, number(&typed)?).await?;
    let notice = match uri.query() {
        Some("edited") => Some("Saved. Whoever had approved it is asked to read it again."),
        Some("approved") if found.minute.state == State::Draft => {
            Some("Your side’s approval is saved. The minute is published once the other side has approved it too.")
        }
        Some("approved") => Some("Both sides have approved it: the minute is published."),
        Some("confirmed") => Some("The minute is confirmed."),
        _ => None,
    };
    let (minute, is_draft) = (&found.minute, found.minute.state == State::Draft);
    let current: Vec<&Approval> = found.approvals.iter().filter(|given| given.content_hash == found.hash).collect();
    let missing = [Side::Gp, Side::Consultant].into_iter().filter(|side| !current.iter().any(|given| given.side == *side));
    let keeps = acting.may(Verb::RunMeetings);
    let confirm_at = if keeps && minute.state == State::Published { held_now(&app, group, &found).await? } else { None };
    let page = Page {
        frame: member.frame(&app, format!("Minute of {}", words::date(found.meeting.held_on)), "/meetings").with_notice(notice),
        forgery: member.session.forgery_token(&app),
        here: here(group, found.meeting.number),
        meeting: acting.may(Verb::SeeMeetings).then(|| format!("/{}/meetings/{}", group.slug, found.meeting.number)),
        state: minute.state.words(),
        is_draft,
        published: minute.published_on.map(words::date).unwrap_or_default(),
        fingerprint: hex(&minute.content_hash).chars().take(16).collect(),
        approved: current.iter().map(|given| key_holder(&given.name, given.side, given.deputy)).collect(),
        missing: if is_draft { missing.map(side_words).collect() } else { Vec::new() },
        may_edit: is_draft && keeps && !found.hidden,
        hash: (is_draft && !found.hidden && acting.may(Verb::TurnKey) && !current.iter().any(|given| given.side == acting.side))
            .then(|| hex(&found.hash)),
        own_side: side_words(acting.side),
        corrections: minute.corrections.clone(),
        confirm_at,
        corrections_field: Field::new("corrections", "Corrections, if any", Input::Lines(3))
            .hint("They stand in that meeting's own minute. This text stays as it was approved."),
        paper: Paper(documents::html::write(&found.dressed())),
    };
    page::show(&page)
}

/// The meeting that could confirm a minute today: the next one, once its attendance makes it quorate. One that was planned
/// and never held is passed over.
async fn held_now(app: &App, group: &Group, found: &Whole) -> Result<Option<(i64, String)>> {
    let mut from = found.meeting.held_on.checked_add(1.day()).unwrap_or(found.meeting.held_on);
    for _ in 0..3 {
        let Some(next) = meetings::next_planned(&app.db, group.id, from).await? else { break };
        if meetings::record(&app.db, group.id, next.number).await?.quorum().reached() {
            return Ok(Some((next.number, words::date(next.held_on))));
        }
        from = next.held_on.checked_add(1.day()).unwrap_or(next.held_on);
    }
    Ok(None)
}

/// A file to be kept: `north-moor-minute-2026-10-14.pdf`.
fn file(group: &Group, found: &Whole, extension: &str, media_type: &'static str, bytes: Vec<u8>) -> Result<Response> {
    let name = format!("attachment; filename=\"{}-minute-{}.{extension}\"", group.slug, found.meeting.held_on);
    let name = HeaderValue::from_str(&name).map_err(|_| Error::internal("a file name cannot stand in a header"))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(media_type)), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// The minute as PDF/UA-1.
pub(super) async fn pdf_of(group: &Group, found: &Whole) -> Result<Response> {
    let document = found.dressed();
    let bytes = compute(move || documents::pdf::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))?;
    file(group, found, "pdf", "application/pdf", bytes)
}

/// The minute as a Word document.
pub(super) async fn word_of(group: &Group, found: &Whole) -> Result<Response> {
    let document = found.dressed();
    let bytes = compute(move || documents::docx::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))?;
    file(group, found, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", bytes)
}

async fn pdf(Shared(app): Shared<App>, Path((_, typed)): Path<(String, String)>, member: Member) -> Result<Response> {
    pdf_of(&member.acting.group, &readable(&app, &member.acting, number(&typed)?).await?).await
}

async fn word(Shared(app): Shared<App>, Path((_, typed)): Path<(String, String)>, member: Member) -> Result<Response> {
    word_of(&member.acting.group, &readable(&app, &member.acting, number(&typed)?).await?).await
}

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

async fn form(Shared(app): Shared<App>, Path((_, typed)): Path<(String, String)>, member: Member) -> Result<Response> {
    commands::must_keep(&member.acting)?;
    let found = readable(&app, &member.acting, number(&typed)?).await?;
    if found.minute.state != State::Draft {
        return Err(Error::Conflict("This minute is published and never changes again.".into()));
    }
    found.must_be_shown()?;
    edit_page(&app, &member, &found, &[], &[], StatusCode::OK)
}

async fn edit(Shared(app): Shared<App>, Path((_, typed)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
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

async fn approve(Shared(app): Shared<App>, Path((_, typed)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let number = number(&typed)?;
    let mut tx = app.begin().await?;
    commands::approve(&app, &mut tx, &member.acting, number, Some(posted.fields.get("hash"))).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}?approved", here(&member.acting.group, number))).into_response())
}

async fn confirm(Shared(app): Shared<App>, Path((_, typed)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    commands::must_keep(&member.acting)?;
    let (number, at) = (number(&typed)?, number(posted.fields.get("at"))?);
    let mut tx = app.begin().await?;
    commands::confirm(&app, &mut tx, &member.acting, number, at, posted.fields.get("corrections")).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}?confirmed", here(&member.acting.group, number))).into_response())
}
