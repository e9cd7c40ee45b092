//! Drafting: what somebody typed becomes the content of a draft, a new one or a new version.

use group::{
    acting::Acting,
    groups::{self, Group},
    membership::{self, find_seat},
    screening::{refuse_in_papers, refuse_numbers},
};
use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx, clock,
    form::{Checks, TextRule},
    ledger::{self, Fact},
};
use uuid::Uuid;

use super::{
    super::{
        model::{Agreement, Ancestor, Binds, Content, Owner, State, rule_of, words_to_send},
        queries, store,
    },
    draft_of, event, must_draft,
};

/// An agreement as somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewAgreement {
    /// What people call it.
    pub title: String,
    /// The rule.
    pub rule: String,
    /// The key of a theme of the group; empty for none.
    pub theme: String,
    /// The services that it is about.
    pub services: String,
    /// What and whom it covers, and what not.
    pub covers: String,
    /// `primary`, `secondary` or `both`.
    pub binds: String,
    /// Words that a GP can send.
    pub gp_words: String,
    /// Words that a consultant can send.
    pub consultant_words: String,
    /// What patients are told.
    pub patients: String,
    /// What people say who need it, a line each.
    pub asked: String,
    /// Who looks after it: a member by name, mail address or key, else somebody in words.
    pub owner: String,
    /// The decision that it came from: `26/D09`.
    pub decision: String,
    /// That decision's key, where it is one of this group's.
    pub decision_id: Option<Uuid>,
    /// The issues that it came from, by reference.
    pub issues: String,
    /// The day from which it is dated, `2026-11-22`; empty for the day both sides approve it.
    pub agreed_on: String,
    /// The day on which it is looked at again.
    pub review_on: String,
}

/// What an agreement that follows from a decision begins with: its sentence as the rule, and words to send that name it.
#[must_use]
pub fn draft_from(decision: &str, decision_id: Option<Uuid>, sentence: &str, issues: &[String]) -> NewAgreement {
    let rule = rule_of(sentence);
    let words = words_to_send(decision, &rule);
    NewAgreement {
        binds: Binds::Both.key().into(),
        gp_words: words.clone(),
        consultant_words: words,
        decision: decision.into(),
        decision_id,
        issues: issues.join(", "),
        rule,
        ..NewAgreement::default()
    }
}

fn day(checks: &mut Checks, field: &'static str, typed: &str) -> Option<Date> {
    let typed = typed.trim();
    let day = typed.parse().ok();
    if !typed.is_empty() && day.is_none() {
        checks.fail(field, "Write the day as year, month and day: 2027-11-22");
    }
    day
}

/// The references of issues, as they are written; other texts are refused.
fn issues(checks: &mut Checks, group: &Group, typed: &str) -> Vec<String> {
    let mut read = Vec::new();
    for word in typed.split([',', ';', ' ', '\n']).map(str::trim).filter(|word| !word.is_empty()) {
        match group.number(word).map(|number| group.reference(number)) {
            Some(reference) if !read.contains(&reference) => read.push(reference),
            Some(_) => {}
            None => checks.fail("issues", format!("Write the issues by their references, as {}", group.reference(231))),
        }
    }
    read.truncate(50);
    read
}

/// What was typed as it will be kept. What it came from elsewhere is no part of what is typed.
async fn checked(app: &App, tx: &mut Tx, group: &Group, typed: &NewAgreement, ancestry: Vec<Ancestor>) -> Result<Content> {
    let mut checks = Checks::default();
    let line = |required, name, max| TextRule { required, name, max, lines: false };
    let lines = |required, name, max| TextRule { required, name, max, lines: true };
    let title = checks.text("title", &typed.title, line(Some("Say in a few words what it is about"), "The title", 120));
    let rule = checks.text("rule", &typed.rule, lines(Some("Write who does what, in a sentence or two"), "The rule", 3_000));
    let services = checks.text("services", &typed.services, line(None, "The services", 300));
    let covers = checks.text("covers", &typed.covers, lines(None, "What it covers", 1_500));
    let gp_words = checks.text("gp_words", &typed.gp_words, lines(None, "The words", 700));
    let consultant_words = checks.text("consultant_words", &typed.consultant_words, lines(None, "The words", 700));
    let patients = checks.text("patients", &typed.patients, lines(None, "The text for patients", 2_000));
    let asked = checks.text("asked", &typed.asked, lines(None, "What people say", 2_000));
    let decision = checks.text("decision", &typed.decision, line(None, "The decision", 60));
    let words = checks.text("owner", &typed.owner, line(None, "Who looks after it", 150));
    let issues = issues(&mut checks, group, &typed.issues);
    let (agreed_on, review_on) = (day(&mut checks, "agreed_on", &typed.agreed_on), day(&mut checks, "review_on", &typed.review_on));
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    if agreed_on.is_some_and(|day| day > today) {
        checks.fail("agreed_on", "A day to come cannot be the day it was agreed: leave it empty for the day both sides approve it");
    }
    let binds = if typed.binds.is_empty() { Some(Binds::default()) } else { Binds::from_key(&typed.binds) };
    if binds.is_none() {
        checks.fail("binds", "Choose whom it binds");
    }
    let theme = typed.theme.trim().to_owned();
    if !theme.is_empty() && !queries::themes(&mut *tx, group.id).await?.iter().any(|(key, _)| *key == theme) {
        checks.fail("theme", "Choose one of the group’s themes");
    }
    let seats = membership::seats(&mut *tx, group).await?;
    let member = find_seat(&seats, &words).map(|seat| seat.person);
    let owner = Owner { member, words: if member.is_some() { String::new() } else { words } };
    checks.done()?;
    let texts = [
        ("title", &title),
        ("rule", &rule),
        ("services", &services),
        ("covers", &covers),
        ("gp_words", &gp_words),
        ("consultant_words", &consultant_words),
        ("patients", &patients),
        ("asked", &asked),
        ("decision", &decision),
    ];
    refuse_in_papers(&mut *tx, group.id, texts.iter().map(|(field, text)| (*field, text.as_str()))).await?;
    refuse_numbers([("owner", owner.words.as_str())].into_iter(), false)?;
    // The key is that of the decision whose reference stands there, and of no other.
    let decision_id = typed.decision_id.filter(|_| !decision.is_empty());
    let binds = binds.unwrap_or_default();
    Ok(Content {
        title,
        rule,
        theme,
        services,
        covers,
        binds,
        gp_words,
        consultant_words,
        patients,
        asked,
        owner,
        decision,
        decision_id,
        issues,
        agreed_on,
        review_on,
        ancestry,
    })
}

/// Writes a new version into the store, as a draft.
async fn insert(app: &App, tx: &mut Tx, acting: &Acting, before: Option<&Agreement>, content: Content, how: &str) -> Result<Agreement> {
    let group = &acting.group;
    let now = app.clock.now();
    let drafted_on = clock::day_of(now, &group.time_zone);
    let number = match before {
        Some(before) => before.number,
        None => groups::next_number(tx, group.id, "agreements").await?,
    };
    let agreement = Agreement {
        id: app.ids.key(now)?,
        number,
        year: before.map_or(i64::from(drafted_on.year()), |before| before.year),
        version: before.map_or(1, |before| before.version + 1),
        revision: 1,
        state: State::Draft,
        hash: kernel::keys::hash(&store::canonical(&content)?),
        content,
        drafted_on,
        in_force_on: None,
        ended_on: None,
        reason: String::new(),
    };
    store::insert(tx, group.id, &agreement).await?;
    ledger::record(tx, event(app, acting, "agreement.drafted", &agreement).with("how", Fact::Word(how.into()))).await?;
    Ok(agreement)
}

/// Drafts an agreement.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not draft agreements; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn create(app: &App, tx: &mut Tx, acting: &Acting, new: &NewAgreement) -> Result<Agreement> {
    must_draft(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let content = checked(app, tx, &acting.group, new, Vec::new()).await?;
    insert(app, tx, acting, None, content, "written").await
}

/// Drafts an agreement that was in force elsewhere. It keeps where it came from, and holds here once both sides have approved it.
///
/// # Errors
/// As [`create`]; [`Error::Conflict`] when this very version was adopted already.
pub async fn adopt(app: &App, tx: &mut Tx, acting: &Acting, new: &NewAgreement, ancestry: Vec<Ancestor>) -> Result<Agreement> {
    must_draft(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let from = ancestry.first();
    let same = |agreement: &Agreement| agreement.state != State::Withdrawn && agreement.content.ancestry.first() == from;
    if let Some(there) = store::all(&mut *tx, acting.group.id).await?.into_iter().find(same) {
        return Err(Error::Conflict(format!("This agreement is here already, as {}.", there.reference())));
    }
    let content = checked(app, tx, &acting.group, new, ancestry).await?;
    insert(app, tx, acting, None, content, "adopted").await
}

/// Begins a new version of an agreement in force, with what it says now. Until both sides approve it the older one holds.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not draft agreements; [`Error::Conflict`] when it is not in force or has a draft.
pub async fn begin_version(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<Agreement> {
    must_draft(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let all = store::versions(&mut *tx, group.id, number).await?;
    let newest = all.first().ok_or(Error::NotFound)?;
    if newest.state == State::Draft {
        return Err(Error::Conflict("Somebody has begun a new version already.".into()));
    }
    // A draft that came to nothing has used its number of a version; what is in force is what one begins from.
    let from = all.iter().find(|version| version.held()).unwrap_or(newest);
    let content = Content { agreed_on: None, review_on: None, ..from.content.clone() };
    insert(app, tx, acting, Some(newest), content, "new-version").await
}

/// Changes a draft. Whoever had approved it is asked again, because an approval is of one content only.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has changed it since `revision`, or it has no draft; as [`create`] else.
pub async fn change(app: &App, tx: &mut Tx, acting: &Acting, number: i64, revision: i64, new: &NewAgreement) -> Result<Agreement> {
    must_draft(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let draft = draft_of(&mut *tx, group, number).await?;
    let decision_id = new.decision_id.or(draft.content.decision_id.filter(|_| new.decision.trim() == draft.content.decision));
    let new = NewAgreement { decision_id, ..new.clone() };
    let content = checked(app, tx, group, &new, draft.content.ancestry.clone()).await?;
    if content == draft.content {
        return Ok(draft);
    }
    if !store::update(tx, group.id, draft.id, revision, &content).await? {
        return Err(Error::Conflict("Somebody else has changed this draft meanwhile.".into()));
    }
    ledger::record(tx, event(app, acting, "agreement.changed", &draft)).await?;
    let hash = kernel::keys::hash(&store::canonical(&content)?);
    Ok(Agreement { content, hash, revision: draft.revision + 1, ..draft })
}
