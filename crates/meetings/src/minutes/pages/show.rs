//! The page of a minute: where it stands, what waits, and the text.

use askama::{Template, filters::HtmlSafe};
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{
    acting::Member,
    groups::Group,
    membership::{Side, key_holder, side_words},
    permissions::Verb,
};
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::{
    super::{
        commands,
        model::{Approval, SentBack, State},
        whole::Whole,
    },
    here, readable, sees_reserved,
};
use crate::{meetings, references::number};

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
struct Page<'a> {
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
    /// Who sent it back, and what is to be mended.
    sent_back: Option<(String, String)>,
    /// What is said of the corrections, and why nobody can sign yet.
    corrections_say: String,
    not_yet: Option<String>,
    /// Whether this person may ask the attendees, and whether they are asked now.
    asks: bool,
    asked: bool,
    until_field: Field,
    why_field: Field,
    errors: Errors<'a>,
    /// The hash of what is shown, for who holds a key: to sign it, or to send it back.
    hash: Option<String>,
    may_sign: bool,
    own_side: &'static str,
    corrections: String,
    /// The meeting at which it can be confirmed now.
    confirm_at: Option<(i64, String)>,
    corrections_field: Field,
    paper: Paper,
}

/// What may be asked in a form of the page again, when it was not right.
#[derive(Default)]
struct Typed {
    until: Option<String>,
    why: String,
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, typed)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let found = readable(&app, &member.acting, number(&typed)?).await?;
    let notice = match uri.query() {
        Some("edited") => Some("Saved. Whoever had approved it is asked to read it again."),
        Some("approved") if found.minute.state == State::Draft => {
            Some("Your side’s approval is saved. The minute is published once the other side has approved it too.")
        }
        Some("approved") => Some("Both sides have approved it: the minute is published."),
        Some("sent-back") => Some("Sent back. Whoever keeps the record is told what is to be mended."),
        Some("asked") => Some("Saved. Everybody who was at the meeting is asked by mail."),
        Some("closed") => Some("The corrections are closed."),
        Some("confirmed") => Some("The minute is confirmed."),
        _ => None,
    };
    page_of(&app, &member, &found, notice, &Typed::default(), &[], StatusCode::OK).await
}

/// What is said of corrections under where the minute stands.
fn corrections_say(found: &Whole, today: Date) -> String {
    let waiting = match found.unanswered {
        0 => String::new(),
        n => format!(" {} for an answer.", words::count(n, "correction waits", "corrections wait")),
    };
    match found.minute.corrections_until {
        Some(until) if today <= until => {
            format!("Whoever was at the meeting can propose corrections until {}.{waiting}", words::date(until))
        }
        Some(until) => format!("The corrections closed on {}.{waiting}", words::date(until)),
        None => waiting.trim().to_owned(),
    }
}

async fn page_of(
    app: &App,
    member: &Member,
    found: &Whole,
    notice: Option<&str>,
    typed: &Typed,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let acting = &member.acting;
    let group = &acting.group;
    let today = app.clock.today(&group.time_zone);
    let course = found.course();
    let (minute, is_draft) = (&found.minute, found.minute.state == State::Draft);
    let current: Vec<&Approval> = found.approvals.iter().filter(|given| given.content_hash == found.hash).collect();
    let missing = [Side::Gp, Side::Consultant].into_iter().filter(|side| !current.iter().any(|given| given.side == *side));
    let keeps = acting.may(Verb::RunMeetings);
    let confirm_at = if keeps && minute.state == State::Published { held_now(app, group, found).await? } else { None };
    let turns = is_draft && !found.hidden && acting.may(Verb::TurnKey) && Side::BOTH.contains(&acting.side);
    let unsigned = turns && !current.iter().any(|given| given.side == acting.side);
    let may_sign = course.may_sign(acting.side, today);
    let usual_last_day = today.saturating_add(WINDOW.days()).to_string();
    let sent_back = |sent: &SentBack| (format!("{}, for the {}", sent.name, side_words(sent.side)), sent.why.clone());
    let page = Page {
        frame: member
            .frame(app, format!("Minute of {}", words::date(found.meeting.held_on)), "/meetings")
            .with_notice(notice)
            .with_errors(errors),
        forgery: member.session.forgery_token(app),
        here: here(group, found.meeting.number),
        meeting: acting.may(Verb::SeeMeetings).then(|| format!("/{}/meetings/{}", group.slug, found.meeting.number)),
        state: minute.state.words(),
        is_draft,
        published: minute.published_on.map(words::date).unwrap_or_default(),
        fingerprint: kernel::keys::hex(&minute.content_hash).chars().take(16).collect(),
        approved: current.iter().map(|given| key_holder(&given.name, given.side, given.deputy)).collect(),
        missing: if is_draft { missing.map(side_words).collect() } else { Vec::new() },
        may_edit: is_draft && keeps && !found.hidden,
        sent_back: minute.sent_back.as_ref().filter(|_| is_draft).map(sent_back),
        corrections_say: if is_draft { corrections_say(found, today) } else { String::new() },
        not_yet: unsigned.then(|| may_sign.as_ref().err().map(|why| commands::refused(why).told().detail)).flatten(),
        asks: is_draft && keeps && !found.hidden,
        asked: course.open_on(today),
        until_field: Field::new("until", "Last day for corrections", Input::Date)
            .hint("Whoever was at the meeting is told by mail. Both sides can approve from the day after, or once you close it.")
            .value(typed.until.clone().unwrap_or(usual_last_day))
            .error(errors),
        why_field: Field::new("why", "What is to be mended", Input::Lines(3)).value(typed.why.clone()).error(errors),
        errors: Errors::new(errors),
        hash: turns.then(|| kernel::keys::hex(&found.hash)),
        may_sign: unsigned && may_sign.is_ok(),
        own_side: side_words(acting.side),
        corrections: minute.corrections.clone(),
        confirm_at,
        corrections_field: Field::new("corrections", "Corrections, if any", Input::Lines(3))
            .hint("They stand in that meeting's own minute. This text stays as it was approved."),
        paper: Paper(documents::html::write(&found.dressed(sees_reserved(acting)))),
    };
    page::show_as(status, &page)
}

/// Days that a window for corrections is open unless another day is chosen.
const WINDOW: i64 = 5;

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

pub(super) async fn approve(
    Shared(app): Shared<App>,
    Path((_, typed)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let number = number(&typed)?;
    let mut tx = app.begin().await?;
    commands::approve(&app, &mut tx, &member.acting, number, Some(posted.fields.get("hash"))).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}?approved", here(&member.acting.group, number))).into_response())
}

/// The page again, with what was typed and why it was not right.
async fn again(app: &App, member: &Member, number: i64, typed: &Typed, error: Error) -> Result<Response> {
    let status = error.told().status;
    match error {
        Error::Invalid(errors) | Error::Refused(errors, _) => {
            let found = readable(app, &member.acting, number).await?;
            page_of(app, member, &found, None, typed, &errors, status).await
        }
        other => Err(other),
    }
}

pub(super) async fn send_back(
    Shared(app): Shared<App>,
    Path((_, typed)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let number = number(&typed)?;
    let (hash, why) = (posted.fields.get("hash"), posted.fields.get("why"));
    let mut tx = app.begin().await?;
    if let Err(error) = commands::send_back(&app, &mut tx, &member.acting, number, Some(hash), why).await {
        drop(tx);
        return again(&app, &member, number, &Typed { why: why.to_owned(), until: None }, error).await;
    }
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}?sent-back", here(&member.acting.group, number))).into_response())
}

pub(super) async fn window(
    Shared(app): Shared<App>,
    Path((_, typed)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    commands::must_keep(&member.acting)?;
    let number = number(&typed)?;
    let mut tx = app.begin().await?;
    if !posted.fields.get("close").is_empty() {
        commands::close_window(&app, &mut tx, &member.acting, number).await?;
        app.commit(tx).await?;
        return Ok(Redirect::to(&format!("{}?closed", here(&member.acting.group, number))).into_response());
    }
    let until = posted.fields.get("until").trim();
    let asked = match until.parse::<Date>() {
        Ok(day) => commands::ask_attendees(&app, &mut tx, &member.acting, number, day).await,
        Err(_) => Err(Error::field("until", "Choose the last day, such as 2026-12-18")),
    };
    if let Err(error) = asked {
        drop(tx);
        return again(&app, &member, number, &Typed { until: Some(until.to_owned()), why: String::new() }, error).await;
    }
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}?asked", here(&member.acting.group, number))).into_response())
}

pub(super) async fn confirm(
    Shared(app): Shared<App>,
    Path((_, typed)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    commands::must_keep(&member.acting)?;
    let (number, at) = (number(&typed)?, number(posted.fields.get("at"))?);
    let mut tx = app.begin().await?;
    commands::confirm(&app, &mut tx, &member.acting, number, at, posted.fields.get("corrections")).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}?confirmed", here(&member.acting.group, number))).into_response())
}
