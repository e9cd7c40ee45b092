//! One meeting: what is next, its agenda in an order that two buttons change, and what waits to be put onto it.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use group::acting::Member;
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
use uuid::Uuid;

use super::{
    super::{
        commands,
        model::{Presence, State, missing, timetable},
        queries::Record,
    },
    base, time, visible, when,
};
use crate::{
    agenda, attending, invitations,
    item_guests::ItemGuest,
    references::{self, in_address, read_item},
};

/// Waiting issues that are offered at once.
const OFFERED: i64 = 20;

struct ItemLine {
    href: String,
    number: i64,
    reference: String,
    title: String,
    /// What stands behind it: how many reports, and from which side.
    behind: String,
    /// What it says by itself, where it is a standing item that does.
    lines: Vec<String>,
    standing: bool,
    purpose: &'static str,
    consent: bool,
    presenter: String,
    reserved: String,
    begins: String,
    minutes: i64,
    outcome: &'static str,
    /// Who is invited for it only.
    guests: String,
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

/// A page of the meeting that one can go to.
struct Room {
    label: &'static str,
    href: String,
}

/// Where one can go from the page of a meeting. Each room of its work has a line.
fn rooms(record: &Record, (base, backlog): (&str, String), open: bool) -> Vec<Room> {
    let room = |label, path: &str| Room { label, href: format!("{base}/{path}") };
    let mut rooms = Vec::new();
    if open {
        rooms.push(room("Compose the agenda", "compose"));
        if record.items.iter().any(|item| item.consent) {
            rooms.push(room("Agree what is by consent", "consent"));
        }
        rooms.push(room("Change or cancel", "details"));
    }
    if record.meeting.state == State::Planned {
        rooms.push(Room { label: "What waits for a meeting", href: backlog });
    }
    rooms.push(room("Add to my calendar", "meeting.ics"));
    rooms
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
    link: String,
    open: bool,
    /// Who comes, while the meeting is still to come.
    attending: Option<attending::Part>,
    items: Vec<ItemLine>,
    planned: String,
    /// Where else one can go from here: the first is what is to be done.
    rooms: Vec<Room>,
    steps: Vec<Step>,
    waiting: Vec<WaitingLine>,
    title: Field,
}

fn steps(record: &Record, base: &str, open: bool) -> Vec<Step> {
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
        Step { label: "Agenda and papers", href: format!("{base}/pack"), state: "Read, say who speaks, approve".into() },
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
    if meeting.is_open() && !items.is_empty() {
        let (path, state) = if open { ("room", "Take notes, decide, set actions") } else { ("screen", "What is spoken about") };
        steps.insert(1, Step { label: "In the room", href: format!("{base}/{path}"), state: state.into() });
    }
    if meeting.state == State::Adjourned {
        steps.push(Step { label: "Minute", href: format!("{base}/minute"), state: "Read, approve, publish".into() });
    }
    steps
}

/// Who is invited for one item only, in one line.
fn guests_of(record: &Record, item: Uuid) -> String {
    let guests = record.by_invitation.iter().filter(|guest| guest.item == item);
    guests.map(ItemGuest::who).collect::<Vec<_>>().join("; ")
}

async fn page(app: &App, member: &Member, record: &Record, shown: Shown<'_>) -> Result<Response> {
    let (group, meeting) = (&member.acting.group, &record.meeting);
    let base = base(member, meeting.number);
    let open = meeting.is_open() && commands::must_run(&member.acting).is_ok();
    let themes = themes::all(&app.db, group.id).await?;
    let theme_name = |key: &str| themes.iter().find(|theme| theme.key == key).map(|theme| theme.name.clone());
    let waiting = if open { slice::waiting(&app.db, group.id, &meeting.theme, OFFERED).await? } else { Vec::new() };
    let behind = agenda::weights(&app.db, group.id, meeting.id).await?;
    let texts = agenda::texts(&app.db, group.id, record, (app.clock.today(&group.time_zone), member.acting.person)).await?;
    let (begins, over) = timetable(meeting, &record.items);
    let last = record.items.len().saturating_sub(1);
    let items = record.items.iter().zip(begins).enumerate().map(|(at, (item, begins))| ItemLine {
        href: format!("{base}/items/{}", in_address(&item.reference())),
        number: item.number,
        reference: item.reference(),
        title: item.title.clone(),
        behind: item.issue.as_ref().and_then(|issue| behind.get(&issue.number).cloned()).unwrap_or_default(),
        lines: texts.iter().find(|text| item.kind.is_some() && text.kind == item.kind).map(|text| text.lines.clone()).unwrap_or_default(),
        standing: item.kind.is_some(),
        purpose: item.purpose.words(),
        consent: item.consent,
        presenter: item.presenter.clone(),
        reserved: item.reserved.clone(),
        begins: time(begins),
        minutes: item.minutes,
        guests: guests_of(record, item.id),
        outcome: match (&item.decision, meeting.state) {
            (Some(_), _) => "Decided",
            (None, _) if item.moved_to.is_some() => "To another meeting",
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
    let page = Page {
        attending: attending::part(app, member, record).await?,
        frame: member
            .frame(app, format!("{} on {}", meeting.kind.words(), words::date(meeting.held_on)), "/meetings")
            .with_errors(shown.errors)
            .with_notice(shown.notice),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        heading: format!("{} on {}", meeting.kind.words(), words::date(meeting.held_on)),
        state: meeting.state.words(),
        when: when(meeting),
        theme: theme_name(&meeting.theme),
        link: meeting.link.clone(),
        place: meeting.place.clone(),
        open,
        rooms: rooms(record, (&base, format!("/{}/meetings/backlog", group.slug)), open),
        items: items.collect(),
        planned,
        steps: if meeting.state == State::Cancelled { Vec::new() } else { steps(record, &base, open) },
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
        Some("changed" | "described") => Some("Saved."),
        Some("composed") => Some("The agenda is taken over."),
        Some("moved-on") => Some("It is on the agenda of the next meeting."),
        Some("moved-off") => Some("No later meeting is planned: it waits in the backlog."),
        Some("copied") => Some("The copy is at the end of this agenda."),
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
pub(crate) fn numbers(number: &str, item: &str) -> Result<(i64, i64)> {
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
    let organiser = invitations::organiser(&app, &app.db, &member.acting.group).await?;
    let entry = invitations::own_entry(&app, &member.acting, &record.meeting, organiser, app.clock.now());
    let kind =
        [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment; filename=\"meeting.ics\"")];
    Ok((kind, entry).into_response())
}
