//! The form in which the two co-chairs word what is decided.

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
        commands::{self, NewClosing, must_hold_key},
        paper::{Act, Closing, Interim},
    },
    base, visible,
};
use crate::{actions::NewAction, references};

#[derive(Template)]
#[template(path = "interim/pages/closing.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    title: String,
    asking: super::super::Asking,
    options: Vec<String>,
    tally: String,
    turned: bool,
    version: i64,
    fields: [Field; 7],
    act: [Field; 4],
}

fn kept(closing: &Closing) -> Fields {
    let act = closing.act.as_ref().map(Act::typed).unwrap_or_default();
    let from_when = closing.outcome.from_when.map(|day| day.to_string()).unwrap_or_default();
    Fields::from([
        ("sentence", closing.sentence.as_str()),
        ("what_changes", &closing.outcome.what_changes),
        ("for_whom", &closing.outcome.for_whom),
        ("from_when", &from_when),
        ("who_to_ask", &closing.outcome.who_to_ask),
        ("patients", &closing.outcome.patients),
        ("text", &act.words),
        ("owner", &act.owner),
        ("due", &act.due),
        ("done_means", &act.done_means),
        ("goes", if closing.outcome.cascades { "yes" } else { "no" }),
    ])
}

async fn page(
    app: &App,
    member: &Member,
    interim: Interim,
    typed: &Fields,
    version: i64,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let seats = membership::seats(&app.db, &member.acting.group).await?;
    let voters = commands::voters_of(&seats);
    let nobody = (String::new(), "Nobody yet".to_owned());
    let sits = seats.into_iter().filter(|seat| seat.role != Role::Reader).map(|seat| (seat.person.to_string(), seat.name));
    let owners = [nobody].into_iter().chain(sits).collect();
    let field = |name: &'static str, label: &str, input| Field::new(name, label, input).value(typed.get(name)).error(errors);
    let goes = vec![("yes".to_owned(), "It goes to the networks".to_owned()), ("no".to_owned(), "It stays in the minute".to_owned())];
    let page = Page {
        frame: member.frame(app, "Word the decision", "/meetings").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: base(&member.acting.group, interim.number),
        title: interim.asking.title.clone(),
        options: interim.asking.options.lines().map(str::to_owned).filter(|line| !line.is_empty()).collect(),
        tally: interim.tally(&voters),
        turned: !interim.course.keys.is_empty(),
        asking: interim.asking,
        version,
        act: [
            field("text", "What is to be done", Input::Text).hint("The verb first."),
            Field::select("owner", "Who does it", owners).value(typed.get("owner")).error(errors),
            field("due", "By when", Input::Date),
            field("done_means", "Done means", Input::Text).hint("What will show that it is done."),
        ],
        fields: [
            field("sentence", "The decision, in one sentence", Input::Lines(3))
                .hint("As it can be sent: who does what, for whom, from when. It gets “The Group AGREED that” by itself."),
            field("what_changes", "What changes", Input::Lines(2))
                .hint("For somebody who was not asked. Left empty, the sentence is sent."),
            field("for_whom", "For whom", Input::Text),
            field("from_when", "From when", Input::Date),
            field("who_to_ask", "Who to ask", Input::Text).hint("A role and how to reach it. Left empty, the group is."),
            field("patients", "What a patient will notice", Input::Text).hint("Or “nothing”."),
            Field::select("goes", "Where it goes", goes).value(typed.get("goes")).error(errors),
        ],
    };
    page::show_as(status, &page)
}

pub(super) async fn show(Shared(app): Shared<App>, Path((_, number)): Path<(String, String)>, member: Member) -> Result<Response> {
    let interim = visible(&app, &member, &number).await?;
    must_hold_key(&member.acting)?;
    let (typed, version) = (kept(&interim.closing), interim.version);
    page(&app, &member, interim, &typed, version, &[], StatusCode::OK).await
}

pub(super) async fn word(
    Shared(app): Shared<App>,
    Path((slug, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let number = references::number(&number)?;
    let fields = &posted.fields;
    let text = |name: &str| fields.get(name).to_owned();
    let new = NewClosing {
        sentence: text("sentence"),
        what_changes: text("what_changes"),
        for_whom: text("for_whom"),
        from_when: text("from_when"),
        who_to_ask: text("who_to_ask"),
        patients: text("patients"),
        stays: fields.get("goes") == "no",
        action: NewAction { words: text("text"), owner: text("owner"), due: text("due"), done_means: text("done_means") },
    };
    let version = fields.get("version").parse().unwrap_or(-1);
    let mut tx = app.begin().await?;
    match commands::word(&app, &mut tx, &member.acting, number, version, &new).await {
        Ok(()) => app.commit(tx).await?,
        Err(error @ (Error::NotFound | Error::Forbidden(_))) => return Err(error),
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let interim = visible(&app, &member, &number.to_string()).await?;
            // After somebody else's change saving again is a choice.
            let version = if status == StatusCode::CONFLICT { interim.version } else { version };
            return page(&app, &member, interim, fields, version, &error.into_messages("sentence")?, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/interim/{number}?worded#close")).into_response())
}
