//! The form of a draft: what people write into it, and what they ask.

use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
};

use super::super::{
    asks::MOST,
    commands,
    model::{Content, Report, State},
    store,
};
use crate::networks::must_cascade;

/// An ask with its fields, and the key that it keeps.
struct Asked {
    at: usize,
    key: String,
    fields: [Field; 3],
}

#[derive(Template)]
#[template(path = "reports/pages/edit.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    here: String,
    back: String,
    revision: i64,
    number: i64,
    written: [Field; 3],
    asks: Vec<Asked>,
}

/// The draft of a report, for who may change it.
async fn draft(app: &App, member: &Member, report: &str) -> Result<Report> {
    member.acting.must(Verb::SeeMeetings)?;
    must_cascade(&member.acting)?;
    let number = report.parse().map_err(|_| Error::NotFound)?;
    let all = store::versions(&app.db, member.acting.group.id, number).await?;
    all.into_iter().find(|version| version.state == State::Draft).ok_or(Error::NotFound)
}

/// What stands in the form: what is kept.
fn as_typed(content: &Content) -> Fields {
    let written = &content.written;
    let own = [("summary", &written.summary), ("good_news", &written.good_news), ("could_not", &written.could_not)];
    let own = own.into_iter().map(|(name, text)| (name.to_owned(), text.clone()));
    let asks = (1..).zip(&content.asks).flat_map(|(at, ask): (usize, _)| {
        let by = ask.by.map(|day| day.to_string()).unwrap_or_default();
        [
            (format!("ask-{at}"), ask.words.clone()),
            (format!("wanted-{at}"), ask.wanted.clone()),
            (format!("by-{at}"), by),
            (format!("key-{at}"), ask.id.to_string()),
        ]
    });
    own.chain(asks).collect()
}

fn page(
    app: &App,
    member: &Member,
    draft: &Report,
    typed: &Fields,
    revision: i64,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let here = format!("/{}/reports/{}", member.acting.group.slug, draft.number);
    let field = |name: String, label: &str, input| Field::new(name.clone(), label, input).value(typed.get(&name)).error(errors);
    let asked = |at: usize| Asked {
        at,
        key: typed.get(&format!("key-{at}")).to_owned(),
        fields: [
            field(format!("wanted-{at}"), "The decision that you would like", Input::Lines(2)),
            field(format!("ask-{at}"), "What it is about, and why it is theirs to decide", Input::Lines(3)),
            field(format!("by-{at}"), "By when it would help", Input::Date),
        ],
    };
    let page = Page {
        frame: member.frame(app, format!("Report {}: your words", draft.number), "/cascade").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: format!("{here}?version={}", draft.version),
        here: format!("{here}/edit"),
        revision,
        number: draft.number,
        written: [
            field("summary".into(), "In short", Input::Lines(5))
                .hint("What the reader should know if they read nothing else. It also stands on the one page."),
            field("good_news".into(), "Good news", Input::Lines(4)),
            field("could_not".into(), "What could not be done, and why", Input::Lines(4)),
        ],
        asks: (1..=MOST).map(asked).collect(),
    };
    page::show_as(status, &page)
}

pub(super) async fn edit(Shared(app): Shared<App>, Path((_, report)): Path<(String, String)>, member: Member) -> Result<Response> {
    let draft = draft(&app, &member, &report).await?;
    page(&app, &member, &draft, &as_typed(&draft.content), draft.revision, &[], StatusCode::OK)
}

pub(super) async fn write(
    Shared(app): Shared<App>,
    Path((slug, report)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let fields = &posted.fields;
    let (number, revision) = (report.parse().map_err(|_| Error::NotFound)?, fields.get("version").parse().unwrap_or(0));
    let mut tx = app.begin().await?;
    match commands::write(&app, &mut tx, &member.acting, number, revision, fields).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            // With what is there now, so that saving again is a choice. Where the draft has gone there is nothing to choose.
            let draft = match draft(&app, &member, &report).await {
                Ok(draft) => draft,
                Err(Error::NotFound) => return Err(error),
                Err(other) => return Err(other),
            };
            let revision = if status == StatusCode::CONFLICT { draft.revision } else { revision };
            return page(&app, &member, &draft, fields, revision, &error.into_messages("summary")?, status);
        }
    }
    let version = draft(&app, &member, &report).await?.version;
    Ok(Redirect::to(&format!("/{slug}/reports/{number}?version={version}&saved")).into_response())
}
