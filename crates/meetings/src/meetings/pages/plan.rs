//! Plan a meeting, change its details, cancel it.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::acting::Member;
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
    place: Field,
    invite: Option<bool>,
    button: &'static str,
    cancel: Option<String>,
}

fn typed(fields: &Fields) -> NewMeeting {
    let text = |name: &str| fields.get(name).to_owned();
    let (date, start, minutes, theme, place) = (text("date"), text("start"), text("minutes"), text("theme"), text("place"));
    NewMeeting { date, start, minutes, theme, place, invite: fields.get("invite") == "yes" }
}

fn of(meeting: &Meeting) -> NewMeeting {
    NewMeeting {
        date: meeting.held_on.to_string(),
        start: meeting.starts.strftime("%H:%M").to_string(),
        minutes: meeting.minutes.to_string(),
        theme: meeting.theme.clone(),
        place: meeting.place.clone(),
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
        place: Field::new("place", "Room or link", Input::Text).value(typed.place).error(errors),
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

pub(super) async fn new(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    commands::must_run(&member.acting)?;
    let rules = store::rules(&app.db, member.acting.group.id).await?;
    let typed = NewMeeting {
        date: Fields::of_query(&uri).get("date").to_owned(),
        start: rules.usual_start.strftime("%H:%M").to_string(),
        minutes: rules.usual_minutes.to_string(),
        place: rules.usual_place,
        invite: true,
        ..NewMeeting::default()
    };
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
        return Err(Error::Conflict("This meeting is planned no more, so its details stay as they are.".into()));
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
