//! The group's standing items, in its own words.

use askama::Template;
use axum::{
    extract::{OriginalUri, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::acting::Member;
use kernel::{
    App, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
};

use super::super::{
    commands::{self, NewStanding},
    store,
};
use crate::meetings::{self, Standing};

/// Empty rows for items of the group's own.
const MORE: usize = 2;
/// Rows that are read at most.
const MOST: usize = 20;

struct Row {
    at: usize,
    number: usize,
    kind: String,
    what: &'static str,
    title: Field,
    minutes: Field,
}

#[derive(Template)]
#[template(path = "agenda/pages/standing.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    rows: Vec<Row>,
}

/// What a standing item is, whatever the group calls it.
fn what(kind: &str) -> &'static str {
    match Standing::from_key(kind) {
        Some(Standing::Welcome) => "Welcome",
        Some(Standing::LastMinute) => "Minute of the last meeting",
        Some(Standing::MattersArising) => "Matters arising, which writes itself",
        Some(Standing::Actions) => "Review of actions, which writes itself",
        Some(Standing::AnyOther) => "Any other business",
        Some(Standing::NextMeeting) => "Next meeting",
        Some(Standing::Own) | None => "One of your own",
    }
}

fn page(
    app: &App,
    member: &Member,
    typed: &[NewStanding],
    notice: Option<&str>,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let row = |(at, one): (usize, &NewStanding)| Row {
        at,
        number: at + 1,
        kind: one.kind.clone(),
        what: what(&one.kind),
        title: Field::new(format!("title-{at}"), what(&one.kind), Input::Text).value(one.title.clone()).error(errors),
        minutes: Field::new(format!("minutes-{at}"), "Minutes", Input::Number).value(one.minutes.clone()).error(errors),
    };
    let page = Page {
        frame: member.frame(app, "What stands on every agenda", "/meetings").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: format!("/{}/meetings/rules", member.acting.group.slug),
        rows: typed.iter().enumerate().map(row).collect(),
    };
    page::show_as(status, &page)
}

pub(super) async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    meetings::must_run(&member.acting)?;
    let items = store::standing(&app.db, member.acting.group.id).await?;
    let mut typed: Vec<NewStanding> = items
        .into_iter()
        .map(|item| NewStanding { kind: item.kind.key().into(), title: item.title, minutes: item.minutes.to_string() })
        .collect();
    // What was left off can be taken up again.
    let missing = Standing::ALL.into_iter().filter(|kind| *kind != Standing::Own && !typed.iter().any(|one| one.kind == kind.key()));
    let missing: Vec<NewStanding> = missing.map(|kind| NewStanding { kind: kind.key().into(), ..NewStanding::default() }).collect();
    typed.extend(missing);
    typed.extend(vec![NewStanding::default(); MORE]);
    let notice = (uri.query() == Some("set")).then_some("Saved. Agendas composed from now on have it.");
    page(&app, &member, &typed, notice, &[], StatusCode::OK)
}

pub(super) async fn set(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    meetings::must_run(&member.acting)?;
    let text = |name: &str, at: usize| posted.fields.get(&format!("{name}-{at}")).to_owned();
    let rows = (0..MOST).map(|at| NewStanding { kind: text("kind", at), title: text("title", at), minutes: text("minutes", at) });
    let mut typed: Vec<NewStanding> = rows.collect();
    while typed.len() > 1 && typed.last().is_some_and(|one| one.kind.is_empty() && one.title.trim().is_empty()) {
        typed.pop();
    }
    let mut tx = app.begin().await?;
    match commands::set_standing(&app, &mut tx, &member.acting, &typed).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return page(&app, &member, &typed, None, &error.into_messages("title-0")?, status);
        }
    }
    Ok(Redirect::to(&format!("/{}/meetings/standing?set", member.acting.group.slug)).into_response())
}
