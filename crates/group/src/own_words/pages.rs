//! The page of a group's own words, with a box to try them that keeps nothing.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use kernel::{
    App, Result,
    error::FieldError,
    form::{Checks, Fields, Posted, TextRule},
    page::{self, Errors, Field, Frame, Input},
};

use super::{
    commands::{self, Letters},
    model, store,
};
use crate::{acting::Member, permissions::Verb, screening};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/settings/words", get(index))
        .route("/{group}/settings/words/try", post(try_it))
        .route("/{group}/settings/words/abbreviations", post(add_abbreviation))
        .route("/{group}/settings/words/abbreviations/removal", post(drop_abbreviation))
        .route("/{group}/settings/words/numbers", post(add_number))
        .route("/{group}/settings/words/numbers/removal", post(drop_number))
}

struct Shape {
    shape: String,
    words: String,
    example: String,
}

/// What a text that was tried looks like to Brig.
struct Tried {
    read_as: String,
    /// What would be refused or asked about, with its place.
    found: Vec<String>,
}

#[derive(Template)]
#[template(path = "own_words/index.html")]
struct Index<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    home: String,
    base: String,
    own: Vec<(String, String)>,
    shapes: Vec<Shape>,
    abbreviation: [Field; 2],
    number: [Field; 2],
    text: Field,
    tried: Option<Tried>,
}

/// What is shown beside what is stored.
#[derive(Default)]
struct Shown<'a> {
    typed: Option<&'a Fields>,
    errors: &'a [FieldError],
    tried: Option<Tried>,
    notice: Option<&'a str>,
}

const LETTERS: &[(&str, &str)] = &[("these", "Always these letters"), ("any", "Any letters")];

async fn show(app: &App, member: &Member, status: StatusCode, shown: Shown<'_>) -> Result<Response> {
    member.acting.must(Verb::RunForm)?;
    let group = &member.acting.group;
    let shape = |shape: String| Shape { words: model::words(&shape), example: model::example(&shape), shape };
    let field = |name: &'static str, label: &str, input| {
        Field::new(name, label, input).value(shown.typed.map_or("", |fields| fields.get(name))).error(shown.errors)
    };
    let page = Index {
        frame: member.frame(app, "The group's own words", "/issues").with_errors(shown.errors).with_notice(shown.notice),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        home: format!("/{}", group.slug),
        base: format!("/{}/settings/words", group.slug),
        own: store::own(&app.db, group.id).await?,
        shapes: store::shapes(&app.db, group.id).await?.into_iter().map(shape).collect(),
        abbreviation: [
            field("short", "What people write", Input::Text).hint("Such as RAC"),
            field("meaning", "What it stands for", Input::Text),
        ],
        number: [
            field("example", "An example with made-up digits", Input::Text).hint("Such as RQM 123456. The example is not kept."),
            field("letters", "Its letters", Input::Choice(LETTERS)),
        ],
        text: field("text", "A text to try", Input::Lines(3)).hint("With made-up numbers. Nothing of it is kept."),
        tried: shown.tried,
    };
    page::show_as(status, &page)
}

async fn index(State(app): State<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let notice = match uri.query() {
        Some("added") => Some("Added. Reports are compared with it within some minutes."),
        Some("number-added") => Some("Added. Texts with such a number are refused from now on."),
        Some("taken-out") => Some("Taken out."),
        _ => None,
    };
    show(&app, &member, StatusCode::OK, Shown { notice, ..Shown::default() }).await
}

async fn try_it(State(app): State<App>, member: Member, posted: Posted) -> Result<Response> {
    member.acting.must(Verb::RunForm)?;
    let group = member.acting.group.id;
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Type a few words to try"), name: "The text", max: 2_000, lines: true };
    let text = checks.text("text", posted.fields.get("text"), rule);
    if let Err(error) = checks.done() {
        let status = error.told().status;
        let errors = error.into_messages("text")?;
        return show(&app, &member, status, Shown { typed: Some(&posted.fields), errors: &errors, ..Shown::default() }).await;
    }
    let known = screening::known(&app.db, group).await?;
    let read_as = store::abbreviations(&app.db, group).await?.written_out(&text);
    let found = screening::said(&text, &known);
    let shown = Shown { typed: Some(&posted.fields), tried: Some(Tried { read_as, found }), ..Shown::default() };
    show(&app, &member, StatusCode::OK, shown).await
}

async fn add_abbreviation(State(app): State<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    let (short, meaning) = (posted.fields.get("short"), posted.fields.get("meaning"));
    let mut tx = app.begin().await?;
    match commands::add_abbreviation(&app, &mut tx, &member.acting, short, meaning).await {
        Ok(()) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("/{slug}/settings/words?added")).into_response())
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let errors = error.into_messages("short")?;
            show(&app, &member, status, Shown { typed: Some(&posted.fields), errors: &errors, ..Shown::default() }).await
        }
    }
}

async fn add_number(State(app): State<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    let letters = match posted.fields.get("letters") {
        "these" => Some(Letters::These),
        "any" => Some(Letters::Any),
        _ => None,
    };
    let mut tx = app.begin().await?;
    match commands::add_number(&app, &mut tx, &member.acting, posted.fields.get("example"), letters).await {
        Ok(()) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("/{slug}/settings/words?number-added")).into_response())
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let errors = error.into_messages("example")?;
            show(&app, &member, status, Shown { typed: Some(&posted.fields), errors: &errors, ..Shown::default() }).await
        }
    }
}

async fn drop_abbreviation(State(app): State<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Redirect> {
    let mut tx = app.begin().await?;
    commands::drop_abbreviation(&app, &mut tx, &member.acting, posted.fields.get("of")).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/settings/words?taken-out")))
}

async fn drop_number(State(app): State<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Redirect> {
    let mut tx = app.begin().await?;
    commands::drop_number(&app, &mut tx, &member.acting, posted.fields.get("of")).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/settings/words?taken-out")))
}
