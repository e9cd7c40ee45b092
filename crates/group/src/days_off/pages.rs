//! The page of a group's days off.

use analysis::calendar_days::{BankHoliday, Holiday, SOURCE, Spell, bank_holidays};
use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::{
    commands::{self, NewSpell, must_keep},
    store,
};
use crate::{acting::Member, permissions::Verb};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/days-off", get(index).post(add))
        .route("/{group}/days-off/list", post(add_list))
        .route("/{group}/days-off/bank-holidays", post(work_on))
        .route("/{group}/days-off/{days}/removal", post(drop_days))
}

/// Days of the group's own list.
struct Line {
    id: Uuid,
    days: String,
    name: String,
    what: &'static str,
}

/// A bank holiday, with the next day that it falls on.
struct Holidays {
    key: &'static str,
    name: &'static str,
    next: String,
    worked: bool,
}

#[derive(Template)]
#[template(path = "days_off/index.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    meetings: String,
    source: &'static str,
    own: Vec<Line>,
    holidays: Vec<Holidays>,
    /// The forms, for those who keep the list.
    fields: Option<([Field; 4], [Field; 2])>,
}

const KINDS: &[(&str, &str)] = &[("off", "Nobody works"), ("work", "People work, but the group does not meet")];

/// `Monday 5 April 2027`, or `5 April 2027 to 16 April 2027`.
fn days(spell: &Spell) -> String {
    match spell.from == spell.to {
        true => spell.from.strftime("%A %-d %B %Y").to_string(),
        false => format!("{} to {}", words::date(spell.from), words::date(spell.to)),
    }
}

/// The next day on which a holiday is had, and what was proclaimed for it, if it was.
fn next(holiday: Holiday, today: Date) -> Option<BankHoliday> {
    (today.year()..=today.year() + 1).flat_map(bank_holidays).find(|one| one.holiday == holiday && one.day >= today)
}

async fn show(
    app: &App,
    member: &Member,
    typed: &Fields,
    errors: &[FieldError],
    notice: Option<&str>,
    status: StatusCode,
) -> Result<Response> {
    member.acting.must(Verb::SeeMeetings)?;
    let group = &member.acting.group;
    let today = app.clock.today(&group.time_zone);
    // What is over is shown for a month, so that it can be seen and taken out.
    let since = today.checked_sub(31.days()).unwrap_or(today);
    let worked = store::worked(&app.db, group.id).await?;
    let line = |(id, spell): (Uuid, Spell)| Line {
        id,
        days: days(&spell),
        what: if spell.at_work { "People work; the group does not meet" } else { "Nobody works" },
        name: spell.name,
    };
    let holiday = |holiday: Holiday| Holidays {
        key: holiday.key(),
        name: holiday.words(),
        next: next(holiday, today).map_or_else(
            || "none is known".to_owned(),
            |one| format!("{}{}", one.day.strftime("%A %-d %B %Y"), if one.substitute { " (substitute day)" } else { "" }),
        ),
        worked: worked.contains(&holiday),
    };
    let field = |name: &'static str, label: &str, input| Field::new(name, label, input).value(typed.get(name)).error(errors);
    let page = Page {
        frame: member.frame(app, "Days without meetings", "/meetings").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/days-off", group.slug),
        meetings: format!("/{}/meetings", group.slug),
        source: SOURCE,
        own: store::own(&app.db, group.id, since).await?.into_iter().map(line).collect(),
        holidays: Holiday::ALL.into_iter().map(holiday).collect(),
        fields: must_keep(&member.acting).is_ok().then(|| {
            (
                [
                    field("name", "What people call it", Input::Text).hint("Such as a local holiday, or the school holidays."),
                    field("from", "First day", Input::Date),
                    field("to", "Last day", Input::Date).hint("Leave it empty for one day."),
                    field("kind", "On these days", Input::Choice(KINDS)),
                ],
                [
                    field("list", "The list", Input::Lines(6)).hint(
                        "A day or a range on each line, with its name: “Spring holiday, 5 April 2027” or “5 to 16 April 2027 Schools closed”.",
                    ),
                    field("list_kind", "On these days", Input::Choice(KINDS)),
                ],
            )
        }),
    };
    page::show_as(status, &page)
}

async fn index(State(app): State<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let notice = match uri.query() {
        Some("added") => Some("Added. Meetings that are planned already stay where they are.".to_owned()),
        Some("taken-out") => Some("Taken out.".to_owned()),
        Some("saved") => Some("Saved.".to_owned()),
        Some(query) => query.strip_prefix("new=").and_then(|n| n.parse::<u64>().ok()).map(|n| match n {
            0 => "All of these are in the list already.".to_owned(),
            n => format!("{} added.", words::count(n, "line", "lines")),
        }),
        None => None,
    };
    let blank = [("kind", "off"), ("list_kind", "off")].into();
    show(&app, &member, &blank, &[], notice.as_deref(), StatusCode::OK).await
}

/// The page again, with what was typed and what to change in it.
async fn again(app: &App, member: &Member, typed: &Fields, error: Error, field: &'static str) -> Result<Response> {
    let status = error.told().status;
    // The other form of the page begins as it does on a fresh one.
    let missing =
        ["kind", "list_kind"].into_iter().filter(|name| typed.get(name).is_empty()).map(|name| (name.to_owned(), "off".to_owned()));
    let typed = typed.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).chain(missing).collect();
    show(app, member, &typed, &error.into_messages(field)?, None, status).await
}

async fn add(State(app): State<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    let text = |name: &str| posted.fields.get(name).to_owned();
    let new = NewSpell { from: text("from"), to: text("to"), name: text("name"), kind: text("kind") };
    let mut tx = app.begin().await?;
    match commands::add(&app, &mut tx, &member.acting, &new).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            return again(&app, &member, &posted.fields, error, "name").await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/days-off?added")).into_response())
}

async fn add_list(State(app): State<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    match commands::add_list(&app, &mut tx, &member.acting, posted.fields.get("list"), posted.fields.get("list_kind")).await {
        Ok(n) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("/{slug}/days-off?new={n}")).into_response())
        }
        Err(error) => {
            drop(tx);
            again(&app, &member, &posted.fields, error, "list").await
        }
    }
}

async fn work_on(State(app): State<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Redirect> {
    let worked: Vec<Holiday> = Holiday::ALL.into_iter().filter(|holiday| posted.fields.get(holiday.key()) == "yes").collect();
    let mut tx = app.begin().await?;
    commands::work_on(&app, &mut tx, &member.acting, &worked).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/days-off?saved")))
}

async fn drop_days(
    State(app): State<App>,
    Path((slug, days)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Redirect> {
    let id: Uuid = days.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::take_out(&app, &mut tx, &member.acting, id).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/days-off?taken-out")))
}
