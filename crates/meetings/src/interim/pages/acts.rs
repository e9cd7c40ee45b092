//! What is pressed on the page of one of them.

use axum::{
    extract::{Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
};
use group::acting::Member;
use kernel::{App, Error, Result, Tx, form::Posted};

use super::{
    super::{
        commands::{self, Where},
        ratifying,
    },
    base, show, typed_answer, visible,
};
use crate::{meetings::NewMeeting, references};

type At = Path<(String, String)>;

/// Commits what was done and goes back to the page; what cannot be done is said there, with what was typed.
async fn done(
    app: &App,
    member: &Member,
    number: i64,
    posted: &Posted,
    tx: Tx,
    outcome: Result<&'static str>,
    field: &'static str,
) -> Result<Response> {
    match outcome {
        Ok(said) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("{}?{said}", base(&member.acting.group, number))).into_response())
        }
        Err(error @ (Error::NotFound | Error::Forbidden(_))) => Err(error),
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let errors = error.into_messages(field)?;
            let interim = visible(app, member, &number.to_string()).await?;
            show::page(app, member, interim, show::Shown { typed: &posted.fields, errors: &errors, notice: None, status }).await
        }
    }
}

pub(super) async fn answer(Shared(app): Shared<App>, Path((_, number)): At, member: Member, posted: Posted) -> Result<Response> {
    let number = visible(&app, &member, &number).await?.number;
    let acting = &member.acting;
    let mut tx = app.begin().await?;
    let voters = commands::voters(&mut tx, &acting.group).await?;
    let new = typed_answer(&voters, acting.person, &posted.fields);
    let outcome = commands::answer(&app, &mut tx, &acting.group, acting.person, number, &new).await;
    done(&app, &member, number, &posted, tx, outcome.map(|_| "answered"), "answer").await
}

pub(super) async fn turn(Shared(app): Shared<App>, Path((_, number)): At, member: Member, posted: Posted) -> Result<Response> {
    let number = references::number(&number)?;
    let mut tx = app.begin().await?;
    let outcome = commands::turn(&app, &mut tx, &member.acting, number, posted.fields.get("proof")).await;
    done(&app, &member, number, &posted, tx, outcome.map(|decided| if decided { "decided" } else { "turned" }), "close").await
}

pub(super) async fn extend(Shared(app): Shared<App>, Path((_, number)): At, member: Member, posted: Posted) -> Result<Response> {
    let number = references::number(&number)?;
    let mut tx = app.begin().await?;
    let outcome = commands::extend(&app, &mut tx, &member.acting, number, posted.fields.get("days")).await;
    done(&app, &member, number, &posted, tx, outcome.map(|()| "extended"), "days").await
}

pub(super) async fn to_meeting(Shared(app): Shared<App>, Path((_, number)): At, member: Member, posted: Posted) -> Result<Response> {
    let number = references::number(&number)?;
    let mut tx = app.begin().await?;
    let outcome = commands::to_meeting(&app, &mut tx, &member.acting, number).await;
    done(&app, &member, number, &posted, tx, outcome.map(|()| "to-meeting"), "close").await
}

pub(super) async fn place(Shared(app): Shared<App>, Path((_, number)): At, member: Member, posted: Posted) -> Result<Response> {
    let number = references::number(&number)?;
    let text = |name: &str| posted.fields.get(name).to_owned();
    let at = match posted.fields.get("date") {
        "next" => Where::Next,
        date => Where::Own(NewMeeting {
            date: date.to_owned(),
            start: text("start"),
            minutes: text("minutes"),
            theme: String::new(),
            kind: "interim".into(),
            place: String::new(),
            link: text("link"),
            invite: true,
        }),
    };
    let mut tx = app.begin().await?;
    let outcome = commands::place(&app, &mut tx, &member.acting, number, at).await;
    done(&app, &member, number, &posted, tx, outcome.map(|_| "placed"), "date").await
}

pub(super) async fn take_back(Shared(app): Shared<App>, Path((_, number)): At, member: Member, posted: Posted) -> Result<Response> {
    let number = references::number(&number)?;
    let mut tx = app.begin().await?;
    let outcome = commands::take_back(&app, &mut tx, &member.acting, number).await;
    done(&app, &member, number, &posted, tx, outcome.map(|()| "taken-back"), "close").await
}

pub(super) async fn refuse(Shared(app): Shared<App>, Path((_, number)): At, member: Member, posted: Posted) -> Result<Response> {
    let number = references::number(&number)?;
    let refused = posted.fields.get("ratify") == "no";
    let mut tx = app.begin().await?;
    let outcome = ratifying::refuse(&app, &mut tx, &member.acting, number, refused).await;
    done(&app, &member, number, &posted, tx, outcome.map(|()| "refusal"), "ratify").await
}
