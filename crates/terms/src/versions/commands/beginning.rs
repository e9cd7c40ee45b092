//! Begin a draft: from a template, or from the version in force; or drop it.

use group::{acting::Acting, groups, rules::Rule, screening::refuse_numbers};
use kernel::{App, Error, Result, Tx, clock, ledger};
use uuid::Uuid;

use super::{
    super::{
        model::{State, Version},
        store,
    },
    event, must_tailor,
};
use crate::{
    paper::{Clause, ClauseKind, Decided, Mark, rule_of},
    rules::{Answer, Board},
    template::{self, Template},
};

/// The most characters that a template may have in all.
const LONGEST: usize = 200_000;
/// The most clauses.
const MOST_CLAUSES: usize = 2_000;

/// Begins a draft from a template. Every placeholder and everything of the template's own becomes a question.
///
/// # Errors
/// [`Error::Conflict`] while there is a draft; [`Error::Invalid`] for a template that is too long; [`Error::Refused`] for one
/// that holds a patient's number.
pub async fn begin(app: &App, tx: &mut Tx, acting: &Acting, source: &str, template: &Template) -> Result<Version> {
    must_tailor(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let mut clauses = clauses(app, template)?;
    let characters: usize = clauses.iter().map(|clause| clause.words.chars().count()).sum();
    if characters > LONGEST || clauses.len() > MOST_CLAUSES {
        return Err(Error::field("file", "This is far longer than terms of reference are. Take out what does not belong to them"));
    }
    let words = clauses.iter().map(|clause| clause.words.as_str()).chain([source]);
    refuse_numbers(words.map(|words| ("file", words)), true)?;
    let version = insert(app, tx, acting, source, &mut clauses).await?;
    // What is known already need not be asked.
    let known = store::answer_in_force(&mut *tx, group.id, Rule::Board).await?.map(|(answer, _)| answer);
    let board = known.unwrap_or_else(|| Answer::Board(Board::known(&group.board)));
    store::put_answer(tx, group.id, version.id, Rule::Board, Some(&board)).await?;
    Ok(version)
}

/// Begins a draft of the next version from the one in force, with all that was answered.
///
/// # Errors
/// [`Error::Conflict`] while there is a draft; [`Error::NotFound`] while nothing is in force.
pub async fn begin_again(app: &App, tx: &mut Tx, acting: &Acting) -> Result<Version> {
    must_tailor(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let old = store::in_force(&mut *tx, group).await?.ok_or(Error::NotFound)?;
    let mut clauses = store::clauses(&mut *tx, group, old.id).await?;
    for clause in &mut clauses {
        clause.id = app.ids.key(app.clock.now())?;
        for mark in &mut clause.marks {
            mark.id = app.ids.key(app.clock.now())?;
        }
    }
    let answers = store::answers(&mut *tx, group, old.id).await?;
    let mut version = insert(app, tx, acting, &old.source, &mut clauses).await?;
    for answer in &answers {
        store::put_answer(tx, group, version.id, answer.rule(), Some(answer)).await?;
    }
    version.is_public = old.is_public;
    store::set_when(tx, group, &version).await?;
    Ok(version)
}

async fn insert(app: &App, tx: &mut Tx, acting: &Acting, source: &str, clauses: &mut [Clause]) -> Result<Version> {
    let group = &acting.group;
    if store::open(&mut *tx, group.id).await?.is_some() {
        return Err(Error::Conflict("There is already a draft. Go on with it, or drop it first.".into()));
    }
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    let version = Version {
        id: app.ids.key(app.clock.now())?,
        number: groups::next_number(tx, group.id, "terms").await?,
        state: State::Draft,
        source: source.chars().filter(|letter| !letter.is_control()).take(120).collect(),
        from_on: None,
        review_on: today.checked_add(jiff::Span::new().years(1)).ok(),
        is_public: false,
        content: String::new(),
        content_hash: Vec::new(),
        in_force_on: None,
        ended_on: None,
    };
    store::insert(tx, group.id, &version).await?;
    for (position, clause) in (0_i64..).zip(clauses.iter()) {
        store::insert_clause(tx, group.id, version.id, position, clause).await?;
    }
    ledger::record(tx, event(app, acting, "terms.begun", &version)).await?;
    Ok(version)
}

/// The clauses of a template, with what is asked in them.
fn clauses(app: &App, template: &Template) -> Result<Vec<Clause>> {
    let mut clauses = Vec::new();
    let key = || app.ids.key(app.clock.now());
    for (at, section) in template.sections.iter().enumerate() {
        let below = section.clauses.iter().map(|clause| (kind(clause.kind), clause.words.as_str()));
        let heading = (!section.heading.is_empty()).then_some((ClauseKind::Heading, section.heading.as_str()));
        let places = heading.map(|_| None).into_iter().chain((0..section.clauses.len()).map(Some));
        for ((kind, words), place) in heading.into_iter().chain(below).zip(places) {
            let marks = template.marks.iter().filter(|mark| mark.section == at && mark.clause == place);
            let marks = marks.map(|mark| asked(key()?, mark, words, &section.heading)).collect::<Result<_>>()?;
            clauses.push(Clause { id: key()?, lineage: key()?, kind, words: words.to_owned(), marks });
        }
    }
    Ok(clauses)
}

fn kind(kind: template::ClauseKind) -> ClauseKind {
    match kind {
        template::ClauseKind::Paragraph => ClauseKind::Paragraph,
        template::ClauseKind::Bullet => ClauseKind::Bullet,
        template::ClauseKind::Row => ClauseKind::Row,
    }
}

/// A question of a template as the group will be asked it.
pub(super) fn asked(id: Uuid, mark: &template::Mark, words: &str, heading: &str) -> Result<Mark> {
    let literal = words.get(mark.start..mark.end).ok_or_else(|| Error::internal("a question stands outside its clause"))?;
    let before = words.get(..mark.start).unwrap_or_default();
    let rule = mark.kind.is_placeholder().then(|| rule_of(&mark.text, before, words, heading)).flatten();
    Ok(Mark {
        id,
        kind: mark.kind,
        literal: literal.to_owned(),
        asked: mark.text.clone(),
        rule: rule.map(|rule| (rule, 0)),
        decided: if mark.kind == template::MarkKind::EmptyTable { Decided::Dropped } else { Decided::Open },
        answer: String::new(),
    })
}

/// Drops the draft with all that was settled in it, or what both sides have approved for a day to come. The version in
/// force stays.
///
/// # Errors
/// [`Error::NotFound`] without one.
pub async fn remove(app: &App, tx: &mut Tx, acting: &Acting) -> Result<()> {
    must_tailor(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let version = store::open(&mut *tx, acting.group.id).await?.ok_or(Error::NotFound)?;
    ledger::record(tx, event(app, acting, "terms.dropped", &version)).await?;
    store::remove(tx, acting.group.id, version.id).await
}
