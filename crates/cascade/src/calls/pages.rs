//! The theme calendar, which everybody can read if the group says so, and the page on which a call for issues is written and sent.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{
    acting::Member,
    groups::{self, Group},
    permissions::Verb,
    themes::{self, Theme},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted, encode_query},
    page::{self, Errors, Field, Frame, Input},
    words,
};
use meetings::{
    meetings::{Meeting, set_theme},
    references,
    theme_calls::{self, Call, Draft, Effect, THEMES_AHEAD},
    year,
};
use uuid::Uuid;

use super::{
    commands::{self, Way},
    store,
};
use crate::networks::{self, Takes};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/themes/calendar", get(calendar))
        .route("/{group}/themes/calendar/public", post(set_public))
        .route("/{group}/themes/calendar/{number}/theme", post(change_theme))
        .route("/{group}/themes/calendar/{number}/call", post(draft))
        .route("/{group}/themes/calls/{call}", get(show).post(write))
        .route("/{group}/themes/calls/{call}/sending", post(send))
}

/// The calls whose effect is shown, the latest first.
const EFFECTS: i64 = 3;

/// A meeting on the calendar.
struct Line {
    number: i64,
    version: i64,
    day: String,
    theme: String,
    name: String,
    /// Where its call is, and what has become of it.
    call: Option<(String, String)>,
    /// The link to the form, once there is a call.
    raise: Option<String>,
}

#[derive(Template)]
#[template(path = "calls/calendar.html")]
struct Calendar<'a> {
    frame: Frame,
    errors: Errors<'a>,
    base: String,
    meetings: String,
    raise: String,
    /// Whether it is read by somebody of the group.
    member: bool,
    /// The forgery token, for those who change it.
    runs: Option<String>,
    public: bool,
    themes: Vec<Theme>,
    lines: Vec<Line>,
    effects: Vec<Effect>,
}

/// Where a call stands, in words.
fn standing(call: &Call) -> String {
    match call.called_on {
        Some(day) => format!("Called for issues on {}", words::date(day)),
        None => "A call for issues is drafted".to_owned(),
    }
}

async fn calendar_page(
    app: &App,
    group: &Group,
    member: Option<&Member>,
    errors: &[FieldError],
    notice: Option<&str>,
    status: StatusCode,
) -> Result<Response> {
    const TITLE: &str = "Theme calendar";
    let frame = match member {
        Some(member) => member.frame(app, TITLE, "/meetings"),
        None => Frame {
            group: Some(group.name.clone()),
            shapes: group.shapes.clone(),
            home: format!("/{}/raise", group.slug),
            ..Frame::plain(app, TITLE)
        },
    };
    let today = app.clock.today(&group.time_zone);
    let themes = themes::all(&app.db, group.id).await?;
    let calls = theme_calls::of_meetings(&app.db, group.id, today).await?;
    let ahead = theme_calls::ahead(&app.db, group.id, today, THEMES_AHEAD as i64).await?;
    let called = theme_calls::of_theme(&app.db, group.id, None, EFFECTS).await?;
    let everything = member.is_some_and(|member| member.acting.may(Verb::ReadIssues));
    let doors = issues::doors::all(&app.db, group.id).await?;
    let base = format!("/{}/themes", group.slug);
    let line = |meeting: Meeting| {
        let name =
            themes.iter().find(|theme| theme.key == meeting.theme).map_or_else(|| "No theme yet".to_owned(), |theme| theme.name.clone());
        let call = calls.iter().find(|call| call.meeting == meeting.number);
        let door = doors.iter().find(|door| door.label.to_lowercase() == name.to_lowercase());
        let raise = call.filter(|call| call.called_on.is_some()).and(door);
        Line {
            number: meeting.number,
            version: meeting.version,
            day: meeting.held_on.strftime("%A %-d %B %Y").to_string(),
            call: call.map(|call| (format!("{base}/calls/{}", call.id), standing(call))),
            raise: raise.map(|door| format!("/{}/raise?from={}", group.slug, encode_query(&door.key))),
            theme: meeting.theme,
            name,
        }
    };
    let page = Calendar {
        frame: frame.with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        meetings: format!("/{}/meetings", group.slug),
        raise: format!("/{}/raise", group.slug),
        member: member.is_some(),
        runs: member.filter(|member| theme_calls::must_call(&member.acting).is_ok()).map(|member| member.session.forgery_token(app)),
        public: year::rules(&app.db, group.id).await?.themes_public,
        lines: ahead.into_iter().map(line).collect(),
        effects: theme_calls::effects(app, group.id, &called, today, everything).await?,
        themes: themes.into_iter().filter(Theme::is_in_use).collect(),
        base,
    };
    page::show_as(status, &page)
}

async fn calendar(
    Shared(app): Shared<App>,
    Path(slug): Path<String>,
    member: Result<Member>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let notice = match uri.query() {
        Some("opened") => Some("Everybody who has the address can read this page now."),
        Some("closed") => Some("Only the group reads this page now."),
        Some("saved") => Some("Saved."),
        _ => None,
    };
    match member {
        Ok(member) if member.acting.may(Verb::SeeMeetings) => calendar_page(&app, &group, Some(&member), &[], notice, StatusCode::OK).await,
        // Who is not of the group reads it where it is public, and is told nothing of it where it is not.
        other => match (year::rules(&app.db, group.id).await?.themes_public, other) {
            (true, _) => calendar_page(&app, &group, None, &[], None, StatusCode::OK).await,
            (false, Err(error)) => Err(error),
            (false, Ok(_)) => Err(Error::NotFound),
        },
    }
}

async fn set_public(Shared(app): Shared<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Redirect> {
    let public = posted.fields.get("public") == "yes";
    let mut tx = app.begin().await?;
    year::show_themes(&app, &mut tx, &member.acting, public).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/themes/calendar?{}", if public { "opened" } else { "closed" })))
}

async fn change_theme(
    Shared(app): Shared<App>,
    Path((slug, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let number = references::number(&number)?;
    let version = posted.fields.get("version").parse().unwrap_or(-1);
    let mut tx = app.begin().await?;
    match set_theme(&app, &mut tx, &member.acting, number, version, posted.fields.get("theme")).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let mut errors = error.into_messages("theme")?;
            for error in &mut errors {
                error.field = format!("theme-{number}").into();
            }
            return calendar_page(&app, &member.acting.group, Some(&member), &errors, None, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/themes/calendar?saved")).into_response())
}

async fn draft(
    Shared(app): Shared<App>,
    Path((slug, number)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Redirect> {
    let number = references::number(&number)?;
    let mut tx = app.begin().await?;
    let call = theme_calls::draft(&app, &mut tx, &member.acting, number).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/themes/calls/{}", call.id)))
}

/// A network on the page of a call.
struct NetworkLine {
    id: Uuid,
    name: String,
    /// What it gets, or what it has got.
    state: Option<String>,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "calls/call.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    here: String,
    calendar: String,
    cascade: String,
    theme: String,
    meeting: String,
    state: String,
    title: String,
    paragraphs: Vec<String>,
    until: String,
    version: i64,
    /// The fields, while it can be written.
    fields: Option<[Field; 3]>,
    /// Whether this person sends it.
    sends: bool,
    networks: Vec<NetworkLine>,
}

#[derive(Default)]
struct Shown<'a> {
    typed: Option<Draft>,
    errors: &'a [FieldError],
    notice: Option<&'a str>,
}

async fn page(app: &App, member: &Member, id: Uuid, shown: Shown<'_>, status: StatusCode) -> Result<Response> {
    member.acting.must(Verb::SeeMeetings)?;
    let group = &member.acting.group;
    let call = theme_calls::find(&app.db, group.id, id).await?;
    let copies = store::copies(&app.db, group.id, id).await?;
    let runs = theme_calls::must_call(&member.acting).is_ok();
    let typed =
        shown.typed.unwrap_or_else(|| Draft { title: call.title.clone(), words: call.words.clone(), until: call.until.to_string() });
    let state = |network: Uuid| {
        let copy = copies.iter().find(|copy| copy.network == network)?;
        Some(match (copy.posted_on, copy.edition, copy.out_on) {
            (Some(day), None, _) => format!("mailed on {}", words::date(day)),
            (Some(day), Some(_), _) => format!("went with its edition on {}", words::date(day)),
            (None, _, Some(out_on)) => format!("goes with its edition of {}", words::date(out_on)),
            (None, ..) => "goes with its next edition".to_owned(),
        })
    };
    let message = |field: String| shown.errors.iter().find(|error| error.field == field).map(|error| error.message.clone());
    let open = networks::all(&app.db, group.id).await?.into_iter().filter(|network| network.takes != Takes::Minute);
    let mut lines: Vec<NetworkLine> = open
        .map(|network| NetworkLine {
            state: state(network.id),
            error: message(format!("network-{}", network.id)),
            id: network.id,
            name: network.name,
        })
        .collect();
    // What a network got that has ended stays on record.
    let ended = copies.iter().filter(|copy| !lines.iter().any(|line| line.id == copy.network));
    let ended: Vec<NetworkLine> =
        ended.map(|copy| NetworkLine { id: copy.network, name: copy.name.clone(), state: state(copy.network), error: None }).collect();
    lines.extend(ended);
    let fields = [
        Field::new("title", "Heading", Input::Text).value(typed.title).error(shown.errors),
        Field::new("words", "What it says", Input::Lines(12))
            .hint("Plain words, in paragraphs. The link to the form stands below them by itself.")
            .value(typed.words)
            .error(shown.errors),
        Field::new("until", "Reports are asked for until", Input::Date).value(typed.until).error(shown.errors),
    ];
    let page = Page {
        frame: member
            .frame(app, format!("Call for issues: {}", call.name), "/meetings")
            .with_errors(shown.errors)
            .with_notice(shown.notice),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        here: format!("/{}/themes/calls/{id}", group.slug),
        calendar: format!("/{}/themes/calendar", group.slug),
        cascade: format!("/{}/cascade", group.slug),
        meeting: words::date(call.held_on),
        state: standing(&call),
        until: words::date(call.until),
        paragraphs: call.words.split("\n\n").map(str::to_owned).collect(),
        version: call.version,
        fields: (runs && call.called_on.is_none()).then_some(fields),
        sends: runs && lines.iter().any(|line| line.state.is_none()),
        networks: lines,
        title: call.title,
        theme: call.name,
    };
    page::show_as(status, &page)
}

async fn show(
    Shared(app): Shared<App>,
    Path((_, call)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let notice = match uri.query() {
        Some("saved") => Some("Saved. Choose below where it goes."),
        Some("sent") => Some("It is on its way to the networks that you chose."),
        Some("none") => Some("Nothing new was sent: choose a network that has not got it yet."),
        _ => None,
    };
    page(&app, &member, crate::key(&call)?, Shown { notice, ..Shown::default() }, StatusCode::OK).await
}

fn typed(fields: &Fields) -> Draft {
    let text = |name: &str| fields.get(name).to_owned();
    Draft { title: text("title"), words: text("words"), until: text("until") }
}

async fn write(Shared(app): Shared<App>, Path((slug, call)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let (id, draft) = (crate::key(&call)?, typed(&posted.fields));
    let version = posted.fields.get("version").parse().unwrap_or(-1);
    let mut tx = app.begin().await?;
    match theme_calls::write(&app, &mut tx, &member.acting, id, version, &draft).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let errors = error.into_messages("words")?;
            return page(&app, &member, id, Shown { typed: Some(draft), errors: &errors, notice: None }, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/themes/calls/{id}?saved")).into_response())
}

async fn send(Shared(app): Shared<App>, Path((slug, call)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let id = crate::key(&call)?;
    let version = posted.fields.get("version").parse().unwrap_or(-1);
    let way = |(name, value): (&str, &str)| {
        let network = name.strip_prefix("network-")?.parse().ok()?;
        let way = match value {
            "edition" => Way::Edition,
            "mail" => Way::Mail,
            _ => return None,
        };
        Some((network, way))
    };
    let mut ways: Vec<(Uuid, Way)> = posted.fields.iter().filter_map(way).collect();
    ways.sort_by_key(|(network, _)| *network);
    let mut tx = app.begin().await?;
    match commands::send(&app, &mut tx, &member.acting, id, version, &ways).await {
        Ok(new) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("/{slug}/themes/calls/{id}?{}", if new == 0 { "none" } else { "sent" })).into_response())
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let errors = error.into_messages("send")?;
            page(&app, &member, id, Shown { errors: &errors, ..Shown::default() }, status).await
        }
    }
}
