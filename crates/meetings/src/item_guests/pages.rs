//! The page of an item's guests.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::{
    commands::{self, NewGuest, must_invite},
    inviting::{self, Sent},
    model::ItemGuest,
};
use crate::{
    attending::Answer,
    meetings::{self, Record},
    references,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/meetings/{number}/items/{item}/guests", get(show).post(invite))
        .route("/{group}/meetings/{number}/items/{item}/guests/{guest}/removal", post(take_out))
        .merge(inviting::routes())
}

/// What a guest has answered, or why nobody has asked them.
fn said(record: &Record, guest: &ItemGuest, sent: &[Sent]) -> &'static str {
    match sent.iter().find(|one| one.guest == guest.id) {
        Some(sent) => sent.answer.map_or("Has not answered", Answer::words),
        None if guest.email.is_empty() => "Without an address: please tell them yourselves",
        None if !record.meeting.invited => "Nobody is invited to this meeting by mail: please tell them yourselves",
        None if record.meeting.is_open() => "Their invitation goes out within a quarter of an hour",
        None => "",
    }
}

#[derive(Template)]
#[template(path = "item_guests/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    here: String,
    meeting: String,
    day: String,
    title: String,
    guests: Vec<(ItemGuest, &'static str)>,
    /// Whether this person may change them.
    fields: Option<[Field; 3]>,
}

/// The meeting's number and the item's, as an address has them.
fn numbers(meeting: &str, item: &str) -> Result<(i64, i64)> {
    let item = references::read_item(item).ok_or(Error::NotFound)?;
    Ok((references::number(meeting)?, item))
}

async fn page(
    app: &App,
    member: &Member,
    (meeting, item): (i64, i64),
    typed: NewGuest,
    errors: &[FieldError],
    notice: Option<&str>,
    status: StatusCode,
) -> Result<Response> {
    member.acting.must(Verb::SeeMeetings)?;
    let group = &member.acting.group;
    let record = meetings::record(&app.db, group.id, meeting).await?.seen_by(member.acting.person);
    let item = record.item(item)?;
    let base = format!("/{}/meetings/{meeting}", group.slug);
    let sent = inviting::of_meeting(&app.db, group.id, record.meeting.id).await?;
    let open = record.meeting.is_open() && must_invite(&member.acting).is_ok();
    let page = Page {
        frame: member.frame(app, format!("By invitation, item {}", item.reference()), "/meetings").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: format!("{base}/items/{}/guests", references::in_address(&item.reference())),
        meeting: base,
        day: words::date(record.meeting.held_on),
        title: format!("{} {}", item.reference(), item.title),
        guests: record
            .by_invitation
            .iter()
            .filter(|guest| guest.item == item.id)
            .map(|guest| (guest.clone(), said(&record, guest, &sent)))
            .collect(),
        fields: open.then(|| {
            [
                Field::new("name", "Name", Input::Text).value(typed.name).error(errors),
                Field::new("post", "What they do, and where (optional)", Input::Text)
                    .hint("Such as pharmacist, Moorfield General. It goes into the minute.")
                    .value(typed.post)
                    .error(errors),
                Field::new("email", "Email (optional)", Input::Email)
                    .hint("With it they get an invitation for this item alone, and are told when its time changes.")
                    .value(typed.email)
                    .error(errors),
            ]
        }),
    };
    page::show_as(status, &page)
}

async fn show(
    Shared(app): Shared<App>,
    Path((_, meeting, item)): Path<(String, String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let notice = match uri.query() {
        Some("added") => Some("Added. It is on the agenda and goes into the minute."),
        Some("taken-out") => Some("Taken out."),
        _ => None,
    };
    page(&app, &member, numbers(&meeting, &item)?, NewGuest::default(), &[], notice, StatusCode::OK).await
}

async fn invite(
    Shared(app): Shared<App>,
    Path((slug, meeting, item)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let at = numbers(&meeting, &item)?;
    let text = |name: &str| posted.fields.get(name).to_owned();
    let new = NewGuest { name: text("name"), post: text("post"), email: text("email") };
    let mut tx = app.begin().await?;
    match commands::invite(&app, &mut tx, &member.acting, at.0, at.1, &new).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return page(&app, &member, at, new, &error.into_messages("name")?, None, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/meetings/{meeting}/items/{item}/guests?added")).into_response())
}

async fn take_out(
    Shared(app): Shared<App>,
    Path((slug, meeting, item, guest)): Path<(String, String, String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Redirect> {
    let at = numbers(&meeting, &item)?;
    let guest = guest.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::take_out(&app, &mut tx, &member.acting, at.0, at.1, guest).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/meetings/{meeting}/items/{item}/guests?taken-out")))
}
