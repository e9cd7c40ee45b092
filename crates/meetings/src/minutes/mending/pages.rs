//! The page on which a published minute is put right.

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
    membership::{Side, side_words},
    permissions::Verb,
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::{
    beside::places,
    commands::{self, NewMending},
    model::Mending,
    store,
};
use crate::{
    meetings::must_run,
    minutes::{
        model::State,
        pages::{here, readable},
    },
    references::number,
};

/// The routes of this slice.
pub(in super::super) fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/meetings/{number}/minute/mendings", get(show).post(propose))
        .route("/{group}/meetings/{number}/minute/mendings/{id}/confirmation", post(confirm))
        .route("/{group}/meetings/{number}/minute/mendings/{id}/removal", post(take_back))
}

struct Card {
    href: String,
    was: String,
    words: String,
    why: String,
    /// Where it stands.
    state: String,
    /// What is confirmed, and for which side, for who may.
    own: Option<(String, &'static str)>,
    may_take_back: bool,
}

#[derive(Template)]
#[template(path = "minutes/mending/page.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    here: String,
    day: String,
    cards: Vec<Card>,
    fields: Option<[Field; 3]>,
}

async fn page(
    app: &App,
    member: &Member,
    typed_number: &str,
    typed: &NewMending,
    errors: &[FieldError],
    notice: Option<&str>,
    status: StatusCode,
) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let found = readable(app, acting, number(typed_number)?).await?;
    found.must_be_shown()?;
    if found.minute.state == State::Draft {
        return Err(Error::Conflict("This minute is not published yet: propose a correction of its draft.".into()));
    }
    let here = here(group, found.meeting.number);
    let all = store::all(&app.db, group.id, found.meeting.id).await?;
    let keeps = must_run(acting).is_ok();
    // Who does not see all of the reserved part sees nothing that is put right in it.
    let shown = all.iter().filter(|one| !one.place.reserved || found.without.is_empty());
    let turns = acting.may(Verb::TurnKey) && Side::BOTH.contains(&acting.side);
    let card = |one: &Mending| Card {
        href: format!("{here}/mendings/{}", one.id),
        was: one.was.clone(),
        words: one.words.clone(),
        why: one.why.clone(),
        state: match (one.corrected_on, [&one.gp, &one.consultant].into_iter().flatten().next()) {
            (Some(day), _) => format!("Put right on {}", words::date(day)),
            (None, Some(name)) => format!("Confirmed by {name}, waits for the other side"),
            (None, None) => "Waits for both sides".into(),
        },
        own: (one.corrected_on.is_none() && turns && one.given(acting.side).is_none()).then(|| (one.seen(), side_words(acting.side))),
        may_take_back: keeps && one.corrected_on.is_none(),
    };
    let cards = shown.map(card).collect();
    let lines = places(&found.paper, found.without.is_empty()).into_iter().map(|(_, line)| (line.clone(), short(&line)));
    let page = Page {
        frame: member
            .frame(app, format!("Put the minute of {} right", words::date(found.meeting.held_on)), "/meetings")
            .with_errors(errors)
            .with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        day: words::date(found.meeting.held_on),
        cards,
        fields: keeps.then(|| {
            [
                Field::select("was", "What is wrong", std::iter::once((String::new(), "Choose a line".into())).chain(lines).collect())
                    .value(&typed.was)
                    .error(errors),
                Field::new("words", "How it should read", Input::Lines(3))
                    .hint("The whole line, such as an action with another owner or day. It changes nothing in the log of actions.")
                    .value(&typed.words)
                    .error(errors),
                Field::new("why", "Why", Input::Text).hint("Whoever reads the minute reads it.").value(&typed.why).error(errors),
            ]
        }),
        here,
    };
    page::show_as(status, &page)
}

/// A line so far as a list has room.
fn short(line: &str) -> String {
    const ROOM: usize = 90;
    if line.chars().count() <= ROOM { line.to_owned() } else { format!("{}…", line.chars().take(ROOM).collect::<String>().trim_end()) }
}

async fn show(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let notice = match uri.query() {
        Some("proposed") => Some("Proposed to both sides. The minute stays as it is until both have confirmed it."),
        Some("confirmed") => Some("Confirmed for your side."),
        Some("taken-back") => Some("Taken back."),
        _ => None,
    };
    page(&app, &member, &number, &NewMending::default(), &[], notice, StatusCode::OK).await
}

async fn propose(
    Shared(app): Shared<App>,
    Path((slug, typed)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let text = |name: &str| posted.fields.get(name).to_owned();
    let new = NewMending { was: text("was"), words: text("words"), why: text("why") };
    let mut tx = app.begin().await?;
    match commands::propose(&app, &mut tx, &member.acting, number(&typed)?, &new).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return page(&app, &member, &typed, &new, &error.into_messages("words")?, None, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/meetings/{typed}/minute/mendings?proposed")).into_response())
}

fn key(id: &str) -> Result<Uuid> {
    id.parse().map_err(|_| Error::NotFound)
}

async fn confirm(
    Shared(app): Shared<App>,
    Path((slug, typed, id)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Redirect> {
    let mut tx = app.begin().await?;
    commands::confirm(&app, &mut tx, &member.acting, (number(&typed)?, key(&id)?), Some(posted.fields.get("seen"))).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/meetings/{typed}/minute/mendings?confirmed")))
}

async fn take_back(
    Shared(app): Shared<App>,
    Path((slug, typed, id)): Path<(String, String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Redirect> {
    let mut tx = app.begin().await?;
    commands::take_back(&app, &mut tx, &member.acting, number(&typed)?, key(&id)?).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/meetings/{typed}/minute/mendings?taken-back")))
}
