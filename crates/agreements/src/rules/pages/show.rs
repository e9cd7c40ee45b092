//! The page of one agreement: the rule, words to send, where it stands, and what either side can do with it.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
};
use group::{
    acting::Member,
    membership::{self, Side, side_words},
    permissions::Verb,
};
use kernel::{
    App, Error, Result,
    form::{Fields, Posted, shown_again},
    page::{self, Frame, Moment, Timeline},
    words,
};

use super::{
    super::{
        commands::{self, address, approvers},
        document::standing,
        model::{Agreement, Approval, State},
        queries, store, travel,
    },
    Viewer, number, readable, whole_short,
};
use crate::uses::{self, Uses};

/// What somebody of the group sees of a version beside its text.
struct Keys {
    approved: Vec<String>,
    missing: Vec<&'static str>,
    wanted: Vec<&'static str>,
    /// Whether it is ready for those who have yet to approve it to be asked.
    asks: bool,
    /// The hash of what is shown, for who may approve it now.
    hash: Option<String>,
    own_side: &'static str,
}

struct Version {
    href: String,
    words: String,
}

#[derive(Template)]
#[template(path = "rules/pages/show.html")]
struct Page {
    frame: Frame,
    forgery: String,
    base: String,
    here: String,
    query: String,
    version: i64,
    title: String,
    rule: String,
    standing: String,
    state: &'static str,
    is_draft: bool,
    in_force: bool,
    due: String,
    /// What it did since it is in force, and whether that brings it back to the group.
    uses: Option<String>,
    comes_back: bool,
    /// Whether the reports on it may be read.
    reads_reports: bool,
    reason: String,
    /// Where a colleague who gets the words can read the agreement.
    signed: String,
    gp_words: String,
    consultant_words: String,
    patients: String,
    facts: Vec<(&'static str, String, Option<String>)>,
    ancestry: Vec<String>,
    short: String,
    keys: Keys,
    /// Whether a new version can be begun, and whether this one can be withdrawn.
    drafts_here: bool,
    withdraws: bool,
    may_begin: bool,
    reason_typed: String,
    reason_error: String,
    versions: Vec<Version>,
    timeline: Option<Timeline>,
}

/// Who looks after an agreement, for those of the group; the public asks the group.
pub(super) async fn owner_words(app: &App, viewer: &Viewer, agreement: &Agreement) -> Result<String> {
    if viewer.member.is_none() {
        return Ok(String::new());
    }
    let owner = &agreement.content.owner;
    let Some(member) = owner.member else { return Ok(owner.words.clone()) };
    let seats = membership::seats(&app.db, &viewer.group).await?;
    let seat = seats.into_iter().find(|seat| seat.person == member);
    Ok(seat.map_or_else(|| "Somebody who has left the group: choose who looks after it now".into(), |seat| seat.name))
}

fn keys(app: &App, viewer: &Viewer, agreement: &Agreement, approvals: &[Approval]) -> Keys {
    let is_draft = agreement.state == State::Draft;
    let current = |side: Side| approvals.iter().any(|given| given.side == side && given.content_hash == agreement.hash);
    let wanted = if is_draft { agreement.content.wanted(app.clock.today(&viewer.group.time_zone)) } else { Vec::new() };
    let own = viewer.member.as_ref().map_or(Side::Other, |member| member.acting.side);
    let turns = is_draft && wanted.is_empty() && viewer.may(Verb::TurnKey) && !current(own);
    let missing = [Side::Gp, Side::Consultant].into_iter().filter(|side| is_draft && !current(*side));
    Keys {
        approved: approvers(agreement, approvals),
        missing: missing.map(side_words).collect(),
        asks: is_draft && wanted.is_empty(),
        wanted,
        hash: turns.then(|| kernel::keys::hex(&agreement.hash)),
        own_side: side_words(own),
    }
}

async fn facts(app: &App, viewer: &Viewer, agreement: &Agreement) -> Result<Vec<(&'static str, String, Option<String>)>> {
    let content = &agreement.content;
    let slug = &viewer.group.slug;
    let theme = queries::themes(&app.db, viewer.group.id).await?.into_iter().find(|(key, _)| *key == content.theme);
    let decision = content.decision_id.filter(|_| viewer.member.is_some());
    let mut facts = vec![
        ("It binds", content.binds.words().to_owned(), None),
        ("What it covers", content.covers.clone(), None),
        ("Services", content.services.clone(), None),
        ("Theme", theme.map(|(_, name)| name).unwrap_or_default(), None),
        ("From decision", content.decision.clone(), decision.map(|_| format!("/{slug}/decisions/{}", content.decision.replace('/', "-")))),
        ("Looked after by", owner_words(app, viewer, agreement).await?, None),
        ("To be looked at again by", content.review_on.map(words::date).unwrap_or_default(), None),
    ];
    if viewer.may(Verb::ReadIssues) {
        facts.extend(content.issues.iter().map(|issue| ("From issue", issue.clone(), Some(format!("/{slug}/issues/{issue}")))));
    }
    facts.retain(|(_, value, _)| !value.is_empty());
    Ok(facts)
}

/// What happened to an agreement, in a sentence.
fn moment(entry: &kernel::ledger::Entry, who: Option<String>, viewer: &Viewer) -> Moment {
    let fact = |name: &str| entry.facts.get(name).and_then(|fact| fact.as_str()).unwrap_or_default();
    let version = entry.facts.get("version").and_then(serde_json::Value::as_i64).unwrap_or(1);
    let what = match (entry.verb.as_str(), fact("how")) {
        ("agreement.drafted", "adopted") => "Adopted from another group, as a draft".to_owned(),
        ("agreement.drafted", _) => format!("Version {version} drafted"),
        ("agreement.changed", _) => "Draft changed".to_owned(),
        ("agreement.approved", _) => {
            let side = Side::from_key(fact("side")).map_or("", side_words);
            format!("Version {version} approved for the {side}")
        }
        ("agreement.asked", _) => format!("Asked to approve version {version}"),
        ("agreement.in-force", _) => format!("Version {version} in force"),
        ("agreement.superseded", _) => format!("Version {version} superseded"),
        ("agreement.withdrawn", _) => format!("Version {version} withdrawn"),
        ("agreement.exported", _) => format!("Version {version} exported as a file, for another group"),
        (other, _) => other.to_owned(),
    };
    Moment { what, when: words::date_and_time(entry.at, &viewer.group.time_zone), who: who.unwrap_or_default() }
}

fn notice(query: &Fields, state: State) -> Option<&'static str> {
    let said = |name: &str| query.iter().any(|(other, _)| other == name);
    match () {
        () if said("drafted") => Some("Saved as a draft. It is in force once both co-chairs have approved it."),
        () if said("adopted") => {
            Some("It is here as a draft. Change what names the other group, its people and its decision; then both co-chairs approve it.")
        }
        () if said("saved") => Some("Saved. Whoever had approved it is asked to read it again."),
        () if said("asked") => Some("Those who have yet to approve it are asked by mail."),
        () if said("begun") => Some("A new version has begun, with what was in force. Until both sides approve it, the older one holds."),
        () if said("approved") && state == State::Draft => {
            Some("Your side’s approval is saved. It is in force once the other side has approved it too.")
        }
        () if said("approved") => Some("Both sides have approved it: the agreement is in force."),
        () if said("withdrawn") => Some("Withdrawn. What was in force stays readable for the group."),
        () => None,
    }
}

#[derive(Template)]
#[template(path = "rules/pages/gone.html")]
struct Gone {
    frame: Frame,
    reference: String,
    ended: String,
    base: String,
}

/// Who comes by an old sheet of paper is told that it holds no longer.
fn gone(app: &App, viewer: &Viewer, agreement: &Agreement) -> Result<Response> {
    page::show(&Gone {
        frame: viewer.frame(app, format!("Agreement {}", agreement.reference())),
        reference: agreement.reference(),
        ended: agreement.ended_on.map(words::date).unwrap_or_default(),
        base: format!("/{}/agreements", viewer.group.slug),
    })
}

/// The page of an agreement.
pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((slug, typed)): Path<(String, String)>,
    member: Result<Member>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let viewer = Viewer::of(&app, &slug, member).await?;
    let (query, number) = (Fields::of_query(&uri), number(&typed)?);
    if viewer.member.is_none() {
        let all = store::versions(&app.db, viewer.group.id, number).await?;
        if !all.iter().any(|one| one.state == State::InForce)
            && let Some(old) = all.iter().find(|one| one.held())
        {
            return gone(&app, &viewer, old);
        }
    }
    page_of(&app, &viewer, number, &query, ("", "")).await
}

async fn page_of(app: &App, viewer: &Viewer, number: i64, query: &Fields, reason: (&str, &str)) -> Result<Response> {
    let version = query.get("version").parse().ok();
    let (agreement, all) = readable(app, viewer, number, version).await?;
    let group = &viewer.group;
    let inside = viewer.may(Verb::SeeMeetings);
    let approvals = if viewer.member.is_some() { store::approvals(&app.db, group.id, agreement.id).await? } else { Vec::new() };
    let (content, here) = (&agreement.content, address(group, &agreement));
    let in_force = agreement.state == State::InForce;
    let timeline = if inside {
        let moments = queries::moments(&app.db, group.id, number).await?;
        Some(Timeline { moments: moments.iter().map(|(entry, who)| moment(entry, who.clone(), viewer)).collect() })
    } else {
        None
    };
    let due = content.review_on.filter(|_| viewer.member.is_some() && agreement.is_due(app.clock.today(&group.time_zone)));
    let uses = match agreement.in_force_on.filter(|_| in_force && viewer.member.is_some()) {
        Some(from) => uses::of(&app.db, group.id, number, from).await?,
        None => Uses::default(),
    };
    let drafts_here = viewer.may(Verb::DraftAgreements);
    let is_draft = agreement.state == State::Draft;
    let older = all.iter().filter(|one| one.version != agreement.version);
    let page = Page {
        frame: viewer.frame(app, &content.title).with_notice(notice(query, agreement.state)),
        forgery: viewer.forgery(app),
        base: format!("/{}/agreements", group.slug),
        query: format!("?version={}", agreement.version),
        version: agreement.version,
        title: content.title.clone(),
        rule: content.rule.clone(),
        standing: standing(&agreement),
        state: agreement.state.words(),
        is_draft,
        in_force,
        due: due.map(words::date).unwrap_or_default(),
        uses: uses.words(),
        comes_back: uses.comes_back(),
        reads_reports: uses.still > 0 && viewer.may(Verb::ReadIssues),
        reason: agreement.reason.clone(),
        signed: format!("{}, {}: {}", group.name, agreement.reference(), whole_short(app, group, number)),
        gp_words: content.gp_words.clone(),
        consultant_words: content.consultant_words.clone(),
        patients: content.patients.clone(),
        facts: facts(app, viewer, &agreement).await?,
        ancestry: content.ancestry.iter().map(travel::ancestor_words).collect(),
        short: whole_short(app, group, number),
        keys: keys(app, viewer, &agreement, &approvals),
        drafts_here,
        withdraws: drafts_here && (is_draft || in_force && viewer.may(Verb::TurnKey)),
        may_begin: drafts_here && !is_draft && !all.iter().any(|one| one.state == State::Draft),
        reason_typed: shown_again(reason.0),
        reason_error: reason.1.to_owned(),
        versions: older.map(|one| Version { href: format!("{here}?version={}", one.version), words: standing(one) }).collect(),
        timeline,
        here,
    };
    page::show_as(if reason.1.is_empty() { axum::http::StatusCode::OK } else { axum::http::StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

/// Approves a draft for one's side.
pub(super) async fn approve(
    Shared(app): Shared<App>,
    Path((_, typed)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let number = number(&typed)?;
    let mut tx = app.begin().await?;
    let state = commands::approve(&app, &mut tx, &member.acting, number, Some(posted.fields.get("hash"))).await?;
    app.commit(tx).await?;
    let all = store::versions(&app.db, member.acting.group.id, number).await?;
    let done = all.iter().find(|one| one.state == state).ok_or(Error::NotFound)?;
    Ok(Redirect::to(&format!("{}?version={}&approved", address(&member.acting.group, done), done.version)).into_response())
}

/// Asks whoever has yet to approve a draft.
pub(super) async fn ask(Shared(app): Shared<App>, Path((_, typed)): Path<(String, String)>, member: Member, _: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    let draft = commands::ask(&app, &mut tx, &member.acting, number(&typed)?).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}?version={}&asked", address(&member.acting.group, &draft), draft.version)).into_response())
}

/// Begins a new version.
pub(super) async fn begin_version(
    Shared(app): Shared<App>,
    Path((_, typed)): Path<(String, String)>,
    member: Member,
    _: Posted,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    let draft = commands::begin_version(&app, &mut tx, &member.acting, number(&typed)?).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("{}?version={}&begun", address(&member.acting.group, &draft), draft.version)).into_response())
}

/// Withdraws the draft, or what is in force.
pub(super) async fn withdraw(
    Shared(app): Shared<App>,
    Path((_, typed)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (number, fields) = (number(&typed)?, &posted.fields);
    let mut tx = app.begin().await?;
    match commands::withdraw(&app, &mut tx, &member.acting, number, fields.get("what") == "draft", fields.get("reason")).await {
        Ok(()) => app.commit(tx).await?,
        Err(error @ (Error::Invalid(_) | Error::Refused(..))) => {
            drop(tx);
            let messages: Vec<String> = error.into_messages("reason")?.into_iter().map(|error| error.message).collect();
            let viewer = Viewer { group: member.acting.group.clone(), member: Some(member) };
            return page_of(&app, &viewer, number, fields, (fields.get("reason"), &messages.join(" "))).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{}/agreements", member.acting.group.slug)).into_response())
}
