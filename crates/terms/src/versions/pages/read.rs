//! Read the draft as it will be, see what is missing and what differs from the version in force, and approve it.

use askama::Template;
use axum::{
    extract::{OriginalUri, State as Shared},
    response::Response,
};
use group::{
    acting::Member,
    membership::{Side, key_holder, side_words},
    permissions::Verb,
};
use kernel::{
    App, Result,
    form::Posted,
    page::{self, Frame},
};

use super::{
    super::{
        commands::{self, paper},
        model::{State, Version},
        store,
    },
    Differences, Shown, at, show, shown, to, visible,
};
use crate::{
    paper::{Missing, Paper},
    rules::title,
};

struct Gap {
    words: String,
    href: String,
}

#[derive(Template)]
#[template(path = "versions/pages/read.html")]
struct Page {
    frame: Frame,
    forgery: String,
    draft: String,
    standing: String,
    is_draft: bool,
    may_tailor: bool,
    missing: Vec<Gap>,
    approved: Vec<String>,
    waiting: Vec<&'static str>,
    /// The hash of what is shown, for who may approve it now.
    hash: Option<String>,
    own_side: &'static str,
    /// What differs from the version in force.
    differences: Option<Differences>,
    paper: Shown,
}

pub(super) async fn page(Shared(app): Shared<App>, OriginalUri(uri): OriginalUri, member: Member) -> Result<Response> {
    let acting = &member.acting;
    let found = visible(&app, acting).await?;
    let notice = match uri.query() {
        Some("approved") => Some("Your side’s approval is saved. The terms hold once the other side has approved the same text."),
        Some("agreed") => Some("Both sides have approved it. It comes into force on its day."),
        Some("asked") => Some("Both sides are asked by mail to read it and to approve it."),
        _ => None,
    };
    let gap = |missing: &Missing| match missing {
        Missing::Rule(rule) => Gap { words: title(*rule).to_owned(), href: at(&member, &format!("/draft/rules/{}", rule.key())) },
        Missing::Question { id, asked } => Gap { words: beginning(asked), href: at(&member, &format!("/draft/questions#q-{id}")) },
    };
    let missing: Vec<Gap> = found.missing().iter().map(gap).collect();
    let approved = found.approved();
    let is_draft = found.version.state == State::Draft;
    let given = |side: &Side| approved.iter().any(|given| given.side == *side);
    let before = store::in_force(&app.db, acting.group.id).await?;
    let page = Page {
        frame: member.frame(&app, "Read the draft", "/terms").with_notice(notice),
        forgery: member.session.forgery_token(&app),
        draft: at(&member, "/draft"),
        standing: found.version.standing(),
        is_draft,
        may_tailor: acting.may(Verb::TailorTerms),
        hash: (is_draft && missing.is_empty() && acting.may(Verb::TurnKey) && !given(&acting.side)).then(|| kernel::keys::hex(&found.hash)),
        own_side: side_words(acting.side),
        waiting: [Side::Gp, Side::Consultant].iter().filter(|side| is_draft && !given(side)).map(|side| side_words(*side)).collect(),
        approved: approved.iter().map(|given| key_holder(&given.name, given.side, given.deputy)).collect(),
        missing,
        differences: before.map(|before| differences(&before, &found.paper)).transpose()?,
        paper: shown(&found.paper),
    };
    page::show(&page)
}

/// The beginning of what is asked: advice can be long.
fn beginning(asked: &str) -> String {
    match asked.char_indices().nth(90) {
        None => asked.to_owned(),
        Some((to, _)) => format!("{} …", asked[..to].rsplit_once(' ').map_or(&asked[..to], |(rest, _)| rest)),
    }
}

fn differences(before: &Version, now: &Paper) -> Result<Differences> {
    Ok(Differences::new(before.number, &paper(before)?, now))
}

pub(super) async fn pdf(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    let found = visible(&app, &member.acting).await?;
    show::file(&member.acting.group, &found.version, &found.paper, false).await
}

pub(super) async fn word(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    let found = visible(&app, &member.acting).await?;
    show::file(&member.acting.group, &found.version, &found.paper, true).await
}

pub(super) async fn ask(Shared(app): Shared<App>, member: Member, _posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::ask(&app, &mut tx, &member.acting).await?;
    app.commit(tx).await?;
    Ok(to(at(&member, "/draft/read?asked")))
}

pub(super) async fn approve(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    let state = commands::approve(&app, &mut tx, &member.acting, Some(posted.fields.get("hash"))).await?;
    app.commit(tx).await?;
    Ok(to(at(
        &member,
        match state {
            State::Draft => "/draft/read?approved",
            State::Agreed => "/draft/read?agreed",
            State::InForce | State::Past => "?in-force",
        },
    )))
}
