//! What a network is, who reads it, how it goes out, and what goes to it next and went last: for everybody of the group.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, membership::Side, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Frame},
    webhook, words,
};

use super::super::{
    commands,
    model::{Limits, Network, Takes},
    store,
};
use crate::{
    acknowledgements::{self, Part},
    editions::{self, Edition},
    recipients,
};

/// A fact of a network: what it is, what is said of it, and where that leads.
struct Fact {
    name: &'static str,
    words: String,
    href: Option<String>,
}

struct Line {
    href: String,
    words: String,
}

#[derive(Template)]
#[template(path = "networks/pages/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    name: String,
    base: String,
    lead: &'static str,
    /// The day from which nothing more goes to it.
    ended: Option<String>,
    facts: Vec<Fact>,
    /// Whether decisions go to it, by editions.
    decides: bool,
    next: Option<Line>,
    /// Where it is changed, for who may.
    change: Option<String>,
    /// Where it takes the lengths that are usual of its kind, and which they are; where it has others, for who may.
    lengths: Option<(String, String)>,
    forgery: String,
    /// What it has received, said and asked.
    heard: Part,
}

/// Who reads it, in a line: `Hospital: consultants and trainees of both hospitals`.
fn readers(network: &Network) -> String {
    let side = match network.readers.side {
        Side::Gp => "General practice",
        Side::Consultant => "Hospital",
        Side::Other => "Both sides",
    };
    if network.readers.audience.is_empty() { side.to_owned() } else { format!("{side}: {}", network.readers.audience) }
}

/// How it goes out, with the ways to see it.
async fn ways(app: &App, member: &Member, network: &Network) -> Result<Vec<Fact>> {
    let group = &member.acting.group;
    let here = format!("/{}/cascade/networks/{}", group.slug, network.id);
    let fact = |name, words: String, href| Fact { name, words, href };
    Ok(match network.takes {
        Takes::Copy | Takes::List | Takes::Minute => vec![fact("Goes to", network.address.clone(), None)],
        Takes::Page | Takes::Feed => {
            let path = format!("/{}/news/{}", group.slug, network.slug);
            vec![
                fact("Its page, which everybody can read", app.url(&path), Some(path.clone())),
                fact("Its feed, for news readers", app.url(&format!("{path}/feed.atom")), Some(format!("{path}/feed.atom"))),
            ]
        }
        Takes::Print => vec![fact("Goes to", "The administrator, who prints it and puts it up".into(), None)],
        Takes::Teams => {
            let kept = store::webhook(&app.db, group.id, network.id).await?;
            let host = kept.and_then(|address| webhook::host(&address).ok()).filter(|_| member.acting.may(Verb::RunCascade));
            vec![fact("Goes to", host.map_or_else(|| "A Teams channel".to_owned(), |host| format!("A Teams channel, by {host}")), None)]
        }
        Takes::Recipients => {
            let n = recipients::count(&app.db, group.id, network.id).await?;
            let words = words::count(n.unsigned_abs(), "address", "addresses");
            let href = member.acting.may(Verb::RunCascade).then(|| format!("{here}/recipients"));
            vec![fact("Goes to", format!("A list that Brig keeps: {words}"), href)]
        }
    })
}

async fn page(
    app: &App,
    member: &Member,
    network: Network,
    typed: Option<&Posted>,
    errors: &[FieldError],
    notice: Option<&str>,
) -> Result<Response> {
    let acting = &member.acting;
    let (group, base, id) = (&acting.group, format!("/{}/cascade", acting.group.slug), network.id);
    let decides = network.takes != Takes::Minute;
    let heard = acknowledgements::part(app, member, &network, typed, errors).await?;
    let mut facts = vec![Fact { name: "Who reads it", words: readers(&network), href: None }];
    if network.readers.reach > 0 {
        let words = format!("{}, as its owner says", words::thousands(network.readers.reach.unsigned_abs()));
        facts.push(Fact { name: "How many they are", words, href: None });
    }
    if !network.readers.contact.is_empty() {
        facts.push(Fact { name: "Whom to ask there", words: network.readers.contact.clone(), href: None });
    }
    facts.extend(ways(app, member, &network).await?);
    if decides {
        facts.push(Fact { name: "When", words: network.cadence.words(), href: None });
        let (headline, body) = (network.limits.headline, network.limits.body);
        facts.push(Fact { name: "How long", words: format!("{headline} words in a headline, {body} below it"), href: None });
    }
    if !network.opening.is_empty() {
        facts.push(Fact { name: "Begins with", words: format!("“{}”", network.opening), href: None });
    }
    let line = |edition: &Edition, words: String| Line { href: format!("{base}/editions/{}", edition.id), words };
    let next = editions::coming(&app.db, group.id).await?.into_iter().find(|edition| edition.network == network.id).map(|edition| {
        let leaves = words::date_and_time(edition.leaves_at(group), &group.time_zone);
        line(&edition, format!("Out {}: {}, leaves on {leaves}", words::date(edition.out_on), acknowledgements::told(&edition)))
    });
    let changes = acting.may(Verb::RunCascade) && network.ended_on.is_none();
    let usual = Limits::of(network.takes);
    let page = Page {
        lengths: (changes && decides && network.limits != usual)
            .then(|| (format!("{base}/networks/{id}/lengths"), format!("{} words in a headline, {} below it", usual.headline, usual.body))),
        forgery: member.session.forgery_token(app),
        heard,
        frame: member.frame(app, &network.name, "/cascade").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        lead: network.takes.words(),
        ended: network.ended_on.map(words::date),
        decides,
        next,
        change: changes.then(|| format!("{base}/networks/{id}/change")),
        facts,
        name: network.name,
        base,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

/// The network that an address names, for everybody of the group who sees its meetings.
async fn of_address(app: &App, member: &Member, network: &str) -> Result<Network> {
    member.acting.must(Verb::SeeMeetings)?;
    store::find(&app.db, member.acting.group.id, crate::key(network)?).await
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, network)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let network = of_address(&app, &member, &network).await?;
    let notice = match uri.query() {
        Some("changed" | "lengths") => Some("Saved: it applies to what is waiting, too."),
        Some("set") => Some("Saved."),
        _ => None,
    };
    page(&app, &member, network, None, &[], notice).await
}

/// Keeps what is asked of it, and what goes to it with each minute.
pub(super) async fn set(
    Shared(app): Shared<App>,
    Path((slug, network)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let network = of_address(&app, &member, &network).await?;
    let mut tx = app.begin().await?;
    match acknowledgements::set(&app, &mut tx, &member.acting, &network, &posted.fields).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return page(&app, &member, network, Some(&posted), &errors, None).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/cascade/networks/{}?set", network.id)).into_response())
}

/// From the address that what it has received and said had beside this one.
pub(super) async fn moved(Shared(app): Shared<App>, Path((slug, network)): Path<(String, String)>, member: Member) -> Result<Response> {
    let network = of_address(&app, &member, &network).await?;
    let there = format!("/{slug}/cascade/networks/{}", network.id);
    Ok((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, there)]).into_response())
}

/// Gives it the lengths that are usual of its kind.
pub(super) async fn lengths(
    Shared(app): Shared<App>,
    Path((slug, network)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let id = crate::key(&network)?;
    let mut tx = app.begin().await?;
    commands::take_usual_lengths(&app, &mut tx, &member.acting, id).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/cascade/networks/{id}?lengths")).into_response())
}
