//! The pages on which somebody is given a seat and a seat is changed.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::super::{
    Capacity,
    commands::{self, NewMember, co_chair, must_run, seat_seen},
    coverage::{self, NewTags, Tag, pages as brings},
    model::{Seat, Side},
    store,
};
use crate::{
    acting::Member,
    permissions::{Role, Verb},
};

#[derive(Template)]
#[template(path = "membership/pages/new.html")]
struct New<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    who: [Field; 2],
    seat: SeatFields,
    brings: brings::BringsFields,
}

/// The fields of a seat.
#[derive(Template)]
#[template(path = "membership/pages/seat_fields.html")]
struct SeatFields {
    fields: [Field; 4],
    /// The co-chairs who are there: whose place somebody may take.
    chairs: Vec<String>,
    former_stays: bool,
    former_error: Option<String>,
}

impl askama::filters::HtmlSafe for SeatFields {}

impl SeatFields {
    fn new(seats: &[Seat], person: Option<Uuid>, typed: &NewMember, errors: &[FieldError]) -> Self {
        let options = Capacity::ALL.into_iter().map(|capacity| (capacity.key().to_owned(), capacity.words().to_owned()));
        let options = if typed.capacity.is_empty() {
            [(String::new(), "Choose one".to_owned())].into_iter().chain(options).collect()
        } else {
            options.collect()
        };
        let chairs = Side::BOTH.into_iter().filter_map(|side| co_chair(seats, side)).filter(|chair| Some(chair.person) != person);
        Self {
            fields: [
                Field::select("capacity", "As what they sit in the group", options)
                    .hint("GP and consultant members and the two co-chairs count in the balance; nobody else does.")
                    .value(typed.capacity.as_str())
                    .error(errors),
                Field::new("post", "What they do and where", Input::Text)
                    .hint("Such as: GP, Glebe Practice.")
                    .value(typed.post.as_str())
                    .error(errors),
                Field::new("from", "From", Input::Date)
                    .hint("The first day of this term. If they become something else, the day of the change; empty for today.")
                    .value(typed.from.as_str())
                    .error(errors),
                Field::new("until", "Until", Input::Date)
                    .hint("The last day of the term, or empty. The seat stays until somebody ends it; the page says when the term has run out.")
                    .value(typed.until.as_str())
                    .error(errors),
            ],
            chairs: chairs.map(|chair| format!("{}, {} co-chair", chair.name, chair.side.within())).collect(),
            former_stays: typed.former_stays,
            former_error: errors.iter().find(|error| error.field == "former").map(|error| error.message.clone()),
        }
    }
}

fn typed(fields: &Fields, places: &[Tag]) -> NewMember {
    let text = |name: &str| fields.get(name).to_owned();
    NewMember {
        name: text("name"),
        email: text("email"),
        capacity: text("capacity"),
        post: text("post"),
        from: text("from"),
        until: text("until"),
        former_stays: fields.get("former") == "stays",
        tags: brings::typed(fields, places),
    }
}

async fn show_new(app: &App, member: &Member, typed: &NewMember, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    must_run(&member.acting)?;
    let group = &member.acting.group;
    let seats = store::seats(&app.db, group).await?;
    let places = coverage::places(&app.db, group.id).await?;
    let field = |name: &'static str, label: &str, input, value: &str| Field::new(name, label, input).value(value).error(errors);
    let page = New {
        frame: member.frame(app, "Add a person", "/members").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: format!("/{}/members", group.slug),
        who: [
            field("name", "Name", Input::Text, &typed.name),
            field("email", "Email address", Input::Email, &typed.email)
                .hint("They sign in with it. A mail tells them about the seat and how to sign in."),
        ],
        seat: SeatFields::new(&seats, None, typed, errors),
        brings: brings::BringsFields::new(&places, &typed.tags, errors),
    };
    page::show_as(status, &page)
}

pub(super) async fn new(State(app): State<App>, member: Member) -> Result<Response> {
    let blank = NewMember { from: app.clock.today(&member.acting.group.time_zone).to_string(), ..NewMember::default() };
    show_new(&app, &member, &blank, &[], StatusCode::OK).await
}

pub(super) async fn add(State(app): State<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    let new = typed(&posted.fields, &coverage::places(&app.db, member.acting.group.id).await?);
    let mut tx = app.begin().await?;
    match commands::add(&app, &mut tx, &member.acting, &new).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return show_new(&app, &member, &new, &error.into_messages("email")?, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/members?added")).into_response())
}

#[derive(Template)]
#[template(path = "membership/pages/seat.html")]
struct Edit<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    here: String,
    heading: String,
    what: String,
    email: String,
    seen: String,
    seat: SeatFields,
    /// Of a co-chair: from when until when they are away.
    away: Option<(String, [Field; 2])>,
    back_again: bool,
}

async fn show_seat(
    app: &App,
    member: &Member,
    person: &str,
    fields: Option<&Fields>,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    must_run(&member.acting)?;
    let person: Uuid = person.parse().map_err(|_| Error::NotFound)?;
    let group = &member.acting.group;
    let today = app.clock.today(&group.time_zone);
    let seats = store::seats(&app.db, group).await?;
    let seat = seats.iter().find(|seat| seat.person == person).ok_or(Error::NotFound)?;
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    // The fields of the one form are kept when the other is shown again.
    let as_kept = || NewMember {
        capacity: Capacity::of(seat.role, seat.side, seat.core, &seat.kind).key().into(),
        post: seat.post.clone(),
        from: seat.from_on.to_string(),
        until: day(seat.until_on),
        ..NewMember::default()
    };
    let of_seat = fields.filter(|fields| !fields.get("capacity").is_empty());
    let typed = of_seat.map_or_else(as_kept, |fields| typed(fields, &[]));
    let away = |name: &'static str, label: &str, kept| {
        let value = fields.map_or_else(|| day(kept), |fields| fields.get(name).to_owned());
        Field::new(name, label, Input::Date).value(value).error(errors)
    };
    let (from, until) = seat.away.map_or((None, None), |(from, until)| (Some(from), Some(until)));
    let here = format!("/{}/members/{person}", group.slug);
    let term = seat.term_words(today);
    let page = Edit {
        frame: member.frame(app, &seat.name, "/members").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: format!("/{}/members", group.slug),
        heading: seat.name.clone(),
        what: format!("{} since {}{}{term}", seat.words(today), words::date(seat.from_on), if term.is_empty() { "" } else { ", " }),
        email: seat.email.clone(),
        // With what is there now, so that saving again is a choice.
        seen: seat_seen(seat),
        seat: SeatFields::new(&seats, Some(person), &typed, errors),
        away: (seat.role == Role::CoChair)
            .then(|| (format!("{here}/away"), [away("away_from", "Away from", from), away("away_until", "Until", until)])),
        back_again: seat.away.is_some(),
        here,
    };
    page::show_as(status, &page)
}

pub(super) async fn edit(State(app): State<App>, Path((_, person)): Path<(String, String)>, member: Member) -> Result<Response> {
    show_seat(&app, &member, &person, None, &[], StatusCode::OK).await
}

pub(super) async fn change(
    State(app): State<App>,
    Path((slug, person)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let id: Uuid = person.parse().map_err(|_| Error::NotFound)?;
    let new = NewMember { tags: NewTags::default(), ..typed(&posted.fields, &[]) };
    let mut tx = app.begin().await?;
    match commands::change(&app, &mut tx, &member.acting, id, Some(posted.fields.get("seen")), &new).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return show_seat(&app, &member, &person, Some(&posted.fields), &error.into_messages("capacity")?, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/members?changed")).into_response())
}

pub(super) async fn away(
    State(app): State<App>,
    Path((slug, person)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    member.acting.must(Verb::SeeMembers)?;
    let id: Uuid = person.parse().map_err(|_| Error::NotFound)?;
    let fields = &posted.fields;
    let (from, until) = if fields.get("back") == "yes" { ("", "") } else { (fields.get("away_from"), fields.get("away_until")) };
    let mut tx = app.begin().await?;
    match commands::set_away(&app, &mut tx, &member.acting, id, from, until).await {
        Ok(()) => app.commit(tx).await?,
        Err(error @ Error::Invalid(_)) => {
            drop(tx);
            let status = error.told().status;
            return show_seat(&app, &member, &person, Some(fields), &error.into_messages("away_from")?, status).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/members?changed")).into_response())
}
