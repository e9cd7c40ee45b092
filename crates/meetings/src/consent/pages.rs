//! The page on which what is taken by consent is agreed in one press.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use group::acting::Member;
use kernel::{
    App, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words::count,
};

use super::commands::{self, Taken};
use crate::{
    flags::{self, Kind},
    meetings::{self, Item, Purpose, Record, must_run, visible},
    references,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/meetings/{number}/consent", get(show).post(take))
}

struct Line {
    number: i64,
    reference: String,
    title: String,
    /// Whether it is ticked.
    ticked: bool,
    /// How its decision goes on; nothing for an item that asks for none.
    words: Option<Field>,
}

#[derive(Template)]
#[template(path = "consent/page.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    heading: String,
    quorum: String,
    quorate: bool,
    lines: Vec<Line>,
    /// What somebody asks to speak to, and who does.
    apart: Vec<String>,
}

/// The items that are ticked, by their numbers.
fn ticked(typed: &Fields) -> impl Iterator<Item = i64> {
    typed.iter().filter_map(|(name, _)| name.strip_prefix("item-")?.parse().ok())
}

/// How the decision on an item goes on, as it is proposed.
fn proposed(item: &Item) -> String {
    format!("the proposal “{}” is accepted as it was put", item.title.trim_end_matches('.'))
}

async fn page(
    app: &App,
    member: &Member,
    record: &Record,
    typed: Option<&Fields>,
    errors: &[FieldError],
    notice: Option<&str>,
) -> Result<Response> {
    must_run(&member.acting)?;
    let group = member.acting.group.id;
    let flags = flags::of_meeting(&app.db, group, record.meeting.id).await?;
    let asked = |item: &Item| {
        let own = flags.iter().filter(|flag| flag.item == item.id && flag.kind == Kind::Apart);
        own.map(|flag| flag.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let line = |item: &Item| {
        let name = format!("words-{}", item.number);
        let value = typed.map_or_else(|| proposed(item), |typed| typed.get(&name).to_owned());
        let field = Field::new(name, "The Group agreed that …", Input::Text).value(value).error(errors);
        Line {
            number: item.number,
            reference: item.reference(),
            title: item.title.clone(),
            ticked: typed.is_none_or(|typed| ticked(typed).any(|one| one == item.number)),
            words: (item.purpose == Purpose::Decide).then_some(field),
        }
    };
    let together = commands::together(&app.db, group, record).await?;
    let apart = record.items.iter().filter(|item| item.consent && item.moved_to.is_none()).filter_map(|item| {
        let who = asked(item);
        (!who.is_empty()).then(|| format!("{} {}: {who}", item.reference(), item.title))
    });
    let quorum = record.quorum();
    let heading = "Taken by consent";
    let page = Page {
        frame: member.frame(app, heading, "/meetings").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: meetings::base(member, record.meeting.number),
        heading: heading.into(),
        quorum: quorum.words(),
        quorate: quorum.reached(),
        lines: together.into_iter().map(line).collect(),
        apart: apart.collect(),
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

async fn show(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let record = visible(&app, &member, &number).await?;
    let taken = uri.query().and_then(|query| query.strip_prefix("taken=")).and_then(|taken| taken.parse::<u64>().ok());
    let notice = taken.map(|taken| format!("{} taken together.", count(taken, "item was", "items were")));
    page(&app, &member, &record, None, &[], notice.as_deref()).await
}

async fn take(Shared(app): Shared<App>, Path((_, number)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let at = references::number(&number)?;
    let taken = ticked(&posted.fields).map(|item| Taken { item, words: posted.fields.get(&format!("words-{item}")).to_owned() });
    let taken: Vec<Taken> = taken.collect();
    let mut tx = app.begin().await?;
    match commands::take(&app, &mut tx, &member.acting, at, &taken).await {
        Ok(count) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("{}/consent?taken={count}", meetings::base(&member, at))).into_response())
        }
        Err(error) => {
            drop(tx);
            let errors = error.into_messages("item")?;
            let record = visible(&app, &member, &number).await?;
            page(&app, &member, &record, Some(&posted.fields), &errors, None).await
        }
    }
}
