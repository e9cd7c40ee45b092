//! One meeting: what is next, its agenda in an order that two buttons change, and what waits to be put onto it.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use group::{
    acting::Member,
    membership::{self, Sides},
};
use issues::{
    issues::{self as slice, Waiting},
    themes,
};
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
        expected::Expected,
        invitations::{self, Invitation},
        model::{Presence, State, missing, timetable},
        queries::Record,
    },
    base, time, visible, when,
};
use crate::references::{self, in_address, read_item};

/// Waiting issues that are offered at once.
const OFFERED: i64 = 20;

struct ItemLine {
    href: String,
    number: i64,
    reference: String,
    title: String,
    begins: String,
    minutes: i64,
    outcome: &'static str,
    first: bool,
    last: bool,
}

struct WaitingLine {
    reference: String,
    title: String,
    theme: String,
    raised: String,
    /// How many reports it stands for, once there is more than one.
    reports: Option<String>,
}

/// A step of the meeting's work, with where it stands.
struct Step {
    label: &'static str,
    href: String,
    state: String,
}

#[derive(Template)]
#[template(path = "meetings/pages/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    heading: String,
    state: &'static str,
    when: String,
    theme: Option<String>,
    place: String,
    place_is_link: bool,
    open: bool,
    /// Who is expected, while the meeting is still to come: in words, and as a picture.
    expected: Option<(String, Sides)>,
    items: Vec<ItemLine>,
    planned: String,
    steps: Vec<Step>,
    waiting: Vec<WaitingLine>,
    title: Field,
}

fn steps(record: &Record, base: &str) -> Vec<Step> {
    let (meeting, items) = (&record.meeting, &record.items);
    let count = |n: usize, one, many| words::count(n as u64, one, many);
    let there = record.attendees.iter().any(|one| one.presence == Presence::Present);
    let decided = items.iter().filter(|item| item.decision.is_some()).count();
    let actions = items.iter().map(|item| item.actions.len()).sum();
    let given: Vec<_> = record.confirmations.iter().map(|given| given.side).collect();
    let read_back = match (meeting.state, missing(&given).as_slice()) {
        (State::Planned, [_]) => "One side has confirmed".to_owned(),
        (State::Planned, _) => "Not yet started".to_owned(),
        (State::Cancelled, _) => "Not needed".to_owned(),
        _ => "Confirmed by both sides".to_owned(),
    };
    let mut steps = vec![
        Step {
            label: "Attendance",
            href: format!("{base}/attendance"),
            state: if there { record.quorum().words() } else { "Not yet taken".into() },
        },
        Step {
            label: "Read-back",
            href: format!("{base}/read-back"),
            state: format!("{read_back}: {}, {}", count(decided, "decision", "decisions"), count(actions, "action", "actions")),
        },
    ];
    if meeting.state == State::Adjourned {
        steps.push(Step { label: "Minute", href: format!("{base}/minute"), state: "Read, approve, publish".into() });
    }
    steps
}

/// Who is expected, until attendance is taken or the day is over.
async fn expected(app: &App, member: &Member, record: &Record) -> Result<Option<(String, Sides)>> {
    let group = &member.acting.group;
    let taken = record.attendees.iter().any(|one| one.presence == Presence::Present);
    if !record.meeting.is_open() || taken || record.meeting.held_on < app.clock.today(&group.time_zone) {
        return Ok(None);
    }
    let seats = membership::seats(&app.db, group).await?;
    let parity = membership::rules(&app.db, group.id).await?.parity;
    let expected = Expected::of(&seats, &record.attendees, &record.rules);
    Ok(Some((expected.words(), Sides::new("expected", "Expected", expected.balance, parity))))
}

async fn page(app: &App, member: &Member, record: &Record, shown: Shown<'_>) -> Result<Response> {
    let (group, meeting) = (&member.acting.group, &record.meeting);
    let base = base(member, meeting.number);
    let open = meeting.is_open() && commands::must_run(&member.acting).is_ok();
    let themes = themes::all(&app.db, group.id).await?;
    let theme_name = |key: &str| themes.iter().find(|theme| theme.key == key).map(|theme| theme.name.clone());
    let waiting = if open { slice::waiting(&app.db, group.id, &meeting.theme, OFFERED).await? } else { Vec::new() };
    let (begins, over) = timetable(meeting, &record.items);
    let last = record.items.len().saturating_sub(1);
    let items = record.items.iter().zip(begins).enumerate().map(|(at, (item, begins))| ItemLine {
        href: format!("{base}/items/{}", in_address(&item.reference())),
        number: item.number,
        reference: item.reference(),
        title: item.title.clone(),
        begins: time(begins),
        minutes: item.minutes,
        outcome: match (&item.decision, meeting.state) {
            (Some(_), _) => "Decided",
            (None, State::Adjourned) if item.issue.is_some() => "To another meeting",
            (None, State::Adjourned) => "Discussed",
            (None, _) => "",
        },
        first: at == 0,
        last: at == last,
    });
    let planned: i64 = record.items.iter().map(|item| item.minutes).sum();
    let planned = match over {
        1.. => format!("{planned} minutes on the agenda: {over} more than the meeting lasts."),
        _ => format!("{planned} of {} minutes on the agenda.", meeting.minutes),
    };
    let waiting_line = |issue: Waiting| WaitingLine {
        reports: (issue.reports > 1).then(|| words::count(issue.reports, "report", "reports")),
        reference: group.reference(issue.number),
        title: issue.title,
        theme: theme_name(&issue.theme).unwrap_or_default(),
        raised: words::date(issue.raised_on),
    };
    let expected = expected(app, member, record).await?;
    let page = Page {
        expected,
        frame: member
            .frame(app, format!("Meeting on {}", words::date(meeting.held_on)), "/meetings")
            .with_errors(shown.errors)
            .with_notice(shown.notice),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        heading: format!("Meeting on {}", words::date(meeting.held_on)),
        state: meeting.state.words(),
        when: when(meeting),
        theme: theme_name(&meeting.theme),
        place_is_link: meeting.place.starts_with("https://") || meeting.place.starts_with("http://"),
        place: meeting.place.clone(),
        open,
        items: items.collect(),
        planned,
        steps: if meeting.state == State::Cancelled { Vec::new() } else { steps(record, &base) },
        waiting: waiting.into_iter().map(waiting_line).collect(),
        title: Field::new("title", "An issue by its reference, or a topic", Input::Text)
            .hint("Such as NM-0231, or a new process to sense-check. The issues that have waited longest are listed below.")
            .value(shown.title)
            .error(shown.errors),
        base,
    };
    page::show_as(shown.status, &page)
}

/// What of the page varies beside the meeting.
struct Shown<'a> {
    notice: Option<&'a str>,
    errors: &'a [FieldError],
    title: &'a str,
    status: StatusCode,
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let record = visible(&app, &member, &number).await?;
    let notice = match uri.query() {
        Some("planned") if record.meeting.invited && record.meeting.held_on >= app.clock.today(&member.acting.group.time_zone) => {
            Some("The meeting is planned, and the invitations are on their way.")
        }
        Some("planned") => Some("The meeting is planned. Nobody was invited by mail."),
        Some("changed") => Some("Saved."),
        Some("cancelled") => Some("The meeting is cancelled."),
        Some("attendance") => Some("The attendance is saved."),
        _ => None,
    };
    page(&app, &member, &record, Shown { notice, errors: &[], title: "", status: StatusCode::OK }).await
}

/// Goes back to the agenda, to the place where somebody was.
fn back(member: &Member, number: i64, anchor: &str) -> Response {
    Redirect::to(&format!("{}#{anchor}", base(member, number))).into_response()
}

pub(super) async fn add(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let record = visible(&app, &member, &number).await?;
    commands::must_run(&member.acting)?;
    let (number, acting, fields) = (record.meeting.number, &member.acting, &posted.fields);
    let mut tx = app.begin().await?;
    // An issue that is not among those offered can be named by its reference.
    let named = if fields.get("issue").is_empty() { fields.get("title") } else { fields.get("issue") };
    let added = match acting.group.number(named) {
        None => commands::add_topic(&app, &mut tx, acting, number, fields.get("title")).await,
        Some(issue) => match slice::find(&mut tx, acting.group.id, issue).await {
            Ok(issue) => commands::add_issue(&app, &mut tx, acting, number, &issue).await,
            Err(Error::NotFound) => Err(Error::field("title", "The group has no issue with this reference")),
            Err(error) => Err(error),
        },
    };
    match added {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let errors = error.into_messages("title")?;
            return page(&app, &member, &record, Shown { notice: None, errors: &errors, title: fields.get("title"), status }).await;
        }
    }
    Ok(back(&member, number, "agenda"))
}

/// The meeting and the item that an address names.
fn numbers(number: &str, item: &str) -> Result<(i64, i64)> {
    Ok((references::number(number)?, read_item(item).ok_or(Error::NotFound)?))
}

pub(super) async fn place(
    Shared(app): Shared<App>,
    Path((_, number, item)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (number, item) = numbers(&number, &item)?;
    let mut tx = app.begin().await?;
    commands::move_item(&app, &mut tx, &member.acting, number, item, posted.fields.get("to") == "up").await?;
    app.commit(tx).await?;
    Ok(back(&member, number, &format!("item-{item}")))
}

pub(super) async fn minutes(
    Shared(app): Shared<App>,
    Path((_, number, item)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let record = visible(&app, &member, &number).await?;
    let (number, item) = numbers(&number, &item)?;
    let mut tx = app.begin().await?;
    match commands::give_minutes(&app, &mut tx, &member.acting, number, item, posted.fields.get("minutes")).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(mut errors)) => {
            drop(tx);
            // The message leads to the item that it is about.
            for error in &mut errors {
                error.field = "agenda".into();
            }
            let shown = Shown { notice: None, errors: &errors, title: "", status: StatusCode::UNPROCESSABLE_ENTITY };
            return page(&app, &member, &record, shown).await;
        }
        Err(error) => return Err(error),
    }
    Ok(back(&member, number, &format!("item-{item}")))
}

pub(super) async fn remove(
    Shared(app): Shared<App>,
    Path((_, number, item)): Path<(String, String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let (number, item) = numbers(&number, &item)?;
    let mut tx = app.begin().await?;
    commands::remove_item(&app, &mut tx, &member.acting, number, item).await?;
    app.commit(tx).await?;
    Ok(back(&member, number, "agenda"))
}

/// The entry for one's own calendar.
pub(super) async fn calendar(Shared(app): Shared<App>, Path((_, number)): Path<(String, String)>, member: Member) -> Result<Response> {
    let record = visible(&app, &member, &number).await?;
    let why = if record.meeting.state == State::Cancelled { Invitation::Cancelled } else { Invitation::First };
    let entry = invitations::entry(&app, &member.acting, &record.meeting, why, (member.acting.name.clone(), member.acting.email.clone()));
    let kind =
        [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment; filename=\"meeting.ics\"")];
    Ok((kind, entry).into_response())
}
