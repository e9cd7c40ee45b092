//! Who is there: a tap for each person, and the quorum that follows.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{
    acting::Member,
    membership,
    permissions::Role,
    rules::{Rule, Why},
};
use kernel::{
    App, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
};
use uuid::Uuid;

use super::{
    super::{
        commands::{self, Attendance},
        model::Presence,
        queries::Record,
    },
    base, visible, when,
};

struct Line {
    person: Uuid,
    name: String,
    role: String,
    presence: &'static str,
}

#[derive(Template)]
#[template(path = "meetings/pages/attendance.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    when: String,
    quorum: String,
    why: Why,
    taken: bool,
    seen: String,
    open: bool,
    lines: Vec<Line>,
    guests: Field,
    also_there: String,
}

async fn page(
    app: &App,
    member: &Member,
    record: &Record,
    typed: Option<&Fields>,
    everybody: bool,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let seats = membership::seats(&app.db, &member.acting.group).await?;
    let today = app.clock.today(&member.acting.group.time_zone);
    let stored = |person| match record.attendees.iter().find(|one| one.person == person) {
        None if everybody => Presence::Present.key(),
        found => found.map_or("", |one| one.presence.key()),
    };
    let lines = seats
        .into_iter()
        // Readers are seldom there; one who was stays on the list.
        .filter(|seat| seat.role != Role::Reader || record.attendees.iter().any(|one| one.person == seat.person))
        .map(|seat| Line {
            presence: typed.map_or_else(|| stored(seat.person), |typed| presence(typed, seat.person).map_or("", Presence::key)),
            role: seat.words(today),
            person: seat.person,
            name: seat.name,
        })
        .collect();
    let guests = typed.map_or_else(|| record.meeting.guests.clone(), |typed| typed.get("guests").to_owned());
    let page = Page {
        frame: member.frame(app, "Attendance", "/meetings").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: base(member, record.meeting.number),
        when: when(&record.meeting),
        quorum: record.quorum().words(),
        why: Why::of(&app.db, &member.acting.group, Rule::Quorum).await?,
        taken: !record.attendees.is_empty(),
        seen: commands::attendance_seen(record),
        open: record.meeting.is_open() && commands::must_run(&member.acting).is_ok(),
        lines,
        also_there: record.meeting.guests.clone(),
        guests: Field::new("guests", "Also there", Input::Lines(3))
            .hint("One on a line: name and role, by invitation for which item. They do not count for the quorum.")
            .value(guests)
            .error(errors),
    };
    page::show_as(status, &page)
}

fn presence(typed: &Fields, person: Uuid) -> Option<Presence> {
    Presence::from_key(typed.get(&format!("p-{person}")))
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let record = visible(&app, &member, &number).await?;
    // Most are there most of the time: then only the others are left to tap.
    let everybody = uri.query() == Some("everybody") && record.meeting.is_open();
    page(&app, &member, &record, None, everybody, &[], StatusCode::OK).await
}

pub(super) async fn take(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let mut record = visible(&app, &member, &number).await?;
    let seats = membership::seats(&app.db, &member.acting.group).await?;
    let with = |wanted| {
        let people = seats.iter().map(|seat| seat.person).filter(|person| presence(&posted.fields, *person) == Some(wanted));
        people.map(|person| person.to_string()).collect()
    };
    let attendance = Attendance {
        present: with(Presence::Present),
        apologies: with(Presence::Apologies),
        guests: Some(posted.fields.get("guests").to_owned()),
        seen: Some(posted.fields.get("seen").to_owned()),
    };
    let mut tx = app.begin().await?;
    match commands::take_attendance(&app, &mut tx, &member.acting, record.meeting.number, &attendance).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            // With what is there now, so that saving again is a choice.
            record = visible(&app, &member, &number).await?;
            let status = error.told().status;
            return page(&app, &member, &record, Some(&posted.fields), false, &error.into_messages("people")?, status).await;
        }
    }
    Ok(Redirect::to(&format!("{}?attendance", base(&member, record.meeting.number))).into_response())
}
