//! The details of an item: what is asked, who presents it, for how long, who may see it.

use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, membership, permissions::Role};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
};

use super::{
    super::{
        commands::{self, NewDetails},
        model::Item,
        queries::Record,
    },
    base, visible,
};
use crate::references::read_item;

const PURPOSES: &[(&str, &str)] = &[
    ("decide", "To decide: the meeting agrees on something, with both sides there"),
    ("discuss", "To discuss: what people think is wanted"),
    ("hear", "To hear: nothing is asked of anybody"),
];

#[derive(Template)]
#[template(path = "meetings/pages/details.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    heading: String,
    seen: String,
    /// Only what is no issue has a title of its own.
    title: Option<Field>,
    purpose: Field,
    presenter: Field,
    minutes: Field,
    consent: bool,
    reserved: Field,
}

fn typed(fields: &Fields) -> NewDetails {
    let text = |name: &str| fields.get(name).to_owned();
    NewDetails {
        title: text("title"),
        purpose: text("purpose"),
        presenter: text("presenter"),
        minutes: text("minutes"),
        reserved: text("reserved"),
        consent: text("consent") == "yes",
    }
}

async fn page(
    app: &App,
    member: &Member,
    (record, item): (&Record, &Item),
    typed: NewDetails,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let seats = membership::seats(&app.db, &member.acting.group).await?;
    let names = seats.into_iter().filter(|seat| seat.role != Role::Reader).map(|seat| seat.name).collect();
    let heading = format!("{} {}", item.reference(), item.title);
    let page = Page {
        frame: member.frame(app, &heading, "/meetings").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: format!("{}#item-{}", base(member, record.meeting.number), item.number),
        heading,
        seen: NewDetails::of(item).as_text(),
        title: item.issue.is_none().then(|| Field::new("title", "What it is about", Input::Text).value(typed.title).error(errors)),
        purpose: Field::new("purpose", "What is asked of the meeting", Input::Choice(PURPOSES)).value(typed.purpose).error(errors),
        presenter: Field::new("presenter", "Who presents it", Input::Text)
            .hint("Somebody of the group, or a guest.")
            .offers(names)
            .value(typed.presenter)
            .error(errors),
        minutes: Field::new("minutes", "Minutes", Input::Number).hint("From beginning to end.").value(typed.minutes).error(errors),
        consent: typed.consent,
        reserved: Field::new("reserved", "Why it is reserved, if it is", Input::Text)
            .hint(
                "Members, co-chairs and the administrator see a reserved item. It stays out of all that others get. Leave this empty for an open item.",
            )
            .value(typed.reserved)
            .error(errors),
    };
    page::show_as(status, &page)
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, number, item)): Path<(String, String, String)>,
    member: Member,
) -> Result<Response> {
    let record = visible(&app, &member, &number).await?;
    commands::must_run(&member.acting)?;
    let item = record.item(read_item(&item).ok_or(Error::NotFound)?)?;
    if !record.meeting.is_open() {
        return Err(Error::Conflict("This meeting is no longer planned, so its agenda stays as it is.".into()));
    }
    page(&app, &member, (&record, item), NewDetails::of(item), &[], StatusCode::OK).await
}

pub(super) async fn change(
    Shared(app): Shared<App>,
    Path((_, number, item)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let item = read_item(&item).ok_or(Error::NotFound)?;
    let record = visible(&app, &member, &number).await?;
    let (number, typed) = (record.meeting.number, typed(&posted.fields));
    let mut tx = app.begin().await?;
    match commands::describe(&app, &mut tx, &member.acting, number, item, Some(posted.fields.get("seen")), &typed).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let errors = error.into_messages("purpose")?;
            // With what is there now, so that saving again is a choice.
            let record = visible(&app, &member, &number.to_string()).await?;
            return page(&app, &member, (&record, record.item(item)?), typed, &errors, status).await;
        }
    }
    Ok(Redirect::to(&format!("{}?described#item-{item}", base(&member, number))).into_response())
}
