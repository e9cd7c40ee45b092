//! The page of the corrections to a draft minute: what is proposed, with its answer; and where one proposes.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Error, Result,
    app::compute,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    upload::{self, Uploaded},
    words,
};
use terms::paper::{Piece, pieces};

use super::{
    super::{
        model::{Section, State as MinuteState},
        pages::{here, readable},
        whole::Whole,
    },
    commands::{self, Brought, New, may_propose},
    model::{Correction, State, Verdict, paragraphs},
    store,
};
use crate::{meetings, references::number};

/// The routes of this slice.
pub(in super::super) fn routes() -> Router<App> {
    let at = "/{group}/meetings/{number}/minute/corrections";
    Router::new()
        .route(at, get(list).post(propose))
        .route("/{group}/meetings/{number}/minute/corrections/new", get(form))
        .route("/{group}/meetings/{number}/minute/corrections/{correction}/answer", post(answer))
        .merge(upload::route("/{group}/meetings/{number}/minute/corrections/file", post(bring)))
}

/// A proposed correction as it is shown.
struct Shown {
    number: i64,
    section: String,
    from: String,
    when: String,
    comment: bool,
    was: String,
    pieces: Vec<Piece>,
    why: String,
    state: &'static str,
    reason: String,
    answered_by: String,
    /// Whether its words can be taken up by themselves.
    takes: bool,
    /// Where its reason is typed, with what was typed there.
    field: Field,
}

struct Paragraph {
    words: String,
    href: String,
}

struct Part {
    heading: String,
    paragraphs: Vec<Paragraph>,
    add: String,
}

#[derive(Template)]
#[template(path = "minutes/corrections/list.html")]
struct Page<'a> {
    frame: Frame,
    forgery: String,
    errors: Errors<'a>,
    here: String,
    open: Vec<Shown>,
    answered: Vec<Shown>,
    answers: bool,
    /// What is said when nobody can propose anything now.
    closed: Option<String>,
    until: Option<String>,
    parts: Vec<Part>,
}

fn heading(section: &Section) -> String {
    format!("{} {}", section.position, section.heading)
}

fn shown(found: &Whole, correction: &Correction, typed: &(i64, String), errors: &[FieldError], zone: &jiff::tz::TimeZone) -> Shown {
    let section = found.sections.iter().find(|section| section.position == correction.section);
    let stands = section.and_then(|section| super::model::taken_up(&section.words, &correction.was, &correction.words));
    let field = Field::new(format!("reason-{}", correction.number), "Reason, or what was done instead", Input::Lines(2));
    let field = if typed.0 == correction.number { field.value(typed.1.clone()).error(errors) } else { field };
    Shown {
        number: correction.number,
        section: section.map_or_else(|| "Before the first section".into(), heading),
        from: correction.from(),
        when: words::date(kernel::clock::day_of(correction.proposed_at, zone)),
        comment: correction.is_comment(),
        was: correction.was.clone(),
        pieces: pieces(&correction.was, &correction.words),
        why: correction.why.clone(),
        state: correction.state.words(),
        reason: correction.reason.clone(),
        answered_by: correction.answered_by.clone(),
        takes: stands.is_some() && !correction.is_comment(),
        field,
    }
}

async fn page_of(
    app: &App,
    member: &Member,
    number: i64,
    notice: Option<&str>,
    typed: (i64, String),
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let found = readable(app, acting, number).await?;
    found.must_be_shown()?;
    let record = meetings::record(&app.db, group.id, number).await?;
    let here = here(group, number);
    let mut all = store::all(&app.db, group.id, found.meeting.id).await?;
    all.retain(|one| !found.without.contains(&one.section));
    let (open, answered): (Vec<&Correction>, Vec<&Correction>) = all.iter().partition(|one| one.state == State::Open);
    let told = |one: &Correction| shown(&found, one, &typed, errors, &group.time_zone);
    let today = app.clock.today(&group.time_zone);
    let keeps = acting.may(Verb::RunMeetings);
    let closed = if found.minute.state != MinuteState::Draft {
        Some(
            "This minute is published. A correction is told to the meeting that confirms it, and stands in that meeting’s minute."
                .to_owned(),
        )
    } else if !may_propose(acting, &record) {
        Some("Corrections are proposed by whoever was at the meeting.".to_owned())
    } else if !keeps && !found.course().open_on(today) {
        Some("Nobody is asked for corrections now. Tell the administrator if something is wrong.".to_owned())
    } else {
        None
    };
    let part = |section: &Section| Part {
        heading: heading(section),
        paragraphs: paragraphs(&section.words)
            .enumerate()
            .map(|(at, words)| Paragraph {
                words: words.to_owned(),
                href: format!("{here}/corrections/new?section={}&paragraph={at}", section.position),
            })
            .collect(),
        add: format!("{here}/corrections/new?section={}", section.position),
    };
    let page = Page {
        frame: member
            .frame(app, format!("Corrections to the minute of {}", words::date(found.meeting.held_on)), "/meetings")
            .with_notice(notice)
            .with_errors(errors),
        forgery: member.session.forgery_token(app),
        errors: Errors::new(errors),
        open: open.into_iter().map(told).collect(),
        answered: answered.into_iter().map(told).collect(),
        answers: keeps && found.minute.state == MinuteState::Draft,
        until: found.minute.corrections_until.filter(|until| today <= *until).map(words::date),
        parts: if closed.is_some() { Vec::new() } else { found.sections.iter().map(part).collect() },
        closed,
        here,
    };
    page::show_as(status, &page)
}

/// What is said of a file that was brought, by what stands in the address after it.
fn brought_words(query: &Fields) -> Option<String> {
    let n = |name: &str| query.get(name).parse::<u64>().unwrap_or(0);
    if query.get("brought").is_empty() {
        return None;
    }
    let mut said = vec![match n("brought") {
        0 => "The file was read.".to_owned(),
        n => format!("The file was read: {} proposed.", words::count(n, "correction is", "corrections are")),
    }];
    if n("known") > 0 {
        said.push(format!("{} proposed already.", words::count(n("known"), "was", "were")));
    }
    if n("refused") > 0 {
        let n = words::count(n("refused"), "change was", "changes were");
        said.push(format!("{n} left out, because they could tell who a patient is: say them in other words."));
    }
    if !query.get("older").is_empty() {
        said.push("The file is of an older version of the draft: look whether each paragraph still stands.".into());
    }
    if !query.get("unmarked").is_empty() {
        said.push("The file does not say of which version it is, so it was compared with the draft as it is now.".into());
    }
    Some(said.join(" "))
}

async fn list(
    Shared(app): Shared<App>,
    Path((_, typed)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let query = Fields::of_query(&uri);
    let brought = brought_words(&query);
    let notice = match uri.query() {
        Some("proposed") => Some("Thank you: it is proposed. You will hear by mail what becomes of it."),
        Some("answered") => Some("Answered. Whoever proposed it hears when all of theirs have an answer."),
        _ => brought.as_deref(),
    };
    page_of(&app, &member, number(&typed)?, notice, (0, String::new()), &[], StatusCode::OK).await
}

#[derive(Template)]
#[template(path = "minutes/corrections/new.html")]
struct FormPage<'a> {
    frame: Frame,
    forgery: String,
    errors: Errors<'a>,
    here: String,
    heading: String,
    section: i64,
    was: String,
    words: Field,
    why: Field,
}

async fn form_of(app: &App, member: &Member, number: i64, new: &New, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    member.acting.must(Verb::SeeMeetings)?;
    let found = readable(app, &member.acting, number).await?;
    found.must_be_shown()?;
    let section = found.sections.iter().find(|section| section.position == new.section).ok_or(Error::NotFound)?;
    let label = if new.was.is_empty() { "The new paragraph" } else { "What it should say" };
    let hint = if new.was.is_empty() { "" } else { "Leave it empty to take the paragraph out." };
    let words = Field::new("words", label, Input::Lines(6)).value(new.words.clone()).error(errors);
    let page = FormPage {
        frame: member.frame(app, "Propose a correction", "/meetings").with_errors(errors),
        forgery: member.session.forgery_token(app),
        errors: Errors::new(errors),
        here: here(&member.acting.group, number),
        heading: heading(section),
        section: new.section,
        was: new.was.clone(),
        words: if hint.is_empty() { words } else { words.hint(hint) },
        why: Field::new("why", "Why", Input::Lines(2)).hint("May be left out.").value(new.why.clone()).error(errors),
    };
    page::show_as(status, &page)
}

async fn form(
    Shared(app): Shared<App>,
    Path((_, typed)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    member.acting.must(Verb::SeeMeetings)?;
    let query = Fields::of_query(&uri);
    let number_of = number(&typed)?;
    let found = readable(&app, &member.acting, number_of).await?;
    let section = number(query.get("section"))?;
    let words = found.sections.iter().find(|one| one.position == section).map(|one| one.words.clone()).ok_or(Error::NotFound)?;
    let was = match query.get("paragraph") {
        "" => String::new(),
        at => paragraphs(&words).nth(usize::try_from(number(at)?).map_err(|_| Error::NotFound)?).ok_or(Error::NotFound)?.to_owned(),
    };
    let new = New { section, words: was.clone(), was, why: String::new() };
    form_of(&app, &member, number_of, &new, &[], StatusCode::OK).await
}

async fn propose(Shared(app): Shared<App>, Path((_, typed)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let number_of = number(&typed)?;
    let text = |name: &str| posted.fields.get(name).replace("\r\n", "\n");
    let section = posted.fields.get("section").parse().unwrap_or(0);
    let new = New { section, was: text("was"), words: text("words"), why: text("why") };
    let mut tx = app.begin().await?;
    let error = match commands::propose(&app, &mut tx, &member.acting, number_of, new.clone()).await {
        Ok(()) => {
            app.commit(tx).await?;
            return Ok(Redirect::to(&format!("{}/corrections?proposed", here(&member.acting.group, number_of))).into_response());
        }
        Err(error) => error,
    };
    drop(tx);
    let status = error.told().status;
    let errors = match error {
        Error::Invalid(errors) | Error::Refused(errors, _) => errors,
        // What was typed is not lost because the paragraph is another one now.
        Error::Conflict(message) => vec![FieldError { field: "words".into(), message }],
        other => return Err(other),
    };
    form_of(&app, &member, number_of, &new, &errors, status).await
}

async fn answer(
    Shared(app): Shared<App>,
    Path((_, typed, correction)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (number_of, correction) = (number(&typed)?, number(&correction)?);
    let reason = posted.fields.get(&format!("reason-{correction}")).replace("\r\n", "\n");
    let verdict = Verdict::from_key(posted.fields.get("verdict"));
    let mut tx = app.begin().await?;
    let done = match verdict {
        Some(verdict) => commands::answer(&app, &mut tx, &member.acting, number_of, correction, verdict, &reason).await,
        None => Err(Error::field("reason", "Choose one of the buttons")),
    };
    let error = match done {
        Ok(()) => {
            app.commit(tx).await?;
            return Ok(Redirect::to(&format!("{}/corrections?answered#open", here(&member.acting.group, number_of))).into_response());
        }
        Err(error) => error,
    };
    drop(tx);
    let status = error.told().status;
    let at = format!("reason-{correction}");
    let errors: Vec<FieldError> = match error {
        Error::Invalid(errors) | Error::Refused(errors, _) => {
            errors.into_iter().map(|error| FieldError { field: at.clone().into(), message: error.message }).collect()
        }
        Error::Conflict(message) => vec![FieldError { field: at.into(), message }],
        other => return Err(other),
    };
    page_of(&app, &member, number_of, None, (correction, reason), &errors, status).await
}

async fn bring(Shared(app): Shared<App>, Path((_, typed)): Path<(String, String)>, member: Member, uploaded: Uploaded) -> Result<Response> {
    let number_of = number(&typed)?;
    member.acting.must(Verb::SeeMeetings)?;
    let file = uploaded.file;
    let done = if file.too_large {
        Err(Error::field("file", "The file is larger than 8 MB. Take the pictures out and bring it again"))
    } else if file.bytes.is_empty() {
        Err(Error::field("file", "Choose the Word file"))
    } else {
        brought(&app, &member, number_of, file.bytes).await
    };
    match done {
        Ok(found) => {
            let flag = |on: bool, name: &str| if on { format!("&{name}=yes") } else { String::new() };
            let to = format!(
                "{}/corrections?brought={}&known={}&refused={}{}{}",
                here(&member.acting.group, number_of),
                found.proposed,
                found.known,
                found.refused.len(),
                flag(found.older, "older"),
                flag(found.unmarked, "unmarked")
            );
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => {
            let status = error.told().status;
            match error {
                Error::Invalid(errors) | Error::Refused(errors, _) => {
                    page_of(&app, &member, number_of, None, (0, String::new()), &errors, status).await
                }
                other => Err(other),
            }
        }
    }
}

async fn brought(app: &App, member: &Member, number: i64, bytes: Vec<u8>) -> Result<Brought> {
    let reviewed = compute(move || reading::word::reviewed(&bytes)).await?.map_err(|problem| Error::field("file", problem.to_string()))?;
    let mut tx = app.begin().await?;
    let found = commands::bring(app, &mut tx, &member.acting, number, &reviewed).await?;
    app.commit(tx).await?;
    Ok(found)
}
