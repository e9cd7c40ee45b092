//! What one network or group has received, said and asked; and what is asked of it.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, groups::Group, permissions::Verb};
use jiff::Timestamp;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::{
    super::{model::MinuteCopy, store},
    questions::{self, Line},
};
use crate::{
    deliveries::{self, Cover},
    networks::{self, Network, Takes},
    outings,
};

/// Something that it was sent.
pub(crate) struct Received {
    /// Its page.
    pub(crate) href: String,
    /// What it was.
    pub(crate) what: String,
    /// When it was sent, in words.
    pub(crate) sent: String,
    /// What was said of it, in order; empty where nothing was.
    pub(crate) said: Vec<String>,
}

#[derive(Template)]
#[template(path = "acknowledgements/pages/listener.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    name: String,
    minute: bool,
    /// Where it is changed, for who may.
    change: Option<String>,
    received: Vec<Received>,
    questions: Vec<Line>,
    fields: Vec<Field>,
}

/// Editions and questions on the page.
const MANY: i64 = 50;

const ASKED: &[(&str, &str)] = &[("yes", "Its editor is asked whether each edition came out"), ("no", "Its editor is not asked")];

fn day(group: &Group, at: Timestamp) -> String {
    words::date(group.time_zone.to_datetime(at).date())
}

/// The minutes that a group got, the newest first, with what it said of each.
pub(crate) async fn minutes(app: &App, group: &Group, network: &Network) -> Result<Vec<Received>> {
    let mut said: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for one in store::said_by(&app.db, group.id, network.id).await? {
        said.entry(one.meeting).or_default().push(format!("{}: {}", day(group, one.said_at), lower(&one.said.words())));
    }
    let received = |copy: MinuteCopy| Received {
        href: format!("/{}/cascade/minutes/{}", group.slug, copy.number),
        what: format!("Minute of {}", words::date(copy.held_on)),
        sent: copy.posted_at.map_or_else(|| "On its way".to_owned(), |at| day(group, at)),
        said: said.remove(&copy.meeting).unwrap_or_default(),
    };
    Ok(store::copies_of(&app.db, group.id, network.id).await?.into_iter().map(received).collect())
}

/// The sentence as it stands after a colon.
fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

async fn editions(app: &App, group: &Group, network: &Network) -> Result<Vec<Received>> {
    let gone = outings::of_network(&app.db, group.id, network.id, MANY).await?;
    let received = |gone: outings::Gone| Received {
        href: format!("/{}/cascade/editions/{}", group.slug, gone.edition),
        what: format!("Edition of {}", words::date(gone.out_on)),
        sent: day(group, gone.sent_at),
        said: gone.outing.iter().map(outings::Outing::words).collect(),
    };
    Ok(gone.into_iter().map(received).collect())
}

/// What is asked of it, as a form.
async fn settings(app: &App, group: &Group, network: &Network) -> Result<Vec<(&'static str, String)>> {
    Ok(match network.takes {
        Takes::Minute => {
            let covers = deliveries::covers(&app.db, group.id).await?;
            vec![("cover", covers.get(&network.id).copied().unwrap_or_default().key().to_owned())]
        }
        Takes::Copy => {
            let asking = outings::asking(&app.db, group.id, network.id).await?;
            vec![("asked", if asking.asked { "yes" } else { "no" }.to_owned()), ("remind_days", asking.remind_days.to_string())]
        }
        _ => Vec::new(),
    })
}

fn field(name: &'static str, value: &str, errors: &[FieldError]) -> Field {
    let field = match name {
        "cover" => Field::new(name, "What it gets with each minute", Input::Choice(Cover::CHOICES))
            .hint("Half a page before the minute, in the shape of a committee’s papers, also as a Word file."),
        "asked" => Field::new(name, "Did it go out?", Input::Choice(ASKED)).hint("By one mail with a link, the day after."),
        _ => Field::new(name, "Days until the one reminder", Input::Number),
    };
    field.value(value).error(errors)
}

async fn page(
    app: &App,
    member: &Member,
    network: &str,
    typed: Option<&Posted>,
    errors: &[FieldError],
    notice: Option<&str>,
) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let network = networks::find(&app.db, group.id, network.parse().map_err(|_| Error::NotFound)?).await?;
    let (minute, runs) = (network.takes == Takes::Minute, acting.may(Verb::RunCascade) && network.ended_on.is_none());
    let received = if minute { minutes(app, group, &network).await? } else { editions(app, group, &network).await? };
    let asked = if minute { store::questions(&app.db, group.id, Some(network.id), MANY).await? } else { Vec::new() };
    let stored = if runs { settings(app, group, &network).await? } else { Vec::new() };
    let base = format!("/{}/cascade", group.slug);
    let page = Page {
        frame: member.frame(app, &network.name, "/cascade").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        minute,
        change: runs.then(|| format!("{base}/networks/{}", network.id)),
        received,
        questions: asked.iter().map(|question| questions::line(group, question, None)).collect(),
        fields: stored
            .iter()
            .map(|(name, value)| field(name, typed.map_or(value.as_str(), |typed| typed.fields.get(name)), errors))
            .collect(),
        name: network.name,
        back: base,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, network)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    page(&app, &member, &network, None, &[], (uri.query() == Some("set")).then_some("Saved.")).await
}

pub(super) async fn set(
    Shared(app): Shared<App>,
    Path((slug, typed)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let network: Uuid = typed.parse().map_err(|_| Error::NotFound)?;
    let fields = &posted.fields;
    let takes = networks::find(&app.db, member.acting.group.id, network).await?.takes;
    let mut tx = app.begin().await?;
    let done = if takes == Takes::Minute {
        deliveries::set_cover(&app, &mut tx, &member.acting, network, fields.get("cover")).await
    } else {
        outings::set_asking(&app, &mut tx, &member.acting, network, fields.get("asked") != "no", fields.get("remind_days")).await
    };
    match done {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return page(&app, &member, &typed, Some(&posted), &errors, None).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/cascade/groups/{network}?set")).into_response())
}
