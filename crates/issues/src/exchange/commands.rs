//! The verbs of the exchange: ask, answer or add.

use group::{
    acting::Acting,
    groups::Group,
    permissions::Verb,
    screening::{refuse_in_group, refuse_in_papers},
};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};

use super::{
    model::{self, Kind, Line},
    store,
};
use crate::{
    issues::{self, Known, State},
    merging,
};

/// The longest question.
const QUESTION: usize = 1_000;
/// The longest answer.
const ANSWER: usize = 3_000;
/// The most lines about one issue.
const MOST: usize = 60;

/// Asks the reporter of an issue one question. While an issue that nobody has triaged waits for the answer, the group's promise
/// stands still.
///
/// # Errors
/// [`Error::Conflict`] while another question waits, or when the issue is closed; [`Error::Invalid`] and [`Error::Refused`] for
/// what was typed.
pub async fn ask(app: &App, tx: &mut Tx, acting: &Acting, number: i64, words: &str) -> Result<()> {
    acting.must(Verb::WordIssues)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let issue = issues::find(&mut *tx, group.id, number).await?;
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Write the question"), name: "The question", max: QUESTION, lines: true };
    let words = checks.text("question", words, rule);
    checks.done()?;
    refuse_in_papers(&mut *tx, group.id, [("question", words.as_str())].into_iter()).await?;
    if !issue.takes_wording() {
        return Err(Error::Conflict("This issue is closed, so nothing can be asked about it.".into()));
    }
    let lines = store::lines(&mut *tx, group.id, issue.id).await?;
    if model::open(&lines).is_some() {
        return Err(Error::Conflict("A question waits for an answer already: one at a time.".into()));
    }
    if lines.len() >= MOST {
        return Err(Error::Conflict("So much was asked and answered that this exchange is full. Put it to a meeting.".into()));
    }
    let now = app.clock.now();
    let line = Line { id: app.ids.key(now)?, place: next(&lines), kind: Kind::Question, words, said_on: app.clock.today(&group.time_zone) };
    store::insert(tx, group.id, issue.id, &line, Some(acting.person)).await?;
    if issue.state == State::New {
        issues::move_on(tx, group.id, issue.id, State::New, State::Asked).await?;
    }
    if issue.state == State::Merged {
        merging::set_own_state(tx, group.id, issue.id, State::New, State::Asked).await?;
    }
    let event = Event::new(group.id, now, acting.actor(), "issue.asked", issue.id).with("as", acting.acted_as());
    ledger::record(tx, event).await
}

fn next(lines: &[Line]) -> i64 {
    lines.last().map_or(1, |last| last.place + 1)
}

/// What a reporter says.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// As it was typed.
    pub words: &'a str,
    /// Whether what may identify a patient but need not is let through; what surely does never is.
    pub keep_doubtful: bool,
}

/// Takes what a reporter says: the answer to the question that waits, or something that they add. The same words sent twice are
/// one line.
///
/// # Errors
/// [`Error::NotFound`] for a code that opens nothing; [`Error::Conflict`] when the issue is closed; [`Error::Invalid`] and
/// [`Error::Refused`] for what was typed.
pub async fn answer(app: &App, tx: &mut Tx, group: &Group, code: &str, said: Said<'_>) -> Result<Kind> {
    ledger::hold(tx, group.id).await?;
    let issue = issues::by_code(&mut *tx, group, code).await?;
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Write a line or two"), name: "The text", max: ANSWER, lines: true };
    let words = checks.text("words", said.words, rule);
    checks.done()?;
    refuse_in_group(&mut *tx, group.id, [("words", words.as_str())].into_iter(), said.keep_doubtful).await?;
    if !issue.takes_wording() {
        return Err(Error::Conflict("This issue is closed, so nothing can be added to it.".into()));
    }
    let lines = store::lines(&mut *tx, group.id, issue.id).await?;
    let kind = if model::open(&lines).is_some() { Kind::Answer } else { Kind::Addition };
    if let Some(last) = lines.last().filter(|last| last.kind != Kind::Question && last.words == words) {
        return Ok(last.kind);
    }
    if lines.len() >= MOST {
        return Err(Error::Conflict("There is no room for more here. Please raise it as a new issue instead.".into()));
    }
    let anonymous = issue.known == Known::Anonymous;
    // Of an anonymous person no time finer than the day is kept, also not inside a key.
    let id = if anonymous { app.ids.timeless_key()? } else { app.ids.key(app.clock.now())? };
    let line = Line { id, place: next(&lines), kind, words, said_on: app.clock.today(&group.time_zone) };
    store::insert(tx, group.id, issue.id, &line, None).await?;
    if issue.state == State::Asked && kind == Kind::Answer {
        issues::move_on(tx, group.id, issue.id, State::Asked, State::New).await?;
    }
    if issue.state == State::Merged && kind == Kind::Answer {
        merging::set_own_state(tx, group.id, issue.id, State::Asked, State::New).await?;
    }
    let event = issues::reporter_event(app, group, &issue, "issue.added-to")?.with("question", Fact::Word(kind.key().into()));
    ledger::record(tx, event).await?;
    Ok(kind)
}
