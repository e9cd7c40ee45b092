//! The verbs on reports: draft, compose anew, write into it, approve, begin a new version, withdraw.

use group::{
    acting::Acting,
    approvals::{Approval, both_approve},
    groups::{self, Group},
    membership::{Side, key_holder},
    permissions::Verb,
    screening::refuse_in_papers,
};
use jiff::civil::Date;
use kernel::{
    App, Error, On, Result, Tx,
    form::{Checks, Fields, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    asks, mail,
    model::{Content, Report, State, Written, is_period},
    queries, store,
};
use crate::{answers, networks::must_cascade};

pub(super) fn event(app: &App, acting: &Acting, verb: &'static str, report: &Report) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, report.root)
        .with("as", acting.acted_as())
        .with("number", Fact::Number(report.number))
        .with("version", Fact::Number(report.version))
}

/// What a report of a period says before anybody has written into it.
async fn composed(app: &App, tx: &mut Tx, acting: &Acting, (from, to): queries::Period, before: Option<&Report>) -> Result<Content> {
    let group = &acting.group;
    let (written, asks) = before.map(|report| (report.content.written.clone(), report.content.asks.clone())).unwrap_or_default();
    let today = app.clock.today(&group.time_zone);
    let lines = super::line::names(&mut *tx, group.id).await?;
    Ok(Content {
        group: group.name.clone(),
        board: group.board.clone(),
        line: lines,
        from,
        to,
        composed_on: today,
        author: format!("{}, {}", acting.name, acting.role_words()),
        numbers: queries::numbers(&mut *tx, group, (from, to), today).await?,
        written,
        asks,
        earlier: asks::earlier(&mut *tx, group.id, (from, to), before.map(|report| report.number)).await?,
    })
}

fn hashed(content: &Content) -> Result<Vec<u8>> {
    Ok(kernel::keys::hash(&store::canonical(content)?))
}

/// Drafts a report of a period, both days as they were typed.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::Invalid`] for the days.
pub async fn draft(app: &App, tx: &mut Tx, acting: &Acting, from: &str, to: &str) -> Result<Report> {
    must_cascade(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let today = app.clock.today(&group.time_zone);
    let mut checks = Checks::default();
    let mut day = |field: &'static str, typed: &str| {
        typed.trim().parse::<Date>().unwrap_or_else(|_| {
            checks.fail(field, "Enter a day, such as 2026-04-01");
            today
        })
    };
    let (from, to) = (day("from_on", from), day("to_on", to));
    checks.done()?;
    if !is_period(from, to, today) {
        return Err(Error::field("from_on", "A report covers a period that ends today at the latest, and five years at most"));
    }
    let content = composed(app, tx, acting, (from, to), None).await?;
    let id = app.ids.key(app.clock.now())?;
    let number = groups::next_number(tx, group.id, "reports").await?;
    let report = Report {
        id,
        root: id,
        number,
        version: 1,
        revision: 1,
        state: State::Draft,
        hash: hashed(&content)?,
        content,
        drafted_on: today,
        approved_on: None,
    };
    store::insert(tx, group.id, &report, acting.person).await?;
    ledger::record(tx, event(app, acting, "report.drafted", &report)).await?;
    Ok(report)
}

/// The draft of a report.
///
/// # Errors
/// [`Error::NotFound`] when there is no such report; [`Error::Conflict`] when it has no draft.
async fn draft_of(on: impl Into<On<'_>>, group: &Group, number: i64) -> Result<Report> {
    let all = store::versions(on, group.id, number).await?;
    if all.is_empty() {
        return Err(Error::NotFound);
    }
    let draft = all.into_iter().find(|version| version.state == State::Draft);
    draft.ok_or_else(|| Error::Conflict("There is no draft of it: begin a new version to change it.".into()))
}

async fn keep(app: &App, tx: &mut Tx, acting: &Acting, draft: Report, revision: i64, content: Content, verb: &'static str) -> Result<()> {
    if content == draft.content {
        return Ok(());
    }
    if !store::update(tx, acting.group.id, draft.id, revision, &content, acting.person).await? {
        return Err(Error::Conflict("Somebody else has changed this report meanwhile. It stands below; saving again replaces it".into()));
    }
    ledger::record(tx, event(app, acting, verb, &draft)).await
}

/// Composes the numbers of a draft anew, from the record as it is now. What people wrote stays.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::Conflict`] when there is no draft.
pub async fn compose_anew(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    must_cascade(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let draft = draft_of(&mut *tx, &acting.group, number).await?;
    let content = composed(app, tx, acting, (draft.content.from, draft.content.to), Some(&draft)).await?;
    let revision = draft.revision;
    keep(app, tx, acting, draft, revision, content, "report.composed").await
}

/// Writes words and asks into a draft, as they were typed. Whoever had approved it is asked again.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has changed it since `revision`, or there is no draft; [`Error::Invalid`] and
/// [`Error::Refused`] for what was typed; else as [`compose_anew`].
pub async fn write(app: &App, tx: &mut Tx, acting: &Acting, number: i64, revision: i64, typed: &Fields) -> Result<()> {
    must_cascade(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let draft = draft_of(&mut *tx, group, number).await?;
    let mut checks = Checks::default();
    let mut lines =
        |name: &'static str, what| checks.text(name, typed.get(name), TextRule { required: None, name: what, max: 2_000, lines: true });
    let written = Written {
        summary: lines("summary", "The summary"),
        good_news: lines("good_news", "The good news"),
        could_not: lines("could_not", "The text"),
    };
    let asks = asks::typed(app, &mut checks, typed, &draft.content.asks)?;
    checks.done()?;
    let own = [("summary", &written.summary), ("good_news", &written.good_news), ("could_not", &written.could_not)];
    let own = own.into_iter().map(|(field, text)| (field.to_owned(), text.as_str()));
    let asked =
        (1..).zip(&asks).flat_map(|(at, ask)| [(format!("ask-{at}"), ask.words.as_str()), (format!("wanted-{at}"), ask.wanted.as_str())]);
    refuse_in_papers(&mut *tx, group.id, own.chain(asked)).await?;
    let content = Content { written, asks, ..draft.content.clone() };
    keep(app, tx, acting, draft, revision, content, "report.written").await
}

/// Approves the draft of a report for one's side. `seen` is the hash of what the person read. When both sides have approved the same
/// content it is frozen, and its asks are awaited.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair or deputy; [`Error::Conflict`] when it changed in between, or there is no draft.
pub async fn approve(app: &App, tx: &mut Tx, acting: &Acting, number: i64, seen: Option<&str>) -> Result<State> {
    acting.must_or(Verb::TurnKey, Verb::SeeMeetings, "Approving a report is for the two co-chairs or a deputy of their side.")?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let all = store::versions(&mut *tx, group.id, number).await?;
    // Who presses twice, with the other side's press between, has what they wished for.
    if let Some(last) = all.first().filter(|last| last.state == State::Approved && seen == Some(kernel::keys::hex(&last.hash).as_str())) {
        return Ok(last.state);
    }
    let draft = draft_of(&mut *tx, group, number).await?;
    if seen.is_some_and(|seen| seen != kernel::keys::hex(&draft.hash)) {
        return Err(Error::Conflict("The report was changed while you were reading. Read it again and approve.".into()));
    }
    let (side, person, name, deputy) = (acting.side, acting.person, acting.name.clone(), acting.deputy);
    let approval = Approval { side, person, name, deputy, content_hash: draft.hash.clone() };
    let current = |given: &Approval| given.content_hash == draft.hash;
    let again = store::approvals(&mut *tx, group.id, draft.id).await?.iter().any(|given| given.side == side && current(given));
    store::put_approval(tx, group.id, draft.id, &approval, app.clock.now()).await?;
    if !again {
        ledger::record(tx, event(app, acting, "report.approved", &draft).with("side", Fact::Word(side.key().into()))).await?;
    }
    let mut approvals = store::approvals(&mut *tx, group.id, draft.id).await?;
    approvals.retain(current);
    if !both_approve(&approvals, &draft.hash) {
        if !again {
            let other = if side == Side::Gp { Side::Consultant } else { Side::Gp };
            mail::ask_side(app, tx, group, &draft, other).await?;
        }
        return Ok(State::Draft);
    }
    let today = app.clock.today(&group.time_zone);
    if !store::freeze(tx, group.id, &draft, today).await? {
        return Err(Error::Conflict("This version was approved or withdrawn in between.".into()));
    }
    asks::await_answers(tx, group.id, &draft, today).await?;
    ledger::record(tx, event(app, acting, "report.frozen", &draft)).await?;
    Ok(State::Approved)
}

/// Begins a new version of an approved report, with what it says. Until both sides approve it the older one holds.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::Conflict`] when it has a draft.
pub async fn begin_version(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<Report> {
    must_cascade(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let all = store::versions(&mut *tx, group.id, number).await?;
    let newest = all.first().ok_or(Error::NotFound)?;
    if newest.state == State::Draft {
        return Err(Error::Conflict("Somebody has begun a new version already.".into()));
    }
    let from = all.iter().find(|version| version.state == State::Approved).unwrap_or(newest);
    let report = Report {
        id: app.ids.key(app.clock.now())?,
        root: newest.root,
        number,
        version: newest.version + 1,
        revision: 1,
        state: State::Draft,
        content: from.content.clone(),
        hash: from.hash.clone(),
        drafted_on: app.clock.today(&group.time_zone),
        approved_on: None,
    };
    store::insert(tx, group.id, &report, acting.person).await?;
    ledger::record(tx, event(app, acting, "report.begun-again", &report)).await?;
    Ok(report)
}

/// Ends the draft of a report.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::Conflict`] when there is no draft.
pub async fn withdraw(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    must_cascade(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let draft = draft_of(&mut *tx, &acting.group, number).await?;
    store::withdraw(tx, acting.group.id, draft.id).await?;
    ledger::record(tx, event(app, acting, "report.withdrawn", &draft)).await
}

/// Who approved a version as it stands: `Ailsa Munro, GP co-chair`.
#[must_use]
pub(super) fn approvers(report: &Report, approvals: &[Approval]) -> Vec<String> {
    let current = approvals.iter().filter(|given| given.content_hash == report.hash);
    current.map(|given| key_holder(&given.name, given.side, given.deputy)).collect()
}

/// What the group has settled of its reports.
pub(super) async fn months(on: impl Into<On<'_>>, group: Uuid) -> Result<i64> {
    Ok(answers::rules(on, group).await?.months)
}
