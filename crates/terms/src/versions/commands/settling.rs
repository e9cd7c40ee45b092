//! Settle what is open: answer a rule, decide on a question, say from when.

use group::{acting::Acting, rules::Rule, screening::refuse_numbers};
use jiff::civil::Date;
use kernel::{
    App, Error, On, Result, Tx, clock,
    error::FieldError,
    form::{Checks, TextRule},
};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{
    super::{model::Version, store},
    changed, draft, whole,
};
use crate::{
    paper::{Decided, Mark},
    rules::{self, Answer},
    template,
};

/// What stood there when somebody began to write: the answer as it is stored, or nothing.
fn stored(answer: Option<&Answer>) -> Result<String> {
    Ok(answer.map(serde_json::to_string).transpose()?.unwrap_or_default())
}

/// The stored answer to a rule of the draft, as [`answer`] takes it for what was seen: JSON, or nothing.
///
/// # Errors
/// [`Error::NotFound`] without a draft.
pub async fn stored_answer(on: impl Into<On<'_>>, group: Uuid, rule: Rule) -> Result<String> {
    stored(whole(on, group).await?.answers.iter().find(|answer| answer.rule() == rule))
}

/// Every text in an answer, wherever it stands.
fn texts(value: &Json) -> Vec<String> {
    match value {
        Json::String(text) => vec![text.clone()],
        Json::Array(values) => values.iter().flat_map(texts).collect(),
        Json::Object(fields) => fields.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// Whether words hold no gap of any form that would be asked about.
fn is_whole(words: &str) -> bool {
    let gap = |marks: Vec<template::Mark>| marks.iter().any(|mark| mark.kind.is_placeholder());
    !words.contains(['[', ']', '［', '］']) && (words.trim().is_empty() || !template::marks_of(words).is_ok_and(gap))
}

/// Answers a rule, or takes its answer away. `seen` is the stored answer that the writer saw, as JSON; empty for none.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has answered it meanwhile; [`Error::Invalid`] when it contradicts another answer;
/// [`Error::Refused`] for a patient's number.
pub async fn answer(app: &App, tx: &mut Tx, acting: &Acting, rule: Rule, answer: Option<&Answer>, seen: &str) -> Result<()> {
    let found = draft(tx, acting).await?;
    let old = found.answers.iter().find(|other| other.rule() == rule);
    if old == answer {
        return Ok(());
    }
    if stored(old)? != seen {
        let now = old.map_or_else(|| "nothing".to_owned(), Answer::summary);
        return Err(Error::Conflict(format!("Somebody else has answered this meanwhile. It says now: {now}. Saving again replaces that")));
    }
    if let Some(answer) = answer {
        let contradictions = answer.contradictions(&found.answers);
        if !contradictions.is_empty() {
            let message = |(field, message): (&'static str, String)| FieldError { field: field.into(), message };
            return Err(Error::Invalid(contradictions.into_iter().map(message).collect()));
        }
        let field = rules::first_field(rule);
        let words = texts(&serde_json::to_value(answer)?);
        if words.iter().any(|words| !is_whole(words)) {
            return Err(Error::field(field, "Write it without brackets and gaps: they would be asked about again"));
        }
        refuse_numbers(words.iter().map(|words| (field, words.as_str())), true)?;
    }
    store::put_answer(tx, acting.group.id, found.version.id, rule, answer).await?;
    changed(app, tx, acting, &found.version).await
}

/// What somebody decided on a question, and what they saw there before.
#[derive(Clone, Debug, Default)]
pub struct Decision {
    /// Which question.
    pub id: Uuid,
    /// `open`, `answered`, `kept`, `dropped`; for a bracket that a rule fills in `rule`.
    pub decided: String,
    /// The rule that fills it in, where one does.
    pub rule: String,
    /// The group's own words.
    pub answer: String,
    /// How it stood when they began, as [`Decision::stood`] writes it.
    pub seen: String,
}

impl Decision {
    /// How a question stands, in one word and its text: to notice when somebody else has changed it.
    #[must_use]
    pub fn stood(mark: &Mark) -> String {
        format!("{}|{}|{}", mark.decided.key(), mark.rule.map_or("", |(rule, _)| rule.key()), mark.answer)
    }

    /// The question as it will stand, and a message where that will not do.
    fn on(&self, mark: &Mark, checks: &mut Checks, at: usize) -> Mark {
        let answer = checks.text(
            format!("answer-{at}"),
            &self.answer,
            TextRule { required: None, name: "The text", max: 4_000, lines: mark.kind == crate::template::MarkKind::List },
        );
        let rule = Rule::from_key(&self.rule);
        if !answer.is_empty() && matches!(self.decided.as_str(), "rule" | "kept" | "dropped") && answer != mark.answer {
            checks.fail(format!("answer-{at}"), "Choose that your words are kept, or take them out");
        }
        let (decided, rule, answer) = match self.decided.as_str() {
            // Somebody who picks an answer of the list means it, also without choosing.
            "" | "open" if rule.is_some() && answer.is_empty() => (Decided::Open, rule, String::new()),
            "rule" if rule.is_some() => (Decided::Open, rule, String::new()),
            "answered" if answer.is_empty() => {
                checks.fail(format!("answer-{at}"), "Enter what should be there instead, or choose to leave it out");
                (Decided::Open, None, String::new())
            }
            "answered" => (Decided::Answered, None, answer),
            "kept" if !mark.is_placeholder() => (Decided::Kept, None, String::new()),
            "dropped" => (Decided::Dropped, None, String::new()),
            // Somebody who types an answer means it, also without choosing.
            _ if !answer.is_empty() && mark.decided == Decided::Open => (Decided::Answered, None, answer),
            _ => (Decided::Open, None, String::new()),
        };
        if !is_whole(&answer) {
            checks.fail(format!("answer-{at}"), "Write it without brackets and gaps: they would be asked about again");
        }
        Mark { decided, rule: rule.map(|rule| (rule, 0)), answer, ..mark.clone() }
    }
}

/// Decides on questions. Only those that were changed are written, so that two people can settle two at once; tells how many.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has decided on the same one meanwhile; [`Error::Invalid`] and [`Error::Refused`] for
/// what was typed.
pub async fn decide(app: &App, tx: &mut Tx, acting: &Acting, decisions: &[Decision]) -> Result<usize> {
    let found = draft(tx, acting).await?;
    let (mut checks, mut written, mut clashes) = (Checks::default(), Vec::new(), Vec::new());
    let marks: Vec<&Mark> = found.clauses.iter().flat_map(|clause| &clause.marks).collect();
    for (at, decision) in decisions.iter().enumerate() {
        let mark = marks.iter().find(|mark| mark.id == decision.id);
        let Some(mark) = mark else {
            if !decision.answer.trim().is_empty() {
                clashes.push(at);
            }
            continue;
        };
        let settled = decision.on(mark, &mut checks, at);
        let (now, then) = (Decision::stood(mark), Decision::stood(&settled));
        if then == now || then == decision.seen {
            continue;
        }
        if decision.seen != now {
            clashes.push(at);
        }
        written.push((at, settled));
    }
    checks.done()?;
    refuse_numbers(written.iter().map(|(at, mark)| (format!("answer-{at}"), mark.answer.as_str())), true)?;
    if !clashes.is_empty() {
        return Err(Error::Conflict("Somebody else has decided on some of these meanwhile.".into()));
    }
    for (_, mark) in &written {
        store::set_mark(tx, acting.group.id, found.version.id, mark).await?;
    }
    if !written.is_empty() {
        changed(app, tx, acting, &found.version).await?;
    }
    Ok(written.len())
}

/// From when a draft shall be in force, as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct When {
    /// The day, as `2027-03-01`; empty: as soon as both sides have approved it.
    pub from_on: String,
    /// When the group looks at it again, as `2028-03-01`; empty for never.
    pub review_on: String,
    /// Whether everybody may read it once it is in force.
    pub is_public: bool,
    /// How it stood when they began, as [`When::stood`] writes it; `None` where nobody looked.
    pub seen: Option<String>,
}

impl When {
    /// How a draft stands, to notice when somebody else has changed it.
    #[must_use]
    pub fn stood(version: &Version) -> String {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        format!("{}|{}|{}", day(version.from_on), day(version.review_on), version.is_public)
    }
}

/// Says from when the draft shall be in force, when it is looked at again, and who may read it.
///
/// # Errors
/// [`Error::Invalid`] for what was typed.
pub async fn set_when(app: &App, tx: &mut Tx, acting: &Acting, when: &When) -> Result<()> {
    let found = draft(tx, acting).await?;
    let today = clock::day_of(app.clock.now(), &acting.group.time_zone);
    let mut checks = Checks::default();
    let from_on = day(&mut checks, "from_on", &when.from_on);
    let review_on = day(&mut checks, "review_on", &when.review_on);
    if from_on.is_some_and(|day| day < today) {
        checks.fail("from_on", "That day is over: choose today or later, or leave it empty");
    }
    if from_on.is_some_and(|day| day > today.saturating_add(jiff::Span::new().years(2))) {
        checks.fail("from_on", "That is more than two years ahead: choose an earlier day");
    }
    if review_on.is_some_and(|day| day <= from_on.unwrap_or(today)) {
        checks.fail("review_on", "Choose a day after it comes into force");
    }
    checks.done()?;
    let mut version = found.version;
    if when.seen.as_ref().is_some_and(|seen| *seen != When::stood(&version)) {
        return Err(Error::Conflict("Somebody else has changed this meanwhile. Saving again replaces it with what stands below.".into()));
    }
    (version.from_on, version.review_on, version.is_public) = (from_on, review_on, when.is_public);
    store::set_when(tx, acting.group.id, &version).await?;
    changed(app, tx, acting, &version).await
}

fn day(checks: &mut Checks, field: &'static str, typed: &str) -> Option<Date> {
    let typed = typed.trim();
    let day = typed.parse().ok().filter(|day: &Date| (2000..=2199).contains(&day.year()));
    if day.is_none() && !typed.is_empty() {
        checks.fail(field, "Enter a day, or leave it empty");
    }
    day
}
