//! The part of a network's page on what it has received, said and asked; and what is asked of it.

use std::collections::BTreeMap;

use askama::{Template, filters::HtmlSafe};
use group::{
    acting::{Acting, Member},
    groups::Group,
    permissions::Verb,
};
use jiff::Timestamp;
use kernel::{
    App, Result, Tx,
    error::FieldError,
    form::{Fields, Posted},
    page::{Field, Input},
    words,
};
use uuid::Uuid;

use super::{
    super::{model::MinuteCopy, store},
    questions::{self, Line},
};
use crate::{
    deliveries::{self, Cover},
    editions::{self, Edition},
    networks::{Network, Takes},
    outings,
};

/// Something that it was sent.
struct Received {
    /// Its page.
    href: String,
    /// What it was.
    what: String,
    /// When it was sent, in words.
    sent: String,
    /// What was said of it, in order; empty where nothing was.
    said: Vec<String>,
}

/// The part of a network's page on what it has received, said and asked, with the form on what is asked of it.
#[derive(Template)]
#[template(path = "acknowledgements/pages/listener.html")]
pub(crate) struct Part {
    forgery: String,
    /// Where the form is sent to: the page itself.
    here: String,
    questions_href: String,
    minute: bool,
    received: Vec<Received>,
    questions: Vec<Line>,
    fields: Vec<Field>,
}

// The template escapes its parts itself.
impl HtmlSafe for Part {}

/// Editions and questions on the page.
const MANY: i64 = 50;

const ASKED: &[(&str, &str)] = &[("yes", "Its editor is asked whether each edition came out"), ("no", "Its editor is not asked")];

fn day(group: &Group, at: Timestamp) -> String {
    words::date(group.time_zone.to_datetime(at).date())
}

/// The minutes that a group got, the newest first, with what it said of each.
async fn minutes(app: &App, group: &Group, network: &Network) -> Result<Vec<Received>> {
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

/// What an edition tells: `2 decisions, 1 call for issues`.
pub(crate) fn told(edition: &Edition) -> String {
    let count = |n: i64, one, many| (n > 0).then(|| words::count(n.unsigned_abs(), one, many));
    let parts: Vec<String> = [count(edition.told, "decision", "decisions"), count(edition.calls, "call for issues", "calls for issues")]
        .into_iter()
        .flatten()
        .collect();
    if parts.is_empty() { "everything was left out".to_owned() } else { parts.join(", ") }
}

/// The editions of a network that have gone, the newest first, with what its editor said of each.
async fn editions(app: &App, group: &Group, network: &Network) -> Result<Vec<Received>> {
    let gone = outings::of_network(&app.db, group.id, network.id, MANY).await?;
    let told: BTreeMap<Uuid, String> =
        editions::of_network(&app.db, group.id, network.id, MANY).await?.iter().map(|edition| (edition.id, told(edition))).collect();
    let received = |gone: outings::Gone| Received {
        href: format!("/{}/cascade/editions/{}", group.slug, gone.edition),
        what: format!(
            "Edition of {}{}",
            words::date(gone.out_on),
            told.get(&gone.edition).map_or_else(String::new, |told| format!(": {told}"))
        ),
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

/// The part of a network's page; `typed` is what its form had, where that was wrong.
///
/// # Errors
/// When the database fails.
pub(crate) async fn part(app: &App, member: &Member, network: &Network, typed: Option<&Posted>, errors: &[FieldError]) -> Result<Part> {
    let (acting, group) = (&member.acting, &member.acting.group);
    let (minute, runs) = (network.takes == Takes::Minute, acting.may(Verb::RunCascade) && network.ended_on.is_none());
    let received = if minute { minutes(app, group, network).await? } else { editions(app, group, network).await? };
    let asked = if minute { store::questions(&app.db, group.id, Some(network.id), MANY).await? } else { Vec::new() };
    let stored = if runs { settings(app, group, network).await? } else { Vec::new() };
    let base = format!("/{}/cascade", group.slug);
    Ok(Part {
        forgery: member.session.forgery_token(app),
        here: format!("{base}/networks/{}", network.id),
        questions_href: format!("{base}/questions"),
        minute,
        received,
        questions: asked.iter().map(|question| questions::line(group, question, None)).collect(),
        fields: stored
            .iter()
            .map(|(name, value)| field(name, typed.map_or(value.as_str(), |typed| typed.fields.get(name)), errors))
            .collect(),
    })
}

/// Keeps what the form of that part says.
///
/// # Errors
/// As the verbs that keep it: of a cover, or of asking an editor.
pub(crate) async fn set(app: &App, tx: &mut Tx, acting: &Acting, network: &Network, fields: &Fields) -> Result<()> {
    if network.takes == Takes::Minute {
        return deliveries::set_cover(app, tx, acting, network.id, fields.get("cover")).await;
    }
    outings::set_asking(app, tx, acting, network.id, fields.get("asked") != "no", fields.get("remind_days")).await
}
