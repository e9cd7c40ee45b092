//! The operator's pages of people and tokens: who has an account, where they sit, and what opens the API in their name.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State},
    http::HeaderMap,
    response::{Redirect, Response},
};
use jiff::tz::TimeZone;
use kernel::{
    App, Error, Result,
    actor::Actor,
    form::Posted,
    page::{self, Frame, SignedIn},
    session, words,
};
use uuid::Uuid;

use super::super::{
    ending,
    store::{self, Account, Kept},
};

struct Line {
    name: String,
    href: String,
    /// What they are: `operator`, `ended`.
    tags: Vec<&'static str>,
    groups: String,
    tokens: String,
}

#[derive(Template)]
#[template(path = "people/pages/accounts.html")]
struct Accounts {
    frame: Frame,
    lines: Vec<Line>,
}

/// The frame of an operator's page, and the token of its forms.
async fn frame(app: &App, headers: &HeaderMap, title: String) -> Result<(Frame, String)> {
    let session = session::find(app, headers).await?.ok_or(Error::SignInNeeded)?;
    let person = store::operator(&app.db, session.person).await?;
    let forgery = session.forgery_token(app);
    let person = SignedIn { name: person.name, role: "Operator".into(), forgery: forgery.clone() };
    Ok((Frame { person: Some(person), ..Frame::plain(app, title) }, forgery))
}

fn tokens(n: i64) -> String {
    if n == 0 { "None".into() } else { n.to_string() }
}

pub(super) async fn index(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let (frame, _) = frame(&app, &headers, "People and tokens".into()).await?;
    let line = |account: Account| Line {
        href: format!("/operator/people/{}", account.person.id),
        tags: [(account.person.operator, "Operator"), (account.ended_at.is_some(), "Ended")]
            .into_iter()
            .filter(|tag| tag.0)
            .map(|tag| tag.1)
            .collect(),
        groups: account.groups,
        tokens: tokens(account.tokens),
        name: account.person.name,
    };
    let lines = store::accounts(&app.db).await?.into_iter().map(line).collect();
    page::show(&Accounts { frame, lines })
}

struct TokenLine {
    id: Uuid,
    label: String,
    scopes: String,
    made: String,
}

#[derive(Template)]
#[template(path = "people/pages/account.html")]
struct One {
    frame: Frame,
    forgery: String,
    here: String,
    name: String,
    email: String,
    groups: String,
    ended: Option<String>,
    tokens: Vec<TokenLine>,
}

pub(super) async fn show(
    State(app): State<App>,
    Path(person): Path<Uuid>,
    headers: HeaderMap,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let account = store::account(&app.db, person).await;
    let (frame, forgery) = frame(&app, &headers, account.as_ref().map_or_else(|_| "Person".into(), |one| one.person.name.clone())).await?;
    let account = account?;
    let notice = match uri.query() {
        Some("token-ended") => Some("The token is ended: it opens nothing any more."),
        Some("ended") => Some("The account is ended. Nobody signs in by it, and its mail address is forgotten."),
        _ => None,
    };
    let token = |kept: Kept| TokenLine {
        id: kept.id,
        label: kept.label,
        scopes: kept.scopes.replace(' ', ", "),
        made: words::date_and_time(kept.created_at, &TimeZone::UTC),
    };
    let page = One {
        frame: frame.with_notice(notice),
        forgery,
        here: format!("/operator/people/{person}"),
        tokens: store::tokens_of(&app.db, person).await?.into_iter().map(token).collect(),
        email: if account.ended_at.is_some() { String::new() } else { account.person.email },
        ended: account.ended_at.map(|at| words::date_and_time(at, &TimeZone::UTC)),
        groups: account.groups,
        name: account.person.name,
    };
    page::show(&page)
}

pub(super) async fn end_token(State(app): State<App>, Path((person, token)): Path<(Uuid, Uuid)>, posted: Posted) -> Result<Redirect> {
    let operator = store::operator(&app.db, posted.session.person).await?;
    let mut tx = app.begin().await?;
    ending::end_token(&app, &mut tx, token, Actor::Person(operator.id)).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/operator/people/{person}?token-ended")))
}

pub(super) async fn end_account(State(app): State<App>, Path(person): Path<Uuid>, posted: Posted) -> Result<Redirect> {
    let operator = store::operator(&app.db, posted.session.person).await?;
    if operator.id == person {
        return Err(Error::Conflict("This is your own account: somebody else who runs the installation ends it.".into()));
    }
    if posted.fields.get("sure") != "yes" {
        return Err(Error::Conflict("Tick that the account shall end: it cannot be undone. Nothing was changed.".into()));
    }
    let mut tx = app.begin().await?;
    ending::end_account(&app, &mut tx, person, Actor::Person(operator.id)).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/operator/people/{person}?ended")))
}
