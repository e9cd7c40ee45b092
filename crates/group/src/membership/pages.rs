//! The page of members.

use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use kernel::{App, Result, page, page::Frame};

use super::{model::Balance, role_words, store};
use crate::{acting::Member, permissions::Verb};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/members", get(index))
}

struct Line {
    name: String,
    role: String,
    post: String,
}

#[derive(Template)]
#[template(path = "membership/index.html")]
struct Index {
    frame: Frame,
    balance: String,
    lines: Vec<Line>,
}

async fn index(State(app): State<App>, member: Member) -> Result<Response> {
    member.acting.must(Verb::SeeMembers)?;
    let seats = store::seats(&app.db, &member.acting.group).await?;
    let balance = Balance::of(&seats).words();
    let lines = seats.into_iter().map(|seat| Line { role: role_words(seat.role, seat.side), name: seat.name, post: seat.post }).collect();
    page::show(&Index { frame: member.frame(&app, "Members", "/members"), balance, lines })
}
