//! Who sat in the group on a day, and the register and its history as files.

use askama::Template;
use axum::{
    extract::{OriginalUri, State},
    http::header,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use kernel::{
    App, Result,
    form::Fields,
    page::{self, Frame},
    words,
};

use super::super::{
    Capacity,
    commands::must_run,
    coverage::{self, TagKind},
    csv,
    model::Side,
    store::{self, Stretch},
};
use crate::{acting::Member, permissions::Verb};

struct Line {
    name: String,
    role: &'static str,
    post: String,
    time: String,
}

fn line(stretch: Stretch) -> Line {
    let from = words::date(stretch.from_on);
    Line {
        name: stretch.name,
        role: stretch.capacity.words().split(':').next().unwrap_or_default(),
        post: stretch.post,
        time: stretch.last_on.map_or_else(|| format!("since {from}"), |last| format!("{from} to {}", words::date(last))),
    }
}

#[derive(Template)]
#[template(path = "membership/pages/past.html")]
struct Past {
    frame: Frame,
    base: String,
    heading: String,
    /// The day that was asked for, as it was typed.
    on: String,
    wrong: bool,
    balance: Option<String>,
    lines: Vec<Line>,
    runs: bool,
}

/// How many core members each side had among these.
fn balance(stretches: &[Stretch]) -> super::super::Balance {
    let count = |side| stretches.iter().filter(|one| one.capacity.core() && one.capacity.side() == side).count();
    super::super::Balance { gps: count(Side::Gp), consultants: count(Side::Consultant) }
}

pub(super) async fn show(State(app): State<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMembers)?;
    let group = &acting.group;
    let fields = Fields::of_query(&uri);
    let on = fields.get("on").trim();
    let day: Option<Date> = on.parse().ok();
    let stretches = match day {
        Some(day) => store::roster(&app.db, group.id, day).await?,
        None => store::history(&app.db, group.id).await?,
    };
    let page = Past {
        frame: member.frame(&app, "Who sat before", "/members"),
        base: format!("/{}/members", group.slug),
        heading: day.map_or_else(|| "Everybody who has sat in the group".to_owned(), |day| format!("Who sat on {}", words::date(day))),
        wrong: day.is_none() && !on.is_empty(),
        balance: day.map(|_| format!("{}.", balance(&stretches).counts())),
        on: on.to_owned(),
        lines: stretches.into_iter().map(line).collect(),
        runs: acting.may(Verb::RunMembership),
    };
    page::show(&page)
}

fn file(name: &str, rows: &[Vec<String>]) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, disposition)], csv::write(rows))
        .into_response()
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// Everybody who sits now.
pub(super) async fn register(State(app): State<App>, member: Member) -> Result<Response> {
    must_run(&member.acting)?;
    let group = &member.acting.group;
    let today = app.clock.today(&group.time_zone);
    let tags = coverage::tags(&app.db, group.id).await?;
    let mut rows =
        vec![row(["Name", "Email", "In the group", "Side", "Core", "Post", "From", "Until", "Sites", "Partnerships", "Background"])];
    for seat in store::seats(&app.db, group).await? {
        let of = |kind| {
            let names = tags.iter().filter(|(person, tag)| *person == seat.person && tag.kind == kind);
            names.map(|(_, tag)| tag.words()).collect::<Vec<_>>().join("; ")
        };
        let (from, until) = (seat.from_on.to_string(), seat.until_on.map(|until| until.to_string()).unwrap_or_default());
        let core = if seat.core { "yes" } else { "no" };
        let (sites, partnerships, background) = (of(TagKind::Site), of(TagKind::Partnership), of(TagKind::Capability));
        let (what, side) = (seat.words(today), seat.side.words());
        rows.push(row([&seat.name, &seat.email, &what, side, core, &seat.post, &from, &until, &sites, &partnerships, &background]));
    }
    Ok(file("members.csv", &rows))
}

/// Everybody who has ever sat, by stretches.
pub(super) async fn all(State(app): State<App>, member: Member) -> Result<Response> {
    must_run(&member.acting)?;
    let mut rows = vec![row(["Name", "In the group", "Side", "Core", "Post", "From", "Until"])];
    for stretch in store::history(&app.db, member.acting.group.id).await? {
        let (capacity, from): (Capacity, _) = (stretch.capacity, stretch.from_on.to_string());
        let last = stretch.last_on.map(|last| last.to_string()).unwrap_or_default();
        let what = capacity.words().split(':').next().unwrap_or_default();
        let core = if capacity.core() { "yes" } else { "no" };
        rows.push(row([&stretch.name, what, capacity.side().words(), core, &stretch.post, &from, &last]));
    }
    Ok(file("members-history.csv", &rows))
}
