//! The pages on which a network is added, changed and ended.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{acting::Member, membership::Side};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
};
use terms::cadence::Every;
use uuid::Uuid;

use super::{
    commands::{self, NewNetwork, must_cascade},
    model::{Limits, Network, Takes},
    store,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/cascade/networks/new", get(new).post(add))
        .route("/{group}/cascade/networks/{network}", get(edit).post(change))
        .route("/{group}/cascade/networks/{network}/end", post(end))
}

#[derive(Template)]
#[template(path = "networks/form.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    heading: String,
    back: String,
    /// The version that its writer saw, and where to end it; of one that is there already.
    there: Option<(i64, String)>,
    /// Where a group's last minute is sent once more.
    again: Option<String>,
    fields: [Field; 4],
    /// When its editions close and come out; not of a group that gets the minute.
    cadence: Option<[Field; 4]>,
    /// Who reads it.
    readers: [Field; 4],
    /// How long our texts may be; not of a group that gets the minute.
    limits: Option<[Field; 2]>,
}

fn typed(fields: &Fields) -> NewNetwork {
    let text = |name: &str| fields.get(name).to_owned();
    NewNetwork {
        name: text("name"),
        address: text("address"),
        takes: text("takes"),
        opening: text("opening"),
        every: text("every"),
        copy_day: text("copy_day"),
        copy_time: text("copy_time"),
        out_day: text("out_day"),
        side: text("side"),
        audience: text("audience"),
        reach: text("reach"),
        contact: text("contact"),
        headline_words: text("headline_words"),
        body_words: text("body_words"),
    }
}

/// A network as it stands in its form.
fn as_typed(network: &Network) -> NewNetwork {
    let cadence = network.cadence;
    let day = |day: i64| match cadence.every {
        Every::Month if day < 31 => day.to_string(),
        Every::Month => "last".into(),
        Every::Week => cadence.every.day_words(day),
    };
    NewNetwork {
        name: network.name.clone(),
        address: network.address.clone(),
        takes: network.takes.key().into(),
        opening: network.opening.clone(),
        every: cadence.every.key().into(),
        copy_day: day(cadence.copy_day),
        copy_time: cadence.copy_time.strftime("%H:%M").to_string(),
        out_day: day(cadence.out_day),
        side: network.readers.side.key().into(),
        audience: network.readers.audience.clone(),
        reach: if network.readers.reach == 0 { String::new() } else { network.readers.reach.to_string() },
        contact: network.readers.contact.clone(),
        headline_words: network.limits.headline.to_string(),
        body_words: network.limits.body.to_string(),
    }
}

const OFTEN: &[(&str, &str)] = &[("week", "Every week"), ("month", "Every month")];

const READ_BY: &[(&str, &str)] = &[("other", "Both sides"), ("gp", "General practice"), ("consultant", "Hospital")];

fn page(
    app: &App,
    member: &Member,
    there: Option<&Network>,
    typed: NewNetwork,
    version: i64,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let heading = there.map_or_else(|| "Add a network or a group".to_owned(), |network| network.name.clone());
    let base = format!("/{}/cascade", member.acting.group.slug);
    let field = |name, label: &str, input, value: &str| Field::new(name, label, input).value(value).error(errors);
    let decides = there.is_none_or(|network| network.takes != Takes::Minute);
    let page = Page {
        frame: member.frame(app, &heading, "/cascade").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        heading,
        there: there.map(|network| (version, format!("{base}/networks/{}/end", network.id))),
        again: there.filter(|network| network.takes == Takes::Minute).map(|network| format!("{base}/networks/{}/minute", network.id)),
        back: base,
        fields: [
            field("name", "What people call it", Input::Text, &typed.name).hint("Such as a weekly mail, a newsletter, a committee."),
            field("address", "Where our mail to it goes", Input::Email, &typed.address)
                .hint("One address: its editor, its list or its secretary."),
            field("takes", "What it gets", Input::Choice(there.map_or(Takes::CHOICES, |network| network.takes.choices())), &typed.takes),
            field("opening", "A line that its readers are spoken to with", Input::Text, &typed.opening)
                .hint("For decisions only, and may be left empty: “For consultants and trainees:”."),
        ],
        readers: [
            field("side", "Who reads it", Input::Choice(READ_BY), &typed.side),
            field("audience", "In words", Input::Text, &typed.audience).hint("Such as: consultants and trainees of both hospitals."),
            field("reach", "How many they are", Input::Number, &typed.reach).hint("As its owner says. May be left empty."),
            field("contact", "Whom to ask there", Input::Text, &typed.contact).hint("A name or a post, for when something goes wrong."),
        ],
        limits: decides.then(|| {
            [
                field("headline_words", "Words in a headline, at most", Input::Number, &typed.headline_words),
                field("body_words", "Words below it, at most", Input::Number, &typed.body_words),
            ]
        }),
        cadence: decides.then(|| {
            [
                field("every", "How often it comes out", Input::Choice(OFTEN), &typed.every),
                field("copy_day", "The day by which copy must be there", Input::Text, &typed.copy_day)
                    .hint("A day of the week, as Wednesday; for a monthly one the day of the month, as 20, or “last”."),
                field("copy_time", "And by what time", Input::Time, &typed.copy_time),
                field("out_day", "The day it comes out", Input::Text, &typed.out_day).hint("Written in the same way."),
            ]
        }),
    };
    page::show_as(status, &page)
}

async fn new(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    must_cascade(&member.acting)?;
    let Limits { headline, body } = Limits::default();
    let blank = NewNetwork {
        every: "week".into(),
        copy_time: "12:00".into(),
        side: Side::Other.key().into(),
        headline_words: headline.to_string(),
        body_words: body.to_string(),
        ..NewNetwork::default()
    };
    page(&app, &member, None, blank, 0, &[], StatusCode::OK)
}

async fn add(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let new = typed(&posted.fields);
    let mut tx = app.begin().await?;
    match commands::add(&app, &mut tx, &member.acting, &new).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return page(&app, &member, None, new, 0, &error.into_messages("name")?, status);
        }
    }
    Ok(Redirect::to(&format!("/{}/cascade?added", member.acting.group.slug)).into_response())
}

/// The network that an address names, if something still goes to it.
async fn own(app: &App, member: &Member, network: &str) -> Result<Network> {
    must_cascade(&member.acting)?;
    let id: Uuid = network.parse().map_err(|_| Error::NotFound)?;
    let network = store::find(&app.db, member.acting.group.id, id).await?;
    if network.ended_on.is_some() { Err(Error::NotFound) } else { Ok(network) }
}

async fn edit(Shared(app): Shared<App>, Path((_, network)): Path<(String, String)>, member: Member) -> Result<Response> {
    let network = own(&app, &member, &network).await?;
    page(&app, &member, Some(&network), as_typed(&network), network.version, &[], StatusCode::OK)
}

async fn change(Shared(app): Shared<App>, Path((_, network)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let network = own(&app, &member, &network).await?;
    let (new, version) = (typed(&posted.fields), posted.fields.get("version").parse().unwrap_or(0));
    let mut tx = app.begin().await?;
    match commands::change(&app, &mut tx, &member.acting, network.id, version, &new).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            // With what is there now, so that saving again is a choice.
            let network = own(&app, &member, &network.id.to_string()).await?;
            let version = if status == StatusCode::CONFLICT { network.version } else { version };
            return page(&app, &member, Some(&network), new, version, &error.into_messages("name")?, status);
        }
    }
    Ok(Redirect::to(&format!("/{}/cascade?changed", member.acting.group.slug)).into_response())
}

async fn end(Shared(app): Shared<App>, Path((_, network)): Path<(String, String)>, member: Member, _posted: Posted) -> Result<Response> {
    let id: Uuid = network.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::end(&app, &mut tx, &member.acting, id).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{}/cascade?ended", member.acting.group.slug)).into_response())
}
