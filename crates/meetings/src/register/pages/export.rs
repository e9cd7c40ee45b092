//! The action log as a file, in the form that committees keep: for Excel, and as plain text with commas. It holds what the list
//! shows, by the same filters in its address.

use axum::{
    extract::{OriginalUri, State as Shared},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use documents::xlsx::{self, Cell, Sheet};
use group::{acting::Member, membership, permissions::Verb};
use jiff::civil::Date;
use kernel::{App, Error, Result, app::compute, form::Fields, words};

use super::listing::{self, Asked, Shown};
use crate::{
    actions::{From, Logged},
    references::item as item_reference,
};

/// The columns, and how many letters wide they are.
const COLUMNS: [(&str, u16); 11] = [
    ("Ref", 9),
    ("From", 28),
    ("Action", 44),
    ("Owner", 24),
    ("Side", 12),
    ("Set on", 12),
    ("Due", 12),
    ("Status", 26),
    ("Last update", 34),
    ("Outcome/evidence", 34),
    ("Closed on", 12),
];

async fn asked(app: &App, member: &Member, uri: &axum::http::Uri) -> Result<(Vec<Logged>, Date)> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let today = app.clock.today(&acting.group.time_zone);
    let asked = Asked::read(&Fields::of_query(uri), Shown::Open, acting.person, today);
    Ok((listing::everything(app, &acting.group, &asked).await?, today))
}

fn cells(line: &Logged, today: Date) -> Vec<Cell> {
    let text = |text: String| if text.is_empty() { Cell::Empty } else { Cell::Text(text) };
    let day = |day: Option<Date>| day.map_or(Cell::Empty, Cell::Day);
    let from = match &line.from {
        From::Item { item, title, meeting, .. } => format!("{}, {} {title}", words::date(meeting.1), item_reference(item.0, item.1)),
        From::Before { source, .. } => source.clone(),
    };
    let side = line.side.as_deref().and_then(membership::Side::from_key).map(|side| side.words().to_owned()).unwrap_or_default();
    let said = line.said.as_ref().map(|(on, said)| format!("{}: {said}", words::date(*on))).unwrap_or_default();
    vec![
        Cell::Text(line.reference()),
        text(from),
        Cell::Text(line.words.clone()),
        Cell::Text(listing::owner(line)),
        text(side),
        day(line.set_on),
        Cell::Day(line.due),
        Cell::Text(listing::standing(line, today)),
        text(said),
        text(line.evidence.clone()),
        day(line.closed_on),
    ]
}

fn file(member: &Member, today: Date, extension: &str, media_type: &'static str, bytes: Vec<u8>) -> Result<Response> {
    let name = format!("attachment; filename=\"{}-actions-{today}.{extension}\"", member.acting.group.slug);
    let name = HeaderValue::from_str(&name).map_err(|_| Error::internal("a file name cannot stand in a header"))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(media_type)), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

pub(super) async fn excel(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let (lines, today) = asked(&app, &member, &uri).await?;
    let sheet = Sheet {
        name: "Action log".into(),
        columns: COLUMNS.iter().map(|(title, width)| ((*title).to_owned(), *width)).collect(),
        rows: lines.iter().map(|line| cells(line, today)).collect(),
    };
    let bytes = compute(move || xlsx::write(&sheet)).await?.map_err(|error| Error::internal(error.to_string()))?;
    file(&member, today, "xlsx", xlsx::MEDIA_TYPE, bytes)
}

pub(super) async fn csv(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let (lines, today) = asked(&app, &member, &uri).await?;
    let header = COLUMNS.iter().map(|(title, _)| (*title).to_owned()).collect();
    let plain = |cell: Cell| match cell {
        Cell::Text(text) => text,
        Cell::Day(day) => day.to_string(),
        Cell::Number(n) => n.to_string(),
        Cell::Empty => String::new(),
    };
    let rows = lines.iter().map(|line| cells(line, today).into_iter().map(plain).collect());
    let rows: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
    file(&member, today, "csv", "text/csv; charset=utf-8", membership::as_csv(&rows).into_bytes())
}
