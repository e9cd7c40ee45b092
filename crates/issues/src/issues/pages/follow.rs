//! The receipt and the private page behind its link: where the issue stands, taking it back. Its questions are beside it.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{
    days_off,
    groups::{self, Group},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, FormKey, Public},
    http::Caller,
    id, keys, ledger, limits,
    limits::Allowance,
    page::{self, Errors, Field, Frame, Input, Timeline},
    words as say,
};

use super::{
    super::{
        commands,
        model::{Issue, Known, State},
        queries, store, words,
    },
    NO_REFERRER,
    questions::Questions,
};
use crate::{answers, exchange, files, holding, merging, thanks};

/// Codes that are typed and open nothing, from one place in an hour. Whoever has the link is never held up by them: it
/// is 120 bits long, which nobody guesses.
const WRONG_CODES: Allowance = Allowance { name: "receipt-code", tries: 10, minutes: 60 };

#[derive(Template)]
#[template(path = "issues/pages/follow_ask.html")]
struct AskPage<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    code: Field,
}

fn ask_page(app: &App, group: &Group, typed: &str, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let code = Field::new("code", "Your code", Input::Code)
        .hint("24 letters and digits, from the page that thanked you.")
        .value(typed)
        .error(errors);
    let frame = super::reporter_frame(app, group, "Follow your issue").with_errors(errors);
    page::show_as(status, &AskPage { frame, errors: Errors::new(errors), form_key: FormKey::fresh(app)?, code })
}

pub(super) async fn ask(Shared(app): Shared<App>, Path(slug): Path<String>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    ask_page(&app, &group, "", &[], StatusCode::OK)
}

pub(super) async fn open(Shared(app): Shared<App>, Path(slug): Path<String>, caller: Caller, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let typed = form.fields.get("code");
    let again = |message: String, status| ask_page(&app, &group, typed, &[FieldError { field: "code".into(), message }], status);
    if form.key.is_none() {
        return again("This page was open for a long time. Send it once more".into(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    match open_typed(&app, &group, caller, typed).await {
        Ok(code) => Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/follow/{code}"))).into_response()),
        Err(Error::NotFound) => {
            again("No issue opens with this code. Check each letter and digit".into(), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error @ Error::TooMany(_)) => again(error.told().detail, StatusCode::TOO_MANY_REQUESTS),
        Err(error) => Err(error),
    }
}

/// The issue that a code opens, and the code as we write it.
pub(crate) async fn find(app: &App, group: &Group, typed: &str) -> Result<(Issue, String)> {
    let code = id::read_receipt_code(typed).ok_or(Error::NotFound)?;
    Ok((store::by_follow(&app.db, group.id, &keys::hash(&code)).await?, code))
}

/// The way back to the private page, with what to say there.
pub(crate) fn back(slug: &str, code: &str, notice: &str) -> Response {
    ([NO_REFERRER], Redirect::to(&format!("/{slug}/follow/{code}?{notice}"))).into_response()
}

/// A code that was typed. One that opens nothing counts against where it comes from.
async fn open_typed(app: &App, group: &Group, caller: Caller, typed: &str) -> Result<String> {
    limits::look(app, WRONG_CODES, &caller.0).await?;
    match find(app, group, typed).await {
        Err(Error::NotFound) => {
            limits::count(app, WRONG_CODES, &caller.0).await?;
            Err(Error::NotFound)
        }
        found => Ok(found?.1),
    }
}

#[derive(Template)]
#[template(path = "issues/pages/follow.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    base: String,
    received: bool,
    reference: String,
    state: &'static str,
    next: String,
    link: String,
    code: String,
    anonymous: bool,
    /// Whether the mail with the link comes another day.
    by_next_mail: bool,
    words: String,
    /// What may still be answered; nothing once it is closed.
    questions: Option<Questions>,
    can_be_withdrawn: bool,
    /// How thanks were passed on: the day, to whom, in which words.
    passed_on: Option<(String, String, String)>,
    /// Whether there is something about another board's group, and whether it waits for the reporter.
    elsewhere: Option<bool>,
    replies: Vec<super::ReplyShown>,
    /// Whether something is still to come.
    goes_on: bool,
    /// What was decided on reports of which its reporter said "me too".
    heard: Vec<super::ReplyShown>,
    together: merging::Together,
    held: Vec<holding::Asked>,
    lines: Vec<exchange::Shown>,
    /// Whether a question of the group waits for an answer.
    waits: bool,
    say: Field,
    files: Vec<files::Line>,
    agreed: crate::agreed::Receipt,
    alike: crate::likeness::Receipt,
    timeline: Timeline,
    privacy: String,
}

/// What of the page varies beside the issue.
pub(super) struct Shown<'a> {
    pub(super) received: bool,
    pub(super) notice: Option<&'a str>,
    pub(super) errors: &'a [FieldError],
    pub(super) typed: &'a Fields,
    /// The question of the receipt whose answer may tell who a patient is.
    pub(super) doubtful: &'static str,
    pub(super) status: StatusCode,
}

/// The way of a report, newest first: its own, and while it is merged what the group did with the report that leads it since then.
async fn journey(app: &App, group: &Group, issue: &Issue) -> Result<(Option<Issue>, Vec<ledger::Entry>)> {
    let mut entries = ledger::timeline(&app.db, group.id, issue.id).await?;
    if issue.state != State::Merged {
        return Ok((None, entries));
    }
    let lead = queries::by_id(&app.db, group.id, merging::lead_of(&app.db, group.id, issue.id).await?).await?;
    let since = entries.iter().find(|entry| entry.verb == "issue.merged").map_or(0, |entry| entry.seq);
    // Which agenda it stands on was said before it was merged, perhaps.
    let agenda =
        |entry: &ledger::Entry| lead.state == State::Scheduled && matches!(entry.verb.as_str(), "issue.scheduled" | "issue.rescheduled");
    let theirs = ledger::timeline(&app.db, group.id, lead.id).await?;
    entries.extend(theirs.into_iter().filter(|entry| agenda(entry) || entry.seq > since && words::is_told_to_all(&entry.verb)));
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    Ok((Some(lead), entries))
}

pub(super) async fn page(app: &App, group: &Group, issue: &Issue, code: &str, shown: Shown<'_>) -> Result<Response> {
    let (lead, entries) = journey(app, group, issue).await?;
    let stands = lead.as_ref().map_or(issue.state, |lead| if lead.state == State::Asked { State::New } else { lead.state });
    let moments = entries.iter().map(|entry| words::moment(entry, issue, group, None)).collect();
    let lines = exchange::lines(&app.db, group.id, issue.id).await?;
    let days = days_off::calendar(&app.db, group.id, issue.raised_on).await?;
    let paused = exchange::paused(&lines, &days, app.clock.today(&group.time_zone));
    let mut ahead = words::Ahead::of(issue.raised_on, group, &days, paused, words::meeting_day(entries.iter()));
    ahead.by_service = words::promised_day(entries.iter());
    ahead.between = words::between_day(entries.iter());
    let waits = exchange::open(&lines).is_some();
    let outcomes = holding::outcomes(&app.db, group.id, issue.id).await?;
    let base = format!("/{}/follow/{code}", group.slug);
    let form_key = FormKey::fresh(app)?;
    let reference = group.reference(issue.number);
    let questions = match issue.takes_wording() {
        true => Some(Questions::of(app, group, issue, &shown, &base, form_key.clone()).await?),
        false => None,
    };
    let replies = super::replies_shown(queries::replies(&app.db, group.id, issue.id).await?);
    let said_all = matches!(stands, State::Done | State::Answered | State::Out) || replies.iter().any(|reply| !reply.decision.is_empty());
    let page = Page {
        frame: super::reporter_frame(app, group, &format!("Your issue {reference}")).with_errors(shown.errors).with_notice(shown.notice),
        errors: Errors::new(shown.errors),
        agreed: crate::agreed::Receipt::of(app, group, issue, &base, &form_key).await,
        alike: crate::likeness::Receipt::of(app, group, issue, &base, &form_key).await,
        form_key,
        received: shown.received,
        state: if stands == State::Interim && ahead.between.is_some() { "Being decided between meetings" } else { stands.words() },
        next: words::what_happens_next(issue.is_praise(), stands, ahead),
        link: app.url(&base),
        code: code.to_owned(),
        anonymous: issue.known == Known::Anonymous,
        by_next_mail: shown.received && answers::received_waits(&app.db, group.id, issue.id).await?,
        words: issue.words.clone(),
        questions,
        files: files::lines(&app.db, group.id, issue.id).await?,
        elsewhere: words::elsewhere(entries.iter()),
        passed_on: thanks::of(&app.db, group.id, issue.id).await?.map(|passed| (say::date(passed.passed_on), passed.to_whom, passed.words)),
        can_be_withdrawn: lead.as_ref().unwrap_or(issue).can_be_withdrawn(),
        together: merging::Together::of(app, group, issue).await?,
        heard: super::replies_shown(queries::heard(&app.db, group.id, issue.id).await?),
        goes_on: replies.is_empty() || !said_all,
        replies,
        held: holding::asked(app, group, outcomes).await?,
        lines: exchange::shown(&lines, "You wrote"),
        waits,
        say: exchange::words_field(waits),
        timeline: Timeline { moments },
        privacy: format!("/{}/privacy", group.slug),
        reference,
        base,
    };
    Ok(([NO_REFERRER], page::show_as(shown.status, &page)?).into_response())
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((slug, code)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let (issue, code) = find(&app, &group, &code).await?;
    let query = uri.query().unwrap_or_default();
    let notice = match query {
        "kept" => Some("Saved. Thank you."),
        "withdrawn" => Some("Your issue is withdrawn."),
        "flagged" => Some("Nobody can read it now. The administrator looks at it and takes out what could identify a patient."),
        "answered" => Some("Thank you. The group has your answer."),
        "added" => Some("Thank you. It is with your issue now."),
        "held" => Some("Thank you. The group sees it."),
        _ => None,
    };
    let shown =
        Shown { received: query == "received", notice, errors: &[], typed: &Fields::default(), doubtful: "", status: StatusCode::OK };
    page(&app, &group, &issue, &code, shown).await
}

pub(super) async fn withdraw(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let (_, code) = find(&app, &group, &code).await?;
    if form.key.is_none() {
        return Err(Error::Forbidden("This page was open for a long time. Load it again and press the button once more.".into()));
    }
    let mut tx = app.begin().await?;
    commands::withdraw(&app, &mut tx, &group, &code).await?;
    app.commit(tx).await?;
    Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/follow/{code}?withdrawn"))).into_response())
}
