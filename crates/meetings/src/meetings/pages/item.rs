//! One item: the issue in the group's wording, what was said, what was decided, who does what.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, membership, permissions::Role};
use jiff::ToSpan;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::{
    super::{commands, model::Item, queries::Record},
    base,
    told::{Decided, Deciding, typed_decision},
    visible,
};
use crate::{
    actions::{Action, NewAction},
    agenda::{self, Thread},
    decisions::{Decision, NewDecision},
    references::{in_address, read_action, read_item},
};

struct ActionLine {
    href: String,
    reference: String,
    words: String,
    owner: String,
    due: String,
    done_means: String,
}

#[derive(Template)]
#[template(path = "meetings/pages/item.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    here: String,
    heading: String,
    about: Option<String>,
    text: Option<String>,
    /// The same at other meetings.
    thread: Thread,
    /// Where anybody says that this could identify a patient.
    flag: String,
    quorum: String,
    quorate: bool,
    open: bool,
    seen_note: String,
    seen_decision: String,
    theirs: Option<Theirs>,
    note: Field,
    said: String,
    deciding: Deciding,
    decided: Option<Decided>,
    actions: Vec<ActionLine>,
    fields: [Field; 4],
    previous: Option<(String, String)>,
    next: Option<(String, String)>,
}

/// What somebody else has written meanwhile, where it is something else.
struct Theirs {
    note: Option<String>,
    decision: Option<Decided>,
}

/// What of the page varies beside the item.
#[derive(Default)]
struct Shown<'a> {
    notice: Option<&'a str>,
    errors: &'a [FieldError],
    /// What was typed into the note and the decision, and could not be kept.
    record: Option<(&'a str, NewDecision)>,
    /// What the writer had seen of both before, when somebody else has written meanwhile.
    theirs: Option<(String, String)>,
    action: NewAction,
}

async fn action_fields(app: &App, member: &Member, typed: NewAction, errors: &[FieldError]) -> Result<[Field; 4]> {
    let seats = membership::seats(&app.db, &member.acting.group).await?;
    let chosen = membership::find_seat(&seats, &typed.owner).map(|seat| seat.person.to_string()).unwrap_or_default();
    let owners = seats.iter().filter(|seat| seat.role != Role::Reader).map(|seat| (seat.person.to_string(), seat.name.clone()));
    let owners = std::iter::once((String::new(), "Choose one".to_owned())).chain(owners).collect();
    Ok([
        Field::new("text", "What is to be done", Input::Text)
            .hint("The verb first. It is shown to whoever raised the issue.")
            .value(typed.words)
            .error(errors),
        Field::select("owner", "Owner", owners).hint("Exactly one.").value(chosen).error(errors),
        Field::new("due", "By", Input::Date).value(typed.due).error(errors),
        Field::new("done_means", "Done means", Input::Text).hint("What will show that it is done.").value(typed.done_means).error(errors),
    ])
}

fn typed_action(fields: &Fields) -> NewAction {
    let text = |name: &str| fields.get(name).to_owned();
    NewAction { words: text("text"), owner: text("owner"), due: text("due"), done_means: text("done_means") }
}

async fn page(app: &App, member: &Member, record: &Record, item: &Item, shown: Shown<'_>, status: StatusCode) -> Result<Response> {
    let (group, meeting) = (&member.acting.group, &record.meeting);
    let base = base(member, meeting.number);
    let at = record.items.iter().position(|other| other.id == item.id).unwrap_or(0);
    let link = |item: &Item| (format!("{base}/items/{}", in_address(&item.reference())), format!("{} {}", item.reference(), item.title));
    let stored = item.decision.as_ref().map(Decision::as_text).unwrap_or_default();
    let (note, decision) = shown
        .record
        .map_or_else(|| (item.note.clone(), NewDecision::of(item.decision.as_ref())), |(note, decision)| (note.to_owned(), decision));
    let heading = format!("{} {}", item.reference(), item.title);
    let action_line = |action: &Action| ActionLine {
        href: format!("{base}/actions/{}", action.reference()),
        reference: action.reference(),
        words: action.words.clone(),
        owner: action.doer(),
        due: words::date(action.due),
        done_means: action.done_means.clone(),
    };
    let page = Page {
        frame: member.frame(app, &heading, "/meetings").with_errors(shown.errors).with_notice(shown.notice),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        here: format!("{base}/items/{}", in_address(&item.reference())),
        about: item.issue.as_ref().map(|issue| format!("Issue {}, raised {}", group.reference(issue.number), words::date(issue.raised_on))),
        text: item.issue.as_ref().map(|issue| issue.text.clone()).filter(|text| !text.is_empty()),
        thread: agenda::thread(&app.db, (group.id, &group.slug), item, member.acting.person).await?,
        flag: match &item.issue {
            Some(issue) => format!("/{}/flag?of={}", group.slug, group.reference(issue.number)),
            None => format!("/{}/flag?page={base}/items/{}", group.slug, in_address(&item.reference())),
        },
        quorum: if record.attendees.is_empty() { "Attendance has not been taken yet".into() } else { record.quorum_at(item.id).words() },
        quorate: record.quorum_at(item.id).reached(),
        open: meeting.is_open() && commands::must_run(&member.acting).is_ok(),
        seen_note: item.note.clone(),
        theirs: shown.theirs.map(|(note, words)| Theirs {
            note: Some(item.note.clone()).filter(|now| *now != note),
            decision: item.decision.as_ref().filter(|_| stored != words).map(Decided::of),
        }),
        seen_decision: stored,
        said: item.note.clone(),
        note: Field::new("note", "What was said", Input::Lines(6))
            .hint("What is happening, and the views from both sides. Roles, not names; nothing about a patient. It goes into the minute.")
            .value(note)
            .error(shown.errors),
        deciding: Deciding::of(&decision, shown.errors),
        decided: item.decision.as_ref().map(Decided::of),
        actions: item.actions.iter().map(action_line).collect(),
        fields: action_fields(app, member, shown.action, shown.errors).await?,
        previous: at.checked_sub(1).and_then(|at| record.items.get(at)).map(link),
        next: record.items.get(at + 1).map(link),
        heading,
        base,
    };
    page::show_as(status, &page)
}

/// A new action begins with a day four weeks after the meeting.
fn fresh(record: &Record) -> NewAction {
    let due = record.meeting.held_on.checked_add(4.weeks()).map(|day| day.to_string()).unwrap_or_default();
    NewAction { due, ..NewAction::default() }
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, number, item)): Path<(String, String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let record = visible(&app, &member, &number).await?;
    let item = record.item(read_item(&item).ok_or(Error::NotFound)?)?;
    let notice = match uri.query() {
        Some("kept") => Some("Saved."),
        Some("set") => Some("The action is set."),
        Some("dropped") => Some("The action is taken back."),
        _ => None,
    };
    page(&app, &member, &record, item, Shown { notice, action: fresh(&record), ..Shown::default() }, StatusCode::OK).await
}

/// Whether anything was typed into the fields of an action; its day stands there from the start.
fn is_meant(action: &NewAction) -> bool {
    [&action.words, &action.owner, &action.done_means].iter().any(|text| !text.trim().is_empty())
}

/// Keeps all that was typed on the page together: the note, the decision, and an action if there is one.
pub(super) async fn record(
    Shared(app): Shared<App>,
    Path((_, number, item)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let item = read_item(&item).ok_or(Error::NotFound)?;
    let mut record = visible(&app, &member, &number).await?;
    let (number, acting, fields) = (record.meeting.number, &member.acting, &posted.fields);
    let (note, decision, action) = (fields.get("note"), typed_decision(fields), typed_action(fields));
    let seen = |name: &str| fields.get(name).replace("\r\n", "\n");
    let mut tx = app.begin().await?;
    let outcome = async {
        commands::write_note(&app, &mut tx, acting, number, item, Some(&seen("seen_note")), note).await.map_err(|error| (error, "note"))?;
        // Only what was changed here is written: a decision that somebody else made meanwhile stays.
        if decision.as_text() != seen("seen_decision") {
            commands::decide(&app, &mut tx, acting, number, item, Some(&seen("seen_decision")), &decision)
                .await
                .map_err(|error| (error, "decision"))?;
        }
        if is_meant(&action) {
            commands::set_action(&app, &mut tx, acting, number, item, &action).await.map_err(|error| (error, "text"))?;
        }
        Ok(())
    };
    let (error, at) = match outcome.await {
        Ok(()) => {
            app.commit(tx).await?;
            let here = format!("{}/items/{}", base(&member, number), in_address(&record.item(item)?.reference()));
            let said = if is_meant(&action) { "set#actions" } else { "kept" };
            return Ok(Redirect::to(&format!("{here}?{said}")).into_response());
        }
        Err(failed) => failed,
    };
    drop(tx);
    let status = error.told().status;
    let errors = error.into_messages(at)?;
    // With what is there now, so that saving again is a choice.
    record = visible(&app, &member, &number.to_string()).await?;
    let item = record.item(item)?;
    let theirs = (status == StatusCode::CONFLICT && at != "text").then_some((seen("seen_note"), seen("seen_decision")));
    let shown = Shown { notice: None, errors: &errors, record: Some((note, decision)), theirs, action };
    page(&app, &member, &record, item, shown, status).await
}

#[derive(Template)]
#[template(path = "meetings/pages/action.html")]
struct ActionPage<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    reference: String,
    here: String,
    back: String,
    seen: String,
    fields: [Field; 4],
}

/// The action of a meeting that an address names, and the page of its item.
fn own<'a>(record: &'a Record, base: &str, action: &str) -> Result<(&'a Action, String)> {
    let number = read_action(action).ok_or(Error::NotFound)?;
    let find = |item: &'a Item| item.actions.iter().find(|action| action.number == number).map(|action| (item, action));
    let (item, action) = record.items.iter().find_map(find).ok_or(Error::NotFound)?;
    Ok((action, format!("{base}/items/{}", in_address(&item.reference()))))
}

async fn action_page(
    app: &App,
    member: &Member,
    record: &Record,
    (action, back): (&Action, String),
    typed: NewAction,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let reference = action.reference();
    let page = ActionPage {
        frame: member.frame(app, format!("Action {reference}"), "/meetings").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: format!("{}/actions/{reference}", base(member, record.meeting.number)),
        back,
        seen: commands::action_seen(action),
        fields: action_fields(app, member, typed, errors).await?,
        reference,
    };
    page::show_as(status, &page)
}

pub(super) async fn action(
    Shared(app): Shared<App>,
    Path((_, number, action)): Path<(String, String, String)>,
    member: Member,
) -> Result<Response> {
    let record = visible(&app, &member, &number).await?;
    commands::must_run(&member.acting)?;
    if !record.meeting.is_open() {
        return Err(Error::Conflict("Both sides have confirmed this action, or its meeting is over: it stays as it is.".into()));
    }
    let found = own(&record, &base(&member, record.meeting.number), &action)?;
    let typed = NewAction {
        words: found.0.words.clone(),
        owner: found.0.owner.to_string(),
        due: found.0.due.to_string(),
        done_means: found.0.done_means.clone(),
    };
    action_page(&app, &member, &record, found, typed, &[], StatusCode::OK).await
}

pub(super) async fn change_action(
    Shared(app): Shared<App>,
    Path((_, number, action)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let record = visible(&app, &member, &number).await?;
    let found = own(&record, &base(&member, record.meeting.number), &action)?;
    let new = typed_action(&posted.fields);
    let mut tx = app.begin().await?;
    let seen = posted.fields.get("seen");
    match commands::change_action(&app, &mut tx, &member.acting, record.meeting.number, found.0.number, seen, &new).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            // With what is there now, so that saving again is a choice.
            let record = visible(&app, &member, &number).await?;
            let found = own(&record, &base(&member, record.meeting.number), &action)?;
            return action_page(&app, &member, &record, found, new, &error.into_messages("text")?, status).await;
        }
    }
    Ok(Redirect::to(&format!("{}?kept#actions", found.1)).into_response())
}

pub(super) async fn drop_action(
    Shared(app): Shared<App>,
    Path((_, number, action)): Path<(String, String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let record = visible(&app, &member, &number).await?;
    let found = own(&record, &base(&member, record.meeting.number), &action)?;
    let mut tx = app.begin().await?;
    commands::drop_action(&app, &mut tx, &member.acting, record.meeting.number, found.0.number).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}?dropped#actions", found.1)).into_response())
}
