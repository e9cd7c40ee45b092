//! What a network is, who reads it, how it goes out, and what goes to it next and went last: for everybody of the group.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, membership::Side, permissions::Verb};
use kernel::{
    App, Error, Result,
    form::Posted,
    page::{self, Frame},
    webhook, words,
};
use uuid::Uuid;

use super::super::{
    commands,
    model::{Limits, Network, Takes},
    store,
};
use crate::{
    acknowledgements::{self, Received},
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
struct Page {
    frame: Frame,
    name: String,
    base: String,
    lead: &'static str,
    /// The day from which nothing more goes to it.
    ended: Option<String>,
    facts: Vec<Fact>,
    /// Whether decisions go to it, by editions.
    decides: bool,
    next: Option<Line>,
    last: Vec<Line>,
    /// Where it is changed, for who may.
    change: Option<String>,
    /// Where it takes the lengths that are usual of its kind, and which they are; where it has others, for who may.
    lengths: Option<(String, String)>,
    forgery: String,
    /// Where stands what it has received and said.
    heard: String,
    /// The minutes that it got, with what it said of each.
    minutes: Vec<Received>,
}

/// Editions on the page that went last.
const LAST: i64 = 12;

fn told(edition: &Edition) -> String {
    let count = |n: i64, one, many| (n > 0).then(|| words::count(n.unsigned_abs(), one, many));
    let parts: Vec<String> = [count(edition.told, "decision", "decisions"), count(edition.calls, "call for issues", "calls for issues")]
        .into_iter()
        .flatten()
        .collect();
    if parts.is_empty() { "everything was left out".to_owned() } else { parts.join(", ") }
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

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, network)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let (group, base) = (&acting.group, format!("/{}/cascade", acting.group.slug));
    let id: Uuid = network.parse().map_err(|_| Error::NotFound)?;
    let network = store::find(&app.db, group.id, id).await?;
    let decides = network.takes != Takes::Minute;
    let mut facts = vec![Fact { name: "Who reads it", words: readers(&network), href: None }];
    if network.readers.reach > 0 {
        let words = format!("{}, as its owner says", words::thousands(network.readers.reach.unsigned_abs()));
        facts.push(Fact { name: "How many they are", words, href: None });
    }
    if !network.readers.contact.is_empty() {
        facts.push(Fact { name: "Whom to ask there", words: network.readers.contact.clone(), href: None });
    }
    facts.extend(ways(&app, &member, &network).await?);
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
        line(&edition, format!("Out {}: {}, leaves on {leaves}", words::date(edition.out_on), told(&edition)))
    });
    let last = editions::of_network(&app.db, group.id, network.id, LAST).await?;
    let notice = matches!(uri.query(), Some("changed" | "lengths")).then_some("Saved: it applies to what is waiting, too.");
    let changes = acting.may(Verb::RunCascade) && network.ended_on.is_none();
    let usual = Limits::of(network.takes);
    let minutes = if decides { Vec::new() } else { acknowledgements::minutes(&app, group, &network).await? };
    let page = Page {
        lengths: (changes && decides && network.limits != usual)
            .then(|| (format!("{base}/networks/{id}/lengths"), format!("{} words in a headline, {} below it", usual.headline, usual.body))),
        forgery: member.session.forgery_token(&app),
        heard: format!("{base}/groups/{id}"),
        minutes,
        frame: member.frame(&app, &network.name, "/cascade").with_notice(notice),
        lead: network.takes.words(),
        ended: network.ended_on.map(words::date),
        decides,
        next,
        last: last.iter().map(|edition| line(edition, format!("Out {}: {}", words::date(edition.out_on), told(edition)))).collect(),
        change: changes.then(|| format!("{base}/networks/{id}/change")),
        facts,
        name: network.name,
        base,
    };
    page::show(&page)
}

/// Gives it the lengths that are usual of its kind.
pub(super) async fn lengths(
    Shared(app): Shared<App>,
    Path((slug, network)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let id: Uuid = network.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::take_usual_lengths(&app, &mut tx, &member.acting, id).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/cascade/networks/{id}?lengths")).into_response())
}
