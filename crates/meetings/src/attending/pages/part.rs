//! The part of a meeting's page that says who comes: whether each side will be enough, and one's own answer.

use askama::Template;
use group::{
    acting::Member,
    membership::{self, Sides},
    permissions::Role,
};
use kernel::{App, Result};

use super::{Button, buttons};
use crate::{
    attending::queries,
    meetings::{Expected, Presence, Record},
};

/// Who comes, on a meeting's page.
#[derive(Template)]
#[template(path = "attending/pages/part.html")]
pub(crate) struct Part {
    base: String,
    forgery: String,
    expected: String,
    picture: Sides,
    forecast: Option<String>,
    /// For who may answer.
    buttons: Vec<Button>,
    answered: bool,
}

impl askama::filters::HtmlSafe for Part {}

/// The part, until attendance is taken or the day is over.
///
/// # Errors
/// When the database fails.
pub(crate) async fn part(app: &App, member: &Member, record: &Record) -> Result<Option<Part>> {
    let group = &member.acting.group;
    let today = app.clock.today(&group.time_zone);
    let taken = record.attendees.iter().any(|one| one.presence == Presence::Present);
    if !record.meeting.is_open() || taken || record.meeting.held_on < today {
        return Ok(None);
    }
    let seats = membership::seats(&app.db, group).await?;
    let parity = membership::rules(&app.db, group.id).await?.parity;
    let open = queries::open(&app.db, group.id, record.meeting.id).await?;
    let number = record.meeting.number;
    let forecasts = queries::forecasts(&app.db, group.id, today, Some(number), &record.rules).await?;
    let expected = Expected::of(&seats, &record.attendees, &open.given, &record.rules);
    let own = seats.iter().find(|seat| seat.person == member.acting.person && seat.role != Role::Reader);
    Ok(Some(Part {
        base: format!("/{}/meetings/{number}", group.slug),
        forgery: member.session.forgery_token(app),
        expected: expected.words(),
        picture: Sides::new("expected", "Expected", expected.balance, parity),
        forecast: forecasts.get(&number).map(|forecast| forecast.words()),
        buttons: own.map(|seat| buttons(&seats, &open.given, seat)).unwrap_or_default(),
        answered: own.is_some_and(|seat| open.given_by(seat.person).is_some()),
    }))
}
