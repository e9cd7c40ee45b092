//! The form of a network. Of each kind only what it needs is asked; where the kind is not chosen yet, everything, with a word on
//! which kinds need it.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, membership::Side};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    webhook,
};
use terms::cadence::Every;
use uuid::Uuid;

use super::{
    super::{
        commands::{self, NewNetwork, must_cascade},
        model::{Limits, Network, Takes},
        store,
    },
    own,
};

#[derive(Template)]
#[template(path = "networks/pages/form.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    heading: String,
    back: String,
    back_name: &'a str,
    /// Every kind with the address of a form that asks for what it needs only; where none is chosen yet.
    kinds: Vec<(String, &'static str)>,
    /// The kind, where it stands and is not asked: its word, and what people read.
    kind: Option<(&'static str, &'static str)>,
    /// Where the form is sent.
    action: String,
    /// The version that its writer saw, and where to end it; of one that is there already.
    there: Option<(i64, String)>,
    /// Where a group's last minute is sent once more.
    again: Option<String>,
    fields: Vec<Field>,
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
        webhook: text("webhook"),
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

/// A network as it stands in its form. A secret never does.
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
        webhook: String::new(),
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

const USUAL: &str = "Leave it empty for what is usual for its kind.";

/// What a form shows beside what was typed.
struct Shown<'a> {
    /// The network that is there already.
    there: Option<&'a Network>,
    /// The kind that is settled, so that only what it needs is asked.
    kind: Option<Takes>,
    /// The machine of the secret address that is kept.
    channel: Option<String>,
    version: i64,
    errors: &'a [FieldError],
    status: StatusCode,
}

/// What is asked of the kind itself: where it goes.
fn fields(shown: &Shown<'_>, typed: &NewNetwork) -> Vec<Field> {
    let field = |name, label: &str, input, value: &str| Field::new(name, label, input).value(value).error(shown.errors);
    let mut fields =
        vec![field("name", "What people call it", Input::Text, &typed.name).hint("Such as a weekly mail, a newsletter, a committee.")];
    match (shown.there, shown.kind) {
        (Some(network), _) => fields.push(field("takes", "What it gets", Input::Choice(network.takes.choices()), &typed.takes)),
        (None, None) => fields.push(field("takes", "What it gets", Input::Choice(Takes::CHOICES), &typed.takes)),
        (None, Some(_)) => {}
    }
    // Of a network that is there the kind can be chosen anew, and what the new one needs must be there to be filled in.
    let may_become = |kind: fn(Takes) -> bool| match (shown.there, shown.kind) {
        (Some(network), _) => network.takes.choices().iter().filter_map(|(key, _)| Takes::from_key(key)).any(kind),
        (None, Some(settled)) => kind(settled),
        (None, None) => true,
    };
    let only = shown.kind.filter(|_| shown.there.is_none_or(|network| network.takes.choices().len() == 1)).is_some();
    if may_become(Takes::needs_address) {
        let hint = "One address: its editor, its list or its secretary.";
        let hint = if only { hint.to_owned() } else { format!("{hint} Nothing else needs one: leave it empty there.") };
        fields.push(field("address", "Where our mail to it goes", Input::Email, &typed.address).hint(hint));
    }
    if may_become(|takes| takes == Takes::Teams) {
        let hint = "In Teams, add the workflow “Post to a channel when a webhook request is received” to the channel and paste its address here. It is a secret: it is kept and not shown again.";
        let hint = match &shown.channel {
            Some(host) => format!("{hint} One at {host} is kept; left empty, it stays."),
            None if only => hint.to_owned(),
            None => format!("{hint} For a Teams channel only."),
        };
        // What was typed does not come back: it is a secret.
        fields.push(field("webhook", "The address of the Teams channel", Input::Text, "").hint(hint));
    }
    if shown.kind.is_none_or(Takes::has_opening) {
        let hint = "May be left empty: “For consultants and trainees:”.";
        let hint = if shown.kind.is_some() { hint.to_owned() } else { format!("For decisions only. {hint}") };
        fields.push(field("opening", "An opening line for its readers", Input::Text, &typed.opening).hint(hint));
    }
    fields
}

fn page(app: &App, member: &Member, shown: &Shown<'_>, typed: &NewNetwork) -> Result<Response> {
    let (there, errors) = (shown.there, shown.errors);
    let heading = match (there, shown.kind) {
        (Some(network), _) => format!("Change {}", network.name),
        (None, _) => "Add a network or a group".to_owned(),
    };
    let base = format!("/{}/cascade", member.acting.group.slug);
    let own = there.map(|network| format!("{base}/networks/{}", network.id));
    let field = |name, label: &str, input, value: &str| Field::new(name, label, input).value(value).error(errors);
    let decides = shown.kind != Some(Takes::Minute);
    let kinds = if there.is_none() && shown.kind.is_none() { Takes::CHOICES } else { &[] };
    let page = Page {
        frame: member.frame(app, &heading, "/cascade").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        heading,
        kinds: kinds.iter().map(|(key, words)| (format!("{base}/networks/new?takes={key}"), *words)).collect(),
        kind: shown.kind.filter(|_| there.is_none()).map(|kind| (kind.key(), kind.words())),
        action: own.as_ref().map_or_else(|| format!("{base}/networks/new"), |own| format!("{own}/change")),
        there: own.as_ref().map(|own| (shown.version, format!("{own}/end"))),
        again: there.filter(|network| network.takes == Takes::Minute).map(|network| format!("{base}/networks/{}/minute", network.id)),
        back_name: there.map_or("Cascade", |network| network.name.as_str()),
        back: own.unwrap_or(base),
        fields: fields(shown, typed),
        readers: [
            field("side", "Who reads it", Input::Choice(READ_BY), &typed.side),
            field("audience", "In words", Input::Text, &typed.audience).hint("Such as: consultants and trainees of both hospitals."),
            field("reach", "How many they are", Input::Number, &typed.reach).hint("As its owner says. May be left empty."),
            field("contact", "Whom to ask there", Input::Text, &typed.contact).hint("A name or a post, for when something goes wrong."),
        ],
        limits: decides.then(|| {
            [
                field("headline_words", "Words in a headline, at most", Input::Number, &typed.headline_words).hint(USUAL),
                field("body_words", "Words below it, at most", Input::Number, &typed.body_words).hint(USUAL),
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
    page::show_as(shown.status, &page)
}

pub(super) async fn new(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    must_cascade(&member.acting)?;
    let kind = Takes::from_key(Fields::of_query(&uri).get("takes"));
    let usual = |of: fn(Limits) -> i64| kind.map_or_else(String::new, |kind| of(Limits::of(kind)).to_string());
    let blank = NewNetwork {
        every: "week".into(),
        copy_time: "12:00".into(),
        side: Side::Other.key().into(),
        headline_words: usual(|limits| limits.headline),
        body_words: usual(|limits| limits.body),
        ..NewNetwork::default()
    };
    let shown = Shown { there: None, kind, channel: None, version: 0, errors: &[], status: StatusCode::OK };
    page(&app, &member, &shown, &blank)
}

pub(super) async fn add(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let new = typed(&posted.fields);
    let mut tx = app.begin().await?;
    let network = match commands::add(&app, &mut tx, &member.acting, &new).await {
        Ok(network) => {
            app.commit(tx).await?;
            network
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            // On the form of one kind it stays that one's; where all kinds can be chosen, they still can.
            let kind = Takes::from_key(&new.takes).filter(|_| posted.fields.get("settled") == "yes");
            let errors = error.into_messages("name")?;
            return page(&app, &member, &Shown { there: None, kind, channel: None, version: 0, errors: &errors, status }, &new);
        }
    };
    let base = format!("/{}/cascade", member.acting.group.slug);
    // An empty list is of no use to anybody: its recipients come next.
    let next =
        if network.takes == Takes::Recipients { format!("{base}/networks/{}/recipients?new", network.id) } else { format!("{base}?added") };
    Ok(Redirect::to(&next).into_response())
}

/// The machine of the secret address that is kept of a network.
async fn channel(app: &App, network: &Network, group: Uuid) -> Result<Option<String>> {
    Ok(store::webhook(&app.db, group, network.id).await?.and_then(|address| webhook::host(&address).ok()))
}

pub(super) async fn edit(Shared(app): Shared<App>, Path((_, network)): Path<(String, String)>, member: Member) -> Result<Response> {
    let network = own(&app, &member, &network).await?;
    let channel = channel(&app, &network, member.acting.group.id).await?;
    let (there, kind) = (Some(&network), Some(network.takes));
    let shown = Shown { there, kind, channel, version: network.version, errors: &[], status: StatusCode::OK };
    page(&app, &member, &shown, &as_typed(&network))
}

pub(super) async fn change(
    Shared(app): Shared<App>,
    Path((_, network)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
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
            let channel = channel(&app, &network, member.acting.group.id).await?;
            let errors = error.into_messages("name")?;
            let (there, kind) = (Some(&network), Some(network.takes));
            return page(&app, &member, &Shown { there, kind, channel, version, errors: &errors, status }, &new);
        }
    }
    Ok(Redirect::to(&format!("/{}/cascade?changed", member.acting.group.slug)).into_response())
}

pub(super) async fn end(
    Shared(app): Shared<App>,
    Path((_, network)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let id: Uuid = network.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::end(&app, &mut tx, &member.acting, id).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{}/cascade?ended", member.acting.group.slug)).into_response())
}
