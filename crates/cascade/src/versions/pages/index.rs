//! What waits for somebody, and what every network is told of one decision.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    response::Response,
};
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Error, Result,
    page::{self, Frame},
    words,
};
use meetings::references::{in_address, read_decision};

use super::{
    super::{commands::now_told, model::State, store, words::too_many},
    edit::core_lines,
};
use crate::{
    editions,
    networks::{self, must_cascade},
};

struct Waits {
    href: String,
    title: String,
    reference: String,
    network: String,
    why: String,
    by: String,
}

#[derive(Template)]
#[template(path = "versions/pages/index.html")]
struct Index {
    frame: Frame,
    base: String,
    waiting: Vec<Waits>,
    coming: Vec<(String, String)>,
    hold: String,
    by_hand: bool,
}

pub(super) async fn index(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    must_cascade(&member.acting)?;
    let group = &member.acting.group;
    let base = format!("/{}/cascade", group.slug);
    let waits = |one: editions::Unfinished| Waits {
        href: format!("{base}/versions/{}/{}", one.network_id, in_address(&one.reference)),
        by: words::date_and_time(one.closes_at, &group.time_zone),
        title: one.title,
        reference: one.reference,
        network: one.network,
        why: one.why,
    };
    let coming = |edition: editions::Edition| {
        let when = words::date_and_time(edition.leaves_at(group), &group.time_zone);
        let n = words::count(edition.told.unsigned_abs(), "text", "texts");
        (format!("{base}/editions/{}", edition.id), format!("{}: {n}, {when}", edition.name))
    };
    let rules = store::rules(&app.db, group.id).await?;
    let notice = matches!(uri.query(), Some("set")).then_some("Saved: it applies to what is waiting, too.");
    let page = Index {
        frame: member.frame(&app, "Texts for the networks", "/cascade").with_notice(notice),
        waiting: editions::waiting(&app.db, group).await?.into_iter().map(waits).collect(),
        coming: editions::coming(&app.db, group.id).await?.into_iter().filter(|edition| edition.told > 0).map(coming).collect(),
        hold: words::count(rules.hold_minutes.unsigned_abs(), "minute", "minutes"),
        by_hand: rules.by_hand,
        base,
    };
    page::show(&page)
}

struct Line {
    network: String,
    href: Option<String>,
    headline: String,
    body: Vec<String>,
    state: String,
    edition: String,
}

#[derive(Template)]
#[template(path = "versions/pages/of_decision.html")]
struct OfDecision {
    frame: Frame,
    base: String,
    heading: String,
    decision: String,
    core: Vec<(&'static str, String)>,
    lines: Vec<Line>,
}

pub(super) async fn of_decision(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let all = store::placed(&app.db, group.id, None, read_decision(&reference).ok_or(Error::NotFound)?).await?;
    let first = all.first().ok_or(Error::NotFound)?;
    let networks = networks::all(&app.db, group.id).await?;
    let base = format!("/{}/cascade", group.slug);
    let at = in_address(&first.decision.reference());
    let mut lines = Vec::new();
    for placed in &all {
        // Of a network that has ended only its edition tells.
        let Some(network) = networks.iter().find(|network| network.id == placed.network) else { continue };
        let told = now_told(network, placed, &group.contact);
        let approver = placed.approver.clone().unwrap_or_default();
        let state = match (placed.edition_sent, told.ready) {
            _ if placed.left_out => "Left out of this network".into(),
            (Some(at), _) => format!("Sent {}", words::date_and_time(at, &group.time_zone)),
            (None, Some(_)) if placed.version.as_ref().is_some_and(|version| version.state == State::Approved) => {
                format!("Approved by {approver}")
            }
            (None, Some(_)) => "Goes as Brig has drafted it".into(),
            (None, None) => too_many(told.over).map_or_else(|| "Waits for somebody to approve it".into(), |many| format!("Waits: {many}")),
        };
        let may = placed.edition_sent.is_none() && acting.may(Verb::RunCascade);
        lines.push(Line {
            network: network.name.clone(),
            href: may.then(|| format!("{base}/versions/{}/{at}", network.id)),
            headline: told.headline,
            body: told.body.lines().map(str::to_owned).collect(),
            state,
            edition: format!("{base}/editions/{}", placed.edition),
        });
    }
    let heading = format!("Decision {} in the networks", first.decision.reference());
    let page = OfDecision {
        frame: member.frame(&app, &heading, "/cascade"),
        decision: format!("/{}/decisions/{at}", group.slug),
        core: core_lines(&first.decision),
        base,
        heading,
        lines,
    };
    page::show(&page)
}
