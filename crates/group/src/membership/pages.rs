//! The page of members, where a co-chair also names their side's deputies.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use kernel::{App, Result, form::Posted, page, page::Frame};
use uuid::Uuid;

use super::{
    commands,
    model::{Balance, Seat},
    seat_words, store,
};
use crate::{
    acting::{Acting, Member},
    permissions::{Role, Verb},
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/members", get(index)).route("/{group}/members/{person}/deputy", post(name_deputy))
}

struct Line {
    name: String,
    role: String,
    post: String,
    /// For a co-chair: where to name this person deputy, and whether they are one already.
    deputy: Option<(String, bool)>,
}

#[derive(Template)]
#[template(path = "membership/index.html")]
struct Index {
    frame: Frame,
    forgery: String,
    balance: String,
    names_deputies: bool,
    brings_in: bool,
    lines: Vec<Line>,
}

/// Whether this co-chair may make that seat's holder a deputy.
fn can_deputise(acting: &Acting, seat: &Seat) -> bool {
    acting.may(Verb::NameDeputies) && seat.side == acting.side && seat.core && seat.role == Role::Member
}

async fn index(State(app): State<App>, member: Member) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMembers)?;
    let seats = store::seats(&app.db, &acting.group).await?;
    let balance = Balance::of(&seats).words();
    let line = |seat: Seat| Line {
        role: seat_words(seat.role, seat.side, seat.deputy),
        deputy: can_deputise(acting, &seat).then(|| (format!("/{}/members/{}/deputy", acting.group.slug, seat.person), seat.deputy)),
        name: seat.name,
        post: seat.post,
    };
    let lines: Vec<Line> = seats.into_iter().map(line).collect();
    page::show(&Index {
        frame: member.frame(&app, "Members", "/members"),
        forgery: member.session.forgery_token(&app),
        balance,
        names_deputies: acting.may(Verb::NameDeputies),
        brings_in: acting.may(Verb::RunMeetings),
        lines,
    })
}

async fn name_deputy(
    State(app): State<App>,
    Path((slug, person)): Path<(String, Uuid)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::name_deputy(&app, &mut tx, &member.acting, person, posted.fields.get("deputy") == "yes").await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/members")).into_response())
}
