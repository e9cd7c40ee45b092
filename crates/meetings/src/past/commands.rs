//! The verbs: a past minute comes in, a past decision is marked.

use group::{
    acting::Acting,
    groups::{self, Group},
    permissions::Verb,
    screening::{Known, refuse_in_file, refuse_in_papers, refuse_numbers},
};
use issues::themes;
use jiff::civil::{Date, date};
use kernel::{
    App, Error, Result, Tx, app, clock,
    error::FieldError,
    form::{Checks, TextRule},
    keys,
    ledger::{self, Event, Fact},
    upload::File,
};
use uuid::Uuid;

use super::{
    model::{Decision, Minute},
    papers::{self, Paper},
    store,
};

/// A past minute as somebody brings it.
#[derive(Debug, Default)]
pub struct NewMinute {
    /// What it is called.
    pub title: String,
    /// The day of the meeting, as in `2019-12-14`.
    pub held_on: String,
    /// Whether numbers that may be a patient's but need not be are let through; what surely is one never is.
    pub keep_doubtful: bool,
}

/// A past decision as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct NewDecision {
    /// Its reference as it was; may be empty.
    pub reference: String,
    /// Its sentence.
    pub words: String,
    /// When it was made, as in `2019-12-14`.
    pub decided_on: String,
    /// Whether it is an agreement, which lasts.
    pub lasting: bool,
    /// When the group looks at it again; may be empty.
    pub review_on: String,
}

/// A day that was before, in a field.
fn past_day(checks: &mut Checks, field: &'static str, typed: &str, today: Date) -> Option<Date> {
    let day: Option<Date> = typed.trim().parse().ok();
    match day {
        None => checks.fail(field, "Enter a day, as in 2019-12-14"),
        Some(day) if day > today => {
            checks.fail(field, "This day has not come yet. What the group does from now on is kept under its meetings")
        }
        Some(day) if day < date(1900, 1, 1) => checks.fail(field, "Enter a day after 1900"),
        Some(_) => return day,
    }
    None
}

/// Looks for patients' numbers and dates of birth in each paragraph, and across the ends of lines. A minute names those who
/// were there, by title too, so that names are not looked for.
fn screen(paper: &Paper, title: &str, keep_doubtful: bool) -> Result<()> {
    let in_title = refuse_numbers([("title", title)].into_iter(), keep_doubtful);
    let mut errors = Vec::new();
    for (place, text) in &paper.paragraphs {
        if let Err(error) = refuse_numbers([("file", text.as_str())].into_iter(), keep_doubtful) {
            let said = error.into_messages("file").unwrap_or_default();
            errors.extend(
                said.into_iter().map(|error| FieldError { field: "file".into(), message: format!("In {place}: {}", error.message) }),
            );
        }
        // Who sees ten of them knows what to do.
        if errors.len() >= 10 {
            break;
        }
    }
    if errors.is_empty()
        && let Err(error) = refuse_numbers([("file", paper.text().as_str())].into_iter(), keep_doubtful)
    {
        errors = error.into_messages("file").unwrap_or_default();
    }
    in_title?;
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// Says which theme a past decision is on, so that it stands in that theme's pack; an empty one takes it back.
///
/// # Errors
/// [`Error::NotFound`] for those who do not bring in what was before, and without such a decision; [`Error::Invalid`] for a theme that
/// the group does not have.
pub async fn set_theme(app: &App, tx: &mut Tx, acting: &Acting, number: i64, theme: &str) -> Result<()> {
    acting.must(Verb::BringPast)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let theme = Some(theme.trim()).filter(|theme| !theme.is_empty());
    if let Some(key) = theme
        && !themes::all(&mut *tx, group.id).await?.iter().any(|known| known.key == key)
    {
        return Err(Error::field("theme", "Choose a theme of the group, or none"));
    }
    let id = store::set_theme(tx, group.id, number, theme).await?;
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "past-decision.themed", id).with("as", acting.acted_as());
    ledger::record(tx, event.with("theme", Fact::Word(theme.unwrap_or("none").to_owned()))).await
}

/// Brings in a past minute and commits it; tells its number. The same text brought twice is one.
///
/// # Errors
/// [`Error::NotFound`] for those who do not bring in what was before; [`Error::Invalid`] and [`Error::Refused`] for what was
/// typed and for the file.
pub async fn bring_minute(app: &App, acting: &Acting, new: &NewMinute, file: File) -> Result<i64> {
    acting.must(Verb::BringPast)?;
    let (group, now) = (&acting.group, app.clock.now());
    let today = clock::day_of(now, &group.time_zone);
    let mut checks = Checks::default();
    let rule =
        TextRule { required: Some("Say what this is, as in Minute of the meeting of March"), name: "The title", max: 160, lines: false };
    let title = checks.text("title", &new.title, rule);
    let held_on = past_day(&mut checks, "held_on", &new.held_on, today);
    if file.too_large {
        checks.fail("file", "This file is larger than 8 MB. Save it in a smaller size, without pictures, and bring it again");
    } else if file.bytes.is_empty() {
        checks.fail("file", "Choose the file of the minute");
    }
    checks.done()?;
    let Some(held_on) = held_on else { return Err(Error::internal("a minute without a day")) };
    let (keep, name, checked_title) = (new.keep_doubtful, file.name, title.clone());
    // Reading a file and looking through it takes the processor.
    let (paper, bytes) = app::compute(move || {
        let paper = papers::read(&file.bytes).map_err(|problem| Error::field("file", problem))?;
        screen(&paper, &checked_title, keep)?;
        Ok::<_, Error>((paper, file.bytes))
    })
    .await??;
    let content = paper.text();
    let hash = keys::hash(&format!("{held_on}\n{content}"));
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group.id).await?;
    if let Some(number) = store::minute_with(&mut tx, group.id, &hash).await? {
        return Ok(number);
    }
    let number = groups::next_number(&mut tx, group.id, "past-minutes").await?;
    // A name may say anything: it is kept as a short plain word, and never as a part of an address.
    let file_name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
    let minute = Minute { id: app.ids.key(now)?, number, held_on, title, content, file_name, kind: paper.kind };
    refuse_in_file(&Known::default(), &minute.file_name, "", true)?;
    store::insert_minute(&mut tx, group, &minute, &hash, &bytes, today).await?;
    let event = Event::new(group.id, now, acting.actor(), "past-minute.brought-in", minute.id)
        .with("as", acting.acted_as())
        .with("number", Fact::Number(number))
        .with("on", Fact::Word(held_on.to_string()));
    ledger::record(&mut tx, event).await?;
    app.commit(tx).await?;
    Ok(number)
}

/// What makes the same decision brought twice one.
pub(super) fn hash(decided_on: Date, words: &str) -> Vec<u8> {
    keys::hash(&format!("{decided_on}\n{}", words.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// Marks a decision in a past minute.
///
/// # Errors
/// [`Error::NotFound`] for those who do not bring in what was before; [`Error::Invalid`] and [`Error::Refused`] for what was
/// typed.
pub async fn mark(app: &App, tx: &mut Tx, acting: &Acting, minute: i64, new: &NewDecision) -> Result<()> {
    acting.must(Verb::BringPast)?;
    let (group, now) = (&acting.group, app.clock.now());
    ledger::hold(tx, group.id).await?;
    let minute = store::minute(&mut *tx, group.id, minute).await?;
    let (typed, hash) = typed(app, tx, group, new, None).await?;
    let decision = Decision { id: app.ids.key(now)?, minute: Some(minute.id), ..typed };
    insert(app, tx, acting, decision, &hash).await
}

/// A past decision as it was typed, with what makes it one with the same brought twice. `own` is the number of the one that it
/// takes the place of.
pub(super) async fn typed(app: &App, tx: &mut Tx, group: &Group, new: &NewDecision, own: Option<i64>) -> Result<(Decision, Vec<u8>)> {
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    let mut checks = Checks::default();
    let rule = |required, name, max| TextRule { required, name, max, lines: false };
    let words = checks.text("words", &new.words, rule(Some("Copy the sentence that was agreed"), "The sentence", 600));
    let reference = checks.text("reference", &new.reference, rule(None, "The reference", 60));
    let decided_on = past_day(&mut checks, "decided_on", &new.decided_on, today);
    let typed = new.review_on.trim();
    let review_on: Option<Date> = typed.parse().ok();
    if review_on.is_none() && !typed.is_empty() {
        checks.fail("review_on", "Enter a day, as in 2027-12-14, or leave it empty");
    }
    checks.done()?;
    refuse_in_papers(&mut *tx, group.id, [("words", words.as_str()), ("reference", &reference)].into_iter()).await?;
    let Some(decided_on) = decided_on else { return Err(Error::internal("a decision without a day")) };
    let hash = hash(decided_on, &words);
    if store::hashes(&mut *tx, group.id).await?.iter().any(|(number, known)| *known == hash && Some(*number) != own) {
        return Err(Error::field("words", "This decision of that day is here already"));
    }
    let (id, number, lasting) = (Uuid::nil(), own.unwrap_or(0), new.lasting);
    Ok((Decision { theme: None, id, number, reference, words, decided_on, lasting, review_on, minute: None }, hash))
}

/// Gives a past decision its number, and keeps it.
pub(super) async fn insert(app: &App, tx: &mut Tx, acting: &Acting, decision: Decision, hash: &[u8]) -> Result<()> {
    let group = &acting.group;
    let number = groups::next_number(tx, group.id, "past-decisions").await?;
    let decision = Decision { number, ..decision };
    store::insert_decision(tx, group, &decision, hash).await?;
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "past-decision.brought-in", decision.id)
        .with("as", acting.acted_as())
        .with("number", Fact::Number(number))
        .with("kind", Fact::Word(if decision.lasting { "agreement" } else { "decision" }.into()));
    ledger::record(tx, event).await
}
