//! The grid of what the group wants covered, and the page on which somebody says what they bring.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::{
    super::{
        model::{Balance, Seat},
        store as seats,
    },
    commands::{self, NewTags, must_tag},
    model::{CAPABILITIES, Coverage, Tag, TagKind, seen},
    store,
};
use crate::{
    acting::Member,
    groups::Group,
    permissions::{Role, Verb},
    rules::{self, Rule},
};

/// The routes of this part.
pub(in super::super) fn routes() -> Router<App> {
    Router::new().route("/{group}/members/coverage", get(grid)).route("/{group}/members/{person}/brings", get(brings).post(set_brings))
}

/// Where the terms say a rule: in words, and the address; nothing while there are none.
pub(in super::super) async fn why(app: &App, group: &Group, rule: Rule) -> Result<Option<(String, String)>> {
    Ok(rules::trace(&app.db, group, rule).await?.map(|trace| (trace.words(), trace.href(group))))
}

struct Line {
    what: String,
    by: Vec<String>,
    state: String,
    short: bool,
}

struct Term {
    name: String,
    role: String,
    ends: String,
    days: String,
}

#[derive(Template)]
#[template(path = "membership/coverage/grid.html")]
struct Grid {
    frame: Frame,
    base: String,
    summary: String,
    wanted: Vec<Line>,
    helpful: Vec<Line>,
    terms: Vec<Term>,
    soon: i64,
    why: Option<(String, String)>,
    runs: bool,
}

/// Terms that end soon or have run out, the first first.
fn ending(seats: &[Seat], today: jiff::civil::Date, soon: i64) -> Vec<Term> {
    let mut ending: Vec<_> = seats
        .iter()
        .filter(|seat| seat.role != Role::Reader)
        .filter_map(|seat| Some((seat.until_on?, seat)))
        .filter(|(until, _)| i64::from((*until - today).get_days()) <= soon)
        .collect();
    ending.sort_by_key(|(until, _)| *until);
    let term = |(until, seat): (jiff::civil::Date, &Seat)| Term {
        name: seat.name.clone(),
        role: seat.words(today),
        ends: words::date(until),
        days: match (until - today).get_days() {
            ..0 => "ran out: renew it or end the seat".into(),
            0 => "today".into(),
            days => format!("in {}", words::count(u64::try_from(days).unwrap_or(0), "day", "days")),
        },
    };
    ending.into_iter().map(term).collect()
}

async fn grid(State(app): State<App>, member: Member) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMembers)?;
    let group = &acting.group;
    let seats = seats::seats(&app.db, group).await?;
    let (wants, places) = (store::wants(&app.db, group.id).await?, store::places(&app.db, group.id).await?);
    let tags = store::tags(&app.db, group.id).await?;
    let rules = store::rules(&app.db, group.id).await?;
    let coverage = Coverage::of(&wants, &places, &seats, &tags);
    let summary = coverage.words();
    let (mut wanted, mut helpful) = (Vec::new(), Vec::new());
    for row in coverage.rows {
        let line = Line {
            what: row.want.tag.title(),
            state: if row.want.at_least > 1 { format!("{} of {}", row.by.len(), row.want.at_least) } else { row.state().to_owned() },
            short: row.is_short(),
            by: row.by,
        };
        if row.want.helpful { helpful.push(line) } else { wanted.push(line) }
    }
    let page = Grid {
        frame: member.frame(&app, "Coverage", "/members"),
        base: format!("/{}/members", group.slug),
        summary,
        wanted,
        helpful,
        terms: ending(&seats, app.clock.today(&group.time_zone), rules.ends_soon_days),
        soon: rules.ends_soon_days,
        why: why(&app, group, Rule::Coverage).await?,
        runs: acting.may(Verb::RunMembership),
    };
    page::show(&page)
}

/// A box to be ticked.
pub(in super::super) struct Tick {
    pub(in super::super) name: String,
    pub(in super::super) words: String,
    pub(in super::super) ticked: bool,
}

/// The fields of what somebody brings: boxes for what is known, and room for more.
#[derive(Template)]
#[template(path = "membership/coverage/fields.html")]
pub(in super::super) struct BringsFields {
    capabilities: Vec<Tick>,
    sites: Vec<Tick>,
    partnerships: Vec<Tick>,
    other_sites: Field,
    other_partnerships: Field,
}

impl askama::filters::HtmlSafe for BringsFields {}

impl BringsFields {
    /// With what stands there, or with what was typed.
    pub(in super::super) fn new(places: &[Tag], new: &NewTags, errors: &[FieldError]) -> Self {
        let tick = |tag: &Tag| {
            let ticked = new.ticked.iter().any(|other| other.is(tag));
            Tick { name: field_name(tag), words: tag.title(), ticked }
        };
        let listed = |kind| places.iter().filter(|place| place.kind == kind).map(tick).collect::<Vec<_>>();
        let (sites, partnerships) = (listed(TagKind::Site), listed(TagKind::Partnership));
        let label = |listed: &[Tick], all: &str, more: &str| if listed.is_empty() { all.to_owned() } else { more.to_owned() };
        let field = |name: &'static str, label: String, value: &str| {
            Field::new(name, label, Input::Lines(2)).hint("One on a line. May be left empty.").value(value).error(errors)
        };
        Self {
            capabilities: CAPABILITIES.iter().map(|(key, _)| tick(&Tag::new(TagKind::Capability, *key))).collect(),
            other_sites: field("sites", label(&sites, "Hospital sites", "Other sites"), &new.sites),
            other_partnerships: field("partnerships", label(&partnerships, "Partnerships", "Other partnerships"), &new.partnerships),
            sites,
            partnerships,
        }
    }
}

/// The field of a tag: `site-Moorfield General`.
fn field_name(tag: &Tag) -> String {
    format!("{}-{}", tag.kind.key(), tag.name)
}

/// What was typed into these fields.
pub(in super::super) fn typed(fields: &Fields, places: &[Tag]) -> NewTags {
    let known = CAPABILITIES.iter().map(|(key, _)| Tag::new(TagKind::Capability, *key)).chain(places.iter().cloned());
    NewTags {
        ticked: known.filter(|tag| !fields.get(&field_name(tag)).is_empty()).collect(),
        sites: fields.get("sites").into(),
        partnerships: fields.get("partnerships").into(),
    }
}

/// What stands there, as it is shown in the fields.
fn as_typed(tags: &[Tag], places: &[Tag]) -> NewTags {
    let unlisted = |kind| {
        let names = tags.iter().filter(|tag| tag.kind == kind && !places.iter().any(|place| place.is(tag)));
        names.map(|tag| tag.name.as_str()).collect::<Vec<_>>().join("\n")
    };
    NewTags { ticked: tags.to_vec(), sites: unlisted(TagKind::Site), partnerships: unlisted(TagKind::Partnership) }
}

#[derive(Template)]
#[template(path = "membership/coverage/brings.html")]
struct Brings<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    heading: String,
    back: String,
    seen: String,
    fields: BringsFields,
}

async fn show(
    app: &App,
    member: &Member,
    person: Uuid,
    typed: Option<NewTags>,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    must_tag(&member.acting, person)?;
    let group = &member.acting.group;
    let seat = seats::seat_of(&app.db, group.id, person).await?;
    let places = store::places(&app.db, group.id).await?;
    let tags = store::tags_of(&app.db, group.id, person).await?;
    let heading = if person == member.acting.person { "What you bring".to_owned() } else { format!("What {} brings", seat.name) };
    let page = Brings {
        frame: member.frame(app, &heading, "/members").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        heading,
        back: format!("/{}/members", group.slug),
        // With what is there now, so that saving again is a choice.
        seen: seen(&tags),
        fields: BringsFields::new(&places, &typed.unwrap_or_else(|| as_typed(&tags, &places)), errors),
    };
    page::show_as(status, &page)
}

async fn brings(State(app): State<App>, Path((_, person)): Path<(String, String)>, member: Member) -> Result<Response> {
    let person = person.parse().map_err(|_| Error::NotFound)?;
    show(&app, &member, person, None, &[], StatusCode::OK).await
}

async fn set_brings(
    State(app): State<App>,
    Path((slug, person)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let person: Uuid = person.parse().map_err(|_| Error::NotFound)?;
    let new = typed(&posted.fields, &store::places(&app.db, member.acting.group.id).await?);
    // A browser sends line ends as two characters.
    let saw = posted.fields.get("seen").replace("\r\n", "\n");
    let mut tx = app.begin().await?;
    match commands::set_tags(&app, &mut tx, &member.acting, person, Some(&saw), &new).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return show(&app, &member, person, Some(new), &error.into_messages("sites")?, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/members?brings")).into_response())
}

/// The balance as a picture, with what would make the sides as many.
#[derive(Template)]
#[template(path = "membership/coverage/sides.html")]
pub struct Sides {
    id: &'static str,
    title: String,
    /// Half of a mark's width.
    half: usize,
    rows: Vec<SideRow>,
}

impl askama::filters::HtmlSafe for Sides {}

struct SideRow {
    label: String,
    /// Where the words stand.
    y: usize,
    marks: Vec<Mark>,
    round: bool,
}

struct Mark {
    /// Its middle.
    x: usize,
    /// Not there: what would balance the sides.
    missing: bool,
}

/// How wide the picture is, and a mark with what keeps it from the next.
const WIDTH: usize = 296;
const STEP: usize = 26;

impl Sides {
    /// Of a balance. `id` names the picture on its page; `title` says what it shows.
    #[must_use]
    pub fn new(id: &'static str, title: &str, balance: Balance, parity: bool) -> Self {
        let most = balance.gps.max(balance.consultants);
        // With many people the marks are smaller.
        let step = STEP.min(WIDTH / most.max(1));
        let row = |at: usize, n: usize, one: &str, round| SideRow {
            label: words::count(n as u64, one, &format!("{one}s")),
            y: 16 + 42 * at,
            marks: (0..if parity { most } else { n }).map(|at| Mark { x: 2 + step / 2 + step * at, missing: at >= n }).collect(),
            round,
        };
        let title = format!("{title}: {}", balance.counts());
        Self {
            id,
            title,
            half: (step / 3).max(1),
            rows: vec![row(0, balance.gps, "GP", false), row(1, balance.consultants, "consultant", true)],
        }
    }
}
