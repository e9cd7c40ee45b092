//! The page of the cascade: what goes where next, what has gone, and the group's own address.

mod minute;

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{
    acting::Member,
    groups::{self, Group, NewPost},
    permissions::Verb,
    rules::{Rule, Why},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
    words,
};

use uuid::Uuid;

use super::{jobs, store};
use crate::{
    acknowledgements,
    editions::{self, Edition},
    networks::{self, Network, Takes, must_cascade},
    outings::{self, Outing},
    returned,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/cascade", get(index))
        .route("/{group}/cascade/post", get(show_post).post(set_post))
        .route("/{group}/cascade/networks/{network}/minute", post(again))
        .route("/{group}/cascade/minutes/{number}", get(minute::show))
        .route("/{group}/cascade/minutes/{number}/{network}", post(minute::note))
}

struct Line {
    /// Its page.
    href: String,
    name: String,
    address: String,
    /// When its editions close and come out, or that it gets the minute.
    cadence: String,
    /// What it has received and said.
    heard: String,
    /// What goes to it next, or went last; and where that is.
    state: String,
    state_href: Option<String>,
}

struct SentLine {
    href: String,
    name: String,
    told: String,
    empty: bool,
    when: String,
    /// What its editor says of it.
    out: String,
    /// Where its decisions are put into the next edition, for who may.
    again: Option<String>,
}

#[derive(Template)]
#[template(path = "deliveries/index.html")]
struct Index {
    frame: Frame,
    base: String,
    runs: bool,
    networks: Vec<Line>,
    why_networks: Why,
    groups: Vec<Line>,
    why_groups: Why,
    /// What the terms name and nothing goes to yet, because nobody knows its address.
    unknown: String,
    sent: Vec<SentLine>,
    /// Minutes that are still drafts: where notes to the groups are written, and the day.
    drafts: Vec<(String, String)>,
    /// How many questions of groups wait for an answer.
    questions: Option<String>,
    /// How many mails came back and wait to be sent once more.
    came_back: Option<String>,
    forgery: String,
    contact: String,
    /// Whether it is the group's own, or only where answers go for want of one.
    own_contact: bool,
}

fn told(edition: &Edition) -> String {
    let count = |n: i64, one, many| (n > 0).then(|| words::count(n.unsigned_abs(), one, many));
    let called = count(edition.calls, "call for issues", "calls for issues");
    let waits = count(edition.waiting, "text to finish", "texts to finish");
    let parts: Vec<String> = [count(edition.told, "decision", "decisions"), called, waits].into_iter().flatten().collect();
    if parts.is_empty() { "0 decisions".to_owned() } else { parts.join(", ") }
}

fn network_line(group: &Group, base: &str, network: &Network, coming: &[Edition]) -> Line {
    let next = coming.iter().find(|edition| edition.network == network.id);
    Line {
        href: format!("{base}/networks/{}", network.id),
        name: network.name.clone(),
        address: network.goes_to().to_owned(),
        cadence: network.cadence.words(),
        heard: format!("{base}/networks/{}#received", network.id),
        state: next.map_or_else(
            || "Nothing waits".to_owned(),
            |edition| format!("{} on {}", told(edition), words::date_and_time(edition.leaves_at(group), &group.time_zone)),
        ),
        state_href: next.map(|edition| format!("{base}/editions/{}", edition.id)),
    }
}

fn group_line(group: &Group, base: &str, network: &Network, copies: &[store::LastCopy], back: &BTreeSet<(Uuid, Uuid)>) -> Line {
    let last = copies.iter().find(|copy| copy.network == network.id);
    let returned = |copy: &store::LastCopy| if back.contains(&(network.id, copy.meeting_id)) { "; its mail came back" } else { "" };
    Line {
        href: format!("{base}/networks/{}", network.id),
        name: network.name.clone(),
        address: network.goes_to().to_owned(),
        cadence: "The minute, when it is published".into(),
        heard: format!("{base}/networks/{}#received", network.id),
        state: last.map_or_else(
            || "None yet".to_owned(),
            |copy| {
                let sent = words::date(group.time_zone.to_datetime(copy.posted_at).date());
                format!("Minute of {}, sent {sent}{}", words::date(copy.held_on), returned(copy))
            },
        ),
        state_href: last.map(|copy| format!("/{}/meetings/{}/minute", group.slug, copy.meeting)),
    }
}

/// Editions on the page that were sent last.
const SENT: i64 = 12;

async fn index(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let (base, runs) = (format!("/{}/cascade", group.slug), acting.may(Verb::RunCascade));
    let (groups, networks): (Vec<Network>, Vec<Network>) =
        networks::all(&app.db, group.id).await?.into_iter().partition(|network| network.takes == Takes::Minute);
    let coming = editions::coming(&app.db, group.id).await?;
    let copies = store::last_copies(&app.db, group.id).await?;
    let asked = outings::recent(&app.db, group.id, 3 * SENT).await?;
    let out = |edition: &Edition| asked.iter().find(|outing| outing.edition == edition.id);
    let all_back = returned::standing(&app.db, group.id).await?;
    let minutes_back = returned::minutes(&all_back);
    let sent_line = |edition: Edition| SentLine {
        href: format!("{base}/editions/{}", edition.id),
        told: told(&edition),
        out: if returned::is_back(&all_back, edition.id) {
            "Its mail came back".to_owned()
        } else {
            out(&edition).map(Outing::words).unwrap_or_default()
        },
        again: out(&edition).filter(|outing| runs && outing.can_go_again()).map(|_| format!("{base}/editions/{}/once-more", edition.id)),
        empty: edition.told == 0 && edition.calls == 0,
        when: edition.sent_at.map(|at| words::date_and_time(at, &group.time_zone)).unwrap_or_default(),
        name: edition.name,
    };
    let notice = match uri.query() {
        Some("added") => Some("It is added: what comes from now on goes to it."),
        Some("changed") => Some("Saved: it applies to what is waiting, too."),
        Some("again") => Some("Its last minute is on its way once more."),
        Some("ended") => Some("Nothing more goes to it."),
        Some("set") => Some("Saved."),
        Some("once-more") => Some("What did not come out is in the next edition."),
        _ => None,
    };
    let unanswered = acknowledgements::unanswered(&app.db, group.id).await?;
    let drafts = store::drafts(&app.db, group.id).await?;
    let page = Index {
        frame: member.frame(&app, "Cascade", "/cascade").with_notice(notice),
        networks: networks.iter().map(|network| network_line(group, &base, network, &coming)).collect(),
        groups: groups.iter().map(|network| group_line(group, &base, network, &copies, &minutes_back)).collect(),
        sent: editions::recent(&app.db, group.id, SENT).await?.into_iter().map(sent_line).collect(),
        drafts: drafts.into_iter().map(|(number, day)| (format!("{base}/minutes/{number}"), words::date(day))).collect(),
        questions: (unanswered > 0).then(|| words::count(unanswered, "question waits", "questions wait")),
        came_back: (runs && !all_back.is_empty()).then(|| words::count(all_back.len() as u64, "mail", "mails")),
        forgery: member.session.forgery_token(&app),
        contact: group::membership::contact(&app.db, group).await?.unwrap_or_default(),
        why_networks: Why::of(&app.db, group, Rule::Networks).await?,
        why_groups: Why::of(&app.db, group, Rule::MinuteGroups).await?,
        unknown: networks::without_address(&app.db, group.id).await?.join(", "),
        own_contact: !group.contact.is_empty(),
        runs,
        base,
    };
    page::show(&page)
}

#[derive(Template)]
#[template(path = "deliveries/post.html")]
struct PostPage<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    fields: [Field; 3],
}

fn post_page(app: &App, member: &Member, typed: &NewPost, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let field = |name, label: &str, input, value: &str| Field::new(name, label, input).value(value).error(errors);
    let page = PostPage {
        frame: member.frame(app, "The group’s mail", "/cascade").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: format!("/{}/cascade", member.acting.group.slug),
        fields: [
            field("contact", "Where answers and questions go", Input::Email, &typed.contact)
                .hint("To editions and minutes. The group’s own mailbox, if it has one; left empty, they go to the administrator."),
            field("post_from", "Mail that was held over a night goes out from", Input::Time, &typed.post_from)
                .hint("On working days. Answers to one address on one day are one mail; what comes later waits for this hour."),
            field("copy_lead", "Minutes before a copy deadline at which our copy leaves", Input::Number, &typed.copy_lead).hint(
                "So that its editor has it in time. What is decided after that, and before the deadline, leaves once its wait is over.",
            ),
        ],
    };
    page::show_as(status, &page)
}

async fn show_post(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    must_cascade(&member.acting)?;
    let group = &member.acting.group;
    let stored = NewPost {
        contact: group.contact.clone(),
        post_from: group.post_from.strftime("%H:%M").to_string(),
        copy_lead: group.copy_lead.to_string(),
    };
    post_page(&app, &member, &stored, &[], StatusCode::OK)
}

async fn set_post(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let text = |name: &str| posted.fields.get(name).to_owned();
    let new = NewPost { contact: text("contact"), post_from: text("post_from"), copy_lead: text("copy_lead") };
    let mut tx = app.begin().await?;
    match groups::set_post(&app, &mut tx, &member.acting, &new).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return post_page(&app, &member, &new, &errors, StatusCode::UNPROCESSABLE_ENTITY);
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{}/cascade?set", member.acting.group.slug)).into_response())
}

async fn again(Shared(app): Shared<App>, Path((slug, network)): Path<(String, Uuid)>, member: Member, _posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    jobs::send_again(&app, &mut tx, &member.acting, network).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/cascade?again")).into_response())
}
