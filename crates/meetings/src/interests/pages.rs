//! The register of interests: a page that prints, a table for a spreadsheet, and forms to declare and end.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{acting::Member, membership, permissions::Verb};
use kernel::{
    App, Error, Result, clock,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::{
    commands::{self, Declaration},
    model::Interest,
    store,
};
use crate::references::{self, read_item};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/interests", get(show).post(declare))
        .route("/{group}/interests/interests.csv", get(csv))
        .route("/{group}/interests/{interest}/end", post(end))
        .route("/{group}/meetings/{number}/items/{item}/interests", get(show_item).post(declare_item))
}

struct Line {
    name: String,
    words: String,
    /// The item, or that it stands.
    about: String,
    from: String,
    until: String,
    end: Option<String>,
}

#[derive(Template)]
#[template(path = "interests/register.html")]
struct Register<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    group: String,
    printed: String,
    lines: Vec<Line>,
    fields: [Field; 3],
    /// Names of members who have declared nothing.
    none: Vec<String>,
}

fn line(member: &Member, interest: &Interest, today: jiff::civil::Date) -> Line {
    let acting = &member.acting;
    let own = interest.person == acting.person || acting.may(Verb::RunMeetings);
    let ended = interest.until_on.is_some_and(|until| until <= today);
    Line {
        name: interest.name.clone(),
        words: interest.words.clone(),
        about: match &interest.item {
            Some((_, reference)) if interest.no_part => format!("Item {reference}: took no part"),
            Some((_, reference)) => format!("Item {reference}"),
            None => "Standing".into(),
        },
        from: words::date(interest.from_on),
        until: interest.until_on.map(words::date).unwrap_or_default(),
        end: (own && interest.item.is_none() && !ended).then(|| format!("/{}/interests/{}/end", acting.group.slug, interest.id)),
    }
}

async fn page(app: &App, member: &Member, typed: &Fields, errors: &[FieldError], notice: Option<&str>) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let now = app.clock.now();
    let today = clock::day_of(now, &group.time_zone);
    let all = store::all(&app.db, group.id).await?;
    let seats = membership::seats(&app.db, group).await?;
    let silent = seats.iter().filter(|seat| seat.role != group::permissions::Role::Reader);
    let none = silent.filter(|seat| !all.iter().any(|one| one.person == seat.person)).map(|seat| seat.name.clone()).collect();
    let field = |name, label, input| Field::new(name, label, input).value(typed.get(name)).error(errors);
    let page = Register {
        frame: member.frame(app, "Register of interests", "/members").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/interests", group.slug),
        group: group.name.clone(),
        printed: words::date(today),
        lines: all.iter().map(|interest| line(member, interest, today)).collect(),
        fields: [
            field("words", "An interest of mine", Input::Text)
                .hint("Such as: partner in a practice that runs a minor surgery clinic. Say it so that anybody may read it."),
            field("from", "Since (empty for today)", Input::Date),
            field("until", "Until (may be empty)", Input::Date),
        ],
        none,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let notice = match uri.query() {
        Some("declared") => Some("It is in the register."),
        Some("ended") => Some("It has ended, and stays in the register."),
        _ => None,
    };
    page(&app, &member, &Fields::default(), &[], notice).await
}

async fn declare(Shared(app): Shared<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    let text = |name: &str| posted.fields.get(name).to_owned();
    let new = Declaration { words: text("words"), from: text("from"), until: text("until"), ..Declaration::default() };
    let mut tx = app.begin().await?;
    match commands::declare(&app, &mut tx, &member.acting, &new).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return page(&app, &member, &posted.fields, &errors, None).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/interests?declared")).into_response())
}

async fn end(Shared(app): Shared<App>, Path((slug, interest)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let id: Uuid = interest.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::end(&app, &mut tx, &member.acting, id).await?;
    app.commit(tx).await?;
    let back = posted.fields.get("at").parse::<i64>();
    Ok(Redirect::to(&back.map_or_else(|_| format!("/{slug}/interests?ended"), |number| format!("/{slug}/meetings/{number}/pack")))
        .into_response())
}

async fn csv(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let header = ["Name", "Interest", "Item", "Takes no part", "From", "Until"].map(str::to_owned).to_vec();
    let row = |interest: &Interest| {
        let item = interest.item.as_ref().map(|(_, reference)| reference.clone()).unwrap_or_default();
        let until = interest.until_on.map(|day| day.to_string()).unwrap_or_default();
        let part = if interest.no_part { "yes" } else { "" };
        vec![interest.name.clone(), interest.words.clone(), item, part.into(), interest.from_on.to_string(), until]
    };
    let rows: Vec<Vec<String>> = std::iter::once(header).chain(store::all(&app.db, acting.group.id).await?.iter().map(row)).collect();
    let name = format!("attachment; filename=\"{}-interests.csv\"", acting.group.slug);
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, membership::as_csv(&rows)).into_response())
}

#[derive(Template)]
#[template(path = "interests/item.html")]
struct ItemPage<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    here: String,
    pack: String,
    heading: String,
    words: Field,
    no_part: bool,
}

async fn item_page(app: &App, member: &Member, (number, item): (&str, &str), typed: &Fields, errors: &[FieldError]) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let record = crate::meetings::record(&app.db, acting.group.id, references::number(number)?).await?;
    let record = record.seen_by(acting.person);
    let item_number = read_item(item).ok_or(Error::NotFound)?;
    // Also of an item that is closed to them: what they declared can be added to.
    let found = record.items.iter().find(|one| one.number == item_number).ok_or(Error::NotFound)?;
    let base = format!("/{}/meetings/{}", acting.group.slug, record.meeting.number);
    let page = ItemPage {
        frame: member.frame(app, format!("Interest in {}", found.reference()), "/meetings").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: format!("{base}/items/{item}/interests"),
        pack: format!("{base}/pack#item-{}", found.number),
        heading: format!("{} {}", found.reference(), found.title),
        words: Field::new("words", "What is the interest?", Input::Text)
            .hint("Such as: my practice has bid for this contract. It is minuted.")
            .value(typed.get("words"))
            .error(errors),
        no_part: typed.get("no_part") == "yes",
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

async fn show_item(Shared(app): Shared<App>, Path((_, number, item)): Path<(String, String, String)>, member: Member) -> Result<Response> {
    item_page(&app, &member, (&number, &item), &Fields::default(), &[]).await
}

async fn declare_item(
    Shared(app): Shared<App>,
    Path((slug, number, item)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let place = (references::number(&number)?, read_item(&item).ok_or(Error::NotFound)?);
    let new = Declaration {
        words: posted.fields.get("words").into(),
        item: Some(place),
        no_part: posted.fields.get("no_part") == "yes",
        ..Declaration::default()
    };
    let mut tx = app.begin().await?;
    match commands::declare(&app, &mut tx, &member.acting, &new).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return item_page(&app, &member, (&number, &item), &posted.fields, &errors).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/meetings/{}/pack?interest#item-{}", place.0, place.1)).into_response())
}
