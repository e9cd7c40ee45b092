//! The library: every agreement in force, by theme and by words, also by what they mean; drafts and what is due for review.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, permissions::Verb};
use jiff::civil::Date;
use kernel::{
    App, Result,
    form::{Fields, Posted, encode_query},
    http::Caller,
    limits::Class,
    page::{self, Frame},
    words,
};

use super::{
    super::{
        commands,
        model::{Agreement, State},
        queries, store,
    },
    Viewer,
};
use crate::{
    finding,
    uses::{self, Uses},
};

/// The most that are named by what they mean.
const ALIKE: usize = 5;
/// The most characters of a search.
const LONGEST: usize = 2_000;

struct Line {
    href: String,
    reference: String,
    title: String,
    rule: String,
    theme: String,
    binds: &'static str,
    agreed: String,
    due: String,
    /// How many say that it still happens, where that brings it back to the group.
    still: String,
}

/// `due` is today for those of the group, who are told what is due for review; the public is not.
fn line(base: &str, themes: &HashMap<String, String>, agreement: &Agreement, due: Option<Date>, uses: &HashMap<i64, Uses>) -> Line {
    let still = uses.get(&agreement.number).filter(|uses| uses.comes_back()).map(|uses| uses.still);
    let content = &agreement.content;
    let review = content.review_on.filter(|_| due.is_some_and(|today| agreement.is_due(today))).map(words::date);
    Line {
        href: format!("{base}/{}", agreement.in_address()),
        reference: agreement.reference(),
        title: content.title.clone(),
        rule: excerpt(&content.rule),
        theme: themes.get(&content.theme).cloned().unwrap_or_default(),
        binds: content.binds.words(),
        agreed: agreement.agreed_on().map(words::date).unwrap_or_default(),
        due: review.map(|day| format!("Due for review since {day}")).unwrap_or_default(),
        still: still.map(|n| format!("Agreed, yet {n} reports since")).unwrap_or_default(),
    }
}

/// The beginning of a rule: up to 200 characters, ended at a word.
fn excerpt(rule: &str) -> String {
    const LONG: usize = 200;
    let rule = rule.split_whitespace().collect::<Vec<_>>().join(" ");
    if rule.chars().count() <= LONG {
        return rule;
    }
    let cut: String = rule.chars().take(LONG).collect();
    format!("{} …", cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole))
}

struct Waits {
    href: String,
    reference: String,
    title: String,
    what: String,
}

#[derive(Template)]
#[template(path = "rules/pages/library.html")]
struct Page {
    frame: Frame,
    forgery: String,
    base: String,
    q: String,
    /// Key, name, address, whether it is chosen.
    themes: Vec<(String, String, bool)>,
    lines: Vec<Line>,
    alike: Vec<Line>,
    due: usize,
    drafts: Vec<Waits>,
    past: Vec<Waits>,
    drafts_here: bool,
    public: bool,
    order: &'static str,
    filtered: bool,
}

/// The library of a group.
pub(super) async fn show(
    Shared(app): Shared<App>,
    Path(slug): Path<String>,
    caller: Caller,
    member: Result<Member>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let viewer = Viewer::of(&app, &slug, member).await?;
    let group = &viewer.group;
    let fields = Fields::of_query(&uri);
    let (q, theme) = (fields.get("q").trim().chars().take(LONGEST).collect::<String>(), fields.get("theme"));
    let notice = match uri.query() {
        Some("opened") => Some("Everybody who has the address can read what is in force now."),
        Some("closed") => Some("Only the group reads its agreements now."),
        _ => None,
    };
    let today = app.clock.today(&group.time_zone);
    let told = viewer.member.as_ref().map(|_| today);
    let all = if viewer.member.is_some() { store::all(&app.db, group.id).await? } else { store::in_force(&app.db, group.id).await? };
    let used_by = if viewer.member.is_some() { uses::since_in_force(&app.db, group.id).await? } else { HashMap::new() };
    let names: Vec<(String, String)> = queries::themes(&app.db, group.id).await?;
    let by_key: HashMap<String, String> = names.iter().cloned().collect();
    let base = format!("/{}/agreements", group.slug);
    let in_force: Vec<&Agreement> = all.iter().filter(|agreement| agreement.state == State::InForce).collect();
    let of_theme = |agreement: &&&Agreement| theme.is_empty() || agreement.content.theme == theme;
    let mut found: Vec<&Agreement> = in_force.iter().filter(of_theme).filter(|one| one.content.says(&q)).copied().collect();
    found.sort_by_key(|one| (!one.is_due(today) || viewer.member.is_none(), one.content.title.to_lowercase(), one.number));
    let alike = if q.is_empty() { Vec::new() } else { alike(&app, &viewer, caller, &q).await? };
    let alike = alike.iter().filter(|one| !found.iter().any(|there| there.number == one.number));
    let alike = alike.map(|one| line(&base, &by_key, one, told, &used_by)).collect();
    let used = |key: &str| in_force.iter().any(|agreement| agreement.content.theme == key);
    let waits = |agreement: &Agreement, what: String| Waits {
        href: format!("{base}/{}?version={}", agreement.in_address(), agreement.version),
        reference: agreement.reference(),
        title: agreement.content.title.clone(),
        what,
    };
    let drafts = all.iter().filter(|one| one.state == State::Draft && viewer.reads(one)).map(|one| {
        let version = if one.version > 1 { format!("version {}, ", one.version) } else { String::new() };
        waits(one, format!("{version}drafted {}", words::date(one.drafted_on)))
    });
    let gone = all.iter().filter(|one| one.state == State::Withdrawn && one.held() && viewer.reads(one));
    let gone = gone.map(|one| waits(one, one.ended_on.map(|day| format!("withdrawn {}", words::date(day))).unwrap_or_default()));
    let page = Page {
        frame: viewer.frame(&app, "Agreements: who does what").with_notice(notice),
        forgery: viewer.forgery(&app),
        due: if viewer.member.is_some() { in_force.iter().filter(|one| one.is_due(today)).count() } else { 0 },
        lines: found.into_iter().map(|one| line(&base, &by_key, one, told, &used_by)).collect(),
        alike,
        order: if viewer.member.is_some() { "In force; what is due for review first, then by title" } else { "In force, by title" },
        filtered: !q.is_empty() || !theme.is_empty(),
        themes: names
            .iter()
            .filter(|(key, _)| used(key))
            .map(|(key, name)| (encode_query(key).into_owned(), name.clone(), key == theme))
            .collect(),
        drafts: drafts.collect(),
        past: gone.collect(),
        drafts_here: viewer.may(Verb::DraftAgreements),
        public: store::is_public(&app.db, group.id).await?,
        base,
        q,
    };
    page::show(&page)
}

/// Those that mean what somebody wrote. It takes the processor, so that a caller may ask so often only.
async fn alike(app: &App, viewer: &Viewer, caller: Caller, q: &str) -> Result<Vec<Agreement>> {
    app.limits.check(Class::Similar, caller.0)?;
    Ok(finding::answering(app, &viewer.group, q, ALIKE).await?.into_iter().map(|found| found.agreement).collect())
}

/// Opens the library to everybody, or closes it.
pub(super) async fn set_public(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let public = posted.fields.get("public") == "yes";
    let mut tx = app.begin().await?;
    commands::set_public(&app, &mut tx, &member.acting, public).await?;
    app.commit(tx).await?;
    let said = if public { "opened" } else { "closed" };
    Ok(Redirect::to(&format!("/{}/agreements?{said}", member.acting.group.slug)).into_response())
}
