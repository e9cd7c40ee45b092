//! Plan a meeting, change its details, cancel it.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, days_off};
use issues::themes;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
};

use super::{
    super::{
        commands::{self, NewMeeting},
        kind::Kind,
        model::Meeting,
        store,
    },
    base, visible,
};
use crate::references;

#[derive(Template)]
#[template(path = "meetings/pages/plan.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    heading: String,
    /// Where the form goes, and the page that it comes from.
    action: String,
    back: (String, &'static str),
    version: i64,
    date: Field,
    start: Field,
    minutes: Field,
    theme: Field,
    kind: Field,
    place: Field,
    link: Field,
    invite: Option<bool>,
    button: &'static str,
    cancel: Option<String>,
}

fn typed(fields: &Fields) -> NewMeeting {
    let text = |name: &str| fields.get(name).to_owned();
    NewMeeting {
        date: text("date"),
        start: text("start"),
        minutes: text("minutes"),
        theme: text("theme"),
        kind: text("kind"),
        place: text("place"),
        link: text("link"),
        invite: fields.get("invite") == "yes",
    }
}

fn of(meeting: &Meeting) -> NewMeeting {
    NewMeeting {
        date: meeting.held_on.to_string(),
        start: meeting.starts.strftime("%H:%M").to_string(),
        minutes: meeting.minutes.to_string(),
        theme: meeting.theme.clone(),
        kind: meeting.kind.key().into(),
        place: meeting.place.clone(),
        link: meeting.link.clone(),
        invite: meeting.invited,
    }
}

/// The form, for a new meeting or for one that is there.
async fn page(
    app: &App,
    member: &Member,
    meeting: Option<&Meeting>,
    typed: NewMeeting,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let group = &member.acting.group;
    let themes = themes::all(&app.db, group.id).await?;
    let themes = themes.into_iter().filter(|theme| theme.is_in_use() || theme.key == typed.theme);
    let none = (String::new(), "No theme".to_owned());
    let themes = std::iter::once(none).chain(themes.map(|theme| (theme.key, theme.name))).collect();
    let heading = meeting
        .map_or_else(|| "Plan a meeting".to_owned(), |meeting| format!("Change the meeting of {}", kernel::words::date(meeting.held_on)));
    let at = meeting.map(|meeting| base(member, meeting.number));
    let page = Page {
        frame: member.frame(app, &heading, "/meetings").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        heading,
        action: at.as_ref().map_or_else(|| format!("/{}/meetings/plan", group.slug), |at| format!("{at}/details")),
        back: at.clone().map_or_else(|| (format!("/{}/meetings", group.slug), "All meetings"), |at| (at, "Back to the meeting")),
        version: meeting.map_or(0, |meeting| meeting.version),
        date: Field::new("date", "Day", Input::Date).value(typed.date).error(errors),
        start: Field::new("start", "Begins at", Input::Time).value(typed.start).error(errors),
        minutes: Field::new("minutes", "Minutes", Input::Number).value(typed.minutes).error(errors),
        theme: Field::select("theme", "Theme", themes)
            .hint("Issues on this theme are offered first for its agenda.")
            .value(typed.theme)
            .error(errors),
        kind: Field::new("kind", "Kind of meeting", Input::Choice(Kind::CHOICES)).value(typed.kind).error(errors),
        place: Field::new("place", "Room", Input::Text)
            .hint("Leave it empty for a meeting that is only online.")
            .value(typed.place)
            .error(errors),
        link: Field::new("link", "Link to join online", Input::Text)
            .hint("Of Teams or whatever you use. With a room as well, people can come or join.")
            .value(typed.link)
            .error(errors),
        invite: meeting.is_none().then_some(typed.invite),
        button: match meeting {
            None => "Plan the meeting",
            Some(meeting) if meeting.invited => "Save and send the change",
            Some(_) => "Save",
        },
        cancel: at.map(|at| format!("{at}/cancellation")),
    };
    page::show_as(status, &page)
}

/// How many working days ahead a meeting is planned that is no ordinary one, and how many minutes an interim one lasts.
const SOON: i64 = 3;
const LATER: i64 = 10;
const SHORT: i64 = 30;

/// What a new meeting of a kind begins with: an interim one is soon, short and online.
async fn usual(app: &App, member: &Member, kind: Kind) -> Result<NewMeeting> {
    let group = &member.acting.group;
    let rules = store::rules(&app.db, group.id).await?;
    let today = app.clock.today(&group.time_zone);
    let ahead = match kind {
        Kind::Ordinary => None,
        Kind::Extraordinary => Some(LATER),
        Kind::Interim => Some(SOON),
    };
    let date = match ahead {
        Some(days) => days_off::calendar(&app.db, group.id, today).await?.add_working_days(today, days).to_string(),
        None => String::new(),
    };
    Ok(NewMeeting {
        date,
        start: rules.usual_start.strftime("%H:%M").to_string(),
        minutes: if kind == Kind::Interim { SHORT.min(rules.usual_minutes) } else { rules.usual_minutes }.to_string(),
        kind: kind.key().into(),
        place: if kind == Kind::Interim { String::new() } else { rules.usual_place },
        link: rules.usual_link,
        invite: true,
        ..NewMeeting::default()
    })
}

pub(super) async fn new(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    commands::must_run(&member.acting)?;
    let query = Fields::of_query(&uri);
    let mut typed = usual(&app, &member, Kind::from_key(query.get("kind")).unwrap_or_default()).await?;
    if !query.get("date").is_empty() {
        query.get("date").clone_into(&mut typed.date);
    }
    query.get("theme").clone_into(&mut typed.theme);
    page(&app, &member, None, typed, &[], StatusCode::OK).await
}

pub(super) async fn schedule(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let typed = typed(&posted.fields);
    let mut tx = app.begin().await?;
    match commands::schedule(&app, &mut tx, &member.acting, &typed).await {
        Ok(meeting) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("{}?planned", base(&member, meeting.number))).into_response())
        }
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            page(&app, &member, None, typed, &errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn edit(Shared(app): Shared<App>, Path((_, number)): Path<(String, String)>, member: Member) -> Result<Response> {
    let record = visible(&app, &member, &number).await?;
    commands::must_run(&member.acting)?;
    if !record.meeting.is_open() {
        return Err(Error::Conflict("This meeting is no longer planned, so its details stay as they are.".into()));
    }
    page(&app, &member, Some(&record.meeting), of(&record.meeting), &[], StatusCode::OK).await
}

pub(super) async fn change(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let record = visible(&app, &member, &number).await?;
    let typed = typed(&posted.fields);
    let version = posted.fields.get("version").parse().unwrap_or(0);
    let mut tx = app.begin().await?;
    match commands::change(&app, &mut tx, &member.acting, record.meeting.number, version, &typed).await {
        Ok(meeting) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("{}?changed", base(&member, meeting.number))).into_response())
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            page(&app, &member, Some(&record.meeting), typed, &error.into_messages("date")?, status).await
        }
    }
}

pub(super) async fn cancel(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let number = references::number(&number)?;
    let mut tx = app.begin().await?;
    commands::cancel(&app, &mut tx, &member.acting, number).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}?cancelled", base(&member, number))).into_response())
}
