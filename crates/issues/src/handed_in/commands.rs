//! The verbs of handing in: for somebody, or a whole list.

use std::borrow::Cow;

use group::{acting::Acting, groups::Group, permissions::Verb};
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    clock,
    error::FieldError,
    form::Checks,
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    model::{MOST, Piece},
    store,
};
use crate::issues::{self, Answers, IssueDraft, Known, Origin, Raised};

/// Who said something, and when, as somebody else typed it.
#[derive(Clone, Debug, Default)]
pub(super) struct Who {
    /// Their name; empty for nobody.
    pub(super) name: String,
    /// Where mail reaches them; empty for nowhere.
    pub(super) email: String,
    /// Whether the group shall not see who it was.
    pub(super) in_confidence: bool,
    /// The day on which they said it, as in `2026-11-03`; empty for not known.
    pub(super) said_on: String,
}

/// What is handed in besides its words.
#[derive(Clone, Debug)]
pub(super) struct Handed<'a> {
    pub(super) who: &'a Who,
    /// What makes sending the same form twice one thing.
    pub(super) key: &'a str,
    /// Whether what may be a patient's number and need not be is let through.
    pub(super) keep: bool,
}

/// How those who were named want to be known, and the day.
fn checked(app: &App, group: &Group, who: &Who) -> Result<(Known, Option<Date>)> {
    let mut checks = Checks::default();
    let (name, email) = (who.name.trim(), who.email.trim());
    if name.is_empty() && !email.is_empty() {
        checks.fail("name", "Enter their name too, or leave both empty");
    }
    if name.is_empty() && who.in_confidence {
        checks.fail("name", "Enter their name, so that the custodians could ask. Without a name it is anonymous anyway");
    }
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    let typed = who.said_on.trim();
    let said_on: Option<Date> = typed.parse().ok();
    if !typed.is_empty() && said_on.is_none_or(|day| day > today || day < today.saturating_sub(5.years())) {
        checks.fail("said_on", "Enter a date that is not in the future, within the last five years, or leave it empty");
    }
    checks.done()?;
    let known = match (name.is_empty(), who.in_confidence) {
        (true, _) => Known::Anonymous,
        (_, true) => Known::Confidence,
        _ => Known::Named,
    };
    Ok((known, said_on))
}

/// Raises an issue for somebody else. The same form sent twice is one issue.
///
/// # Errors
/// [`Error::NotFound`] for those who do not hand in; as [`issues::raise`] for what was typed.
pub(super) async fn for_somebody(app: &App, tx: &mut Tx, acting: &Acting, words: &str, handed: &Handed<'_>) -> Result<Raised> {
    acting.must(Verb::RaiseForOthers)?;
    let (known, said_on) = checked(app, &acting.group, handed.who)?;
    hand_in(app, tx, acting, words, handed, (known, said_on), "person").await
}

async fn hand_in(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    words: &str,
    handed: &Handed<'_>,
    (known, said_on): (Known, Option<Date>),
    how: &'static str,
) -> Result<Raised> {
    let group = &acting.group;
    let draft = IssueDraft {
        words: words.to_owned(),
        known,
        name: handed.who.name.trim().to_owned(),
        email: handed.who.email.trim().to_owned(),
        answers: Answers::default(),
    };
    let origin = Origin { key: format!("for/{}/{}", acting.person, handed.key), person: None, keep_doubtful: handed.keep };
    let raised = issues::raise(app, tx, group, draft, origin).await?;
    let issue = issues::find(&mut *tx, group.id, group.number(&raised.reference).ok_or(Error::NotFound)?).await?;
    note(app, tx, group, (issue.id, known), acting.actor(), how, said_on).await?;
    Ok(raised)
}

/// Notes how an issue came, once. Of one that is anonymous no time finer than the day is kept, here neither.
async fn note(
    app: &App,
    tx: &mut Tx,
    group: &Group,
    (issue, known): (Uuid, Known),
    actor: Actor,
    how: &'static str,
    said_on: Option<Date>,
) -> Result<()> {
    if !store::insert(tx, group.id, issue, how, said_on).await? {
        return Ok(());
    }
    let now = app.clock.now();
    let at = if known == Known::Anonymous {
        let day = clock::day_of(now, &group.time_zone).to_zoned(group.time_zone.clone());
        day.map_err(|error| Error::Internal(error.into()))?.timestamp()
    } else {
        now
    };
    ledger::record(tx, Event::new(group.id, at, actor, "issue.handed-in", issue).with("how", Fact::Word(how.into()))).await
}

/// Notes that an issue came by mail, and whether with files, which are not taken.
///
/// # Errors
/// When the database fails.
pub(crate) async fn note_mail(app: &App, tx: &mut Tx, group: &Group, issue: Uuid, files: bool) -> Result<()> {
    let how = if files { "mail-with-files" } else { "mail" };
    note(app, tx, group, (issue, Known::Named), Actor::System, how, None).await
}

/// Raises every issue of a list: all of them or none.
///
/// # Errors
/// [`Error::NotFound`] for those who do not hand in; [`Error::Invalid`] and [`Error::Refused`] with the line of what will not do.
pub(super) async fn list(app: &App, tx: &mut Tx, acting: &Acting, pieces: &[Piece], handed: &Handed<'_>) -> Result<Vec<Raised>> {
    acting.must(Verb::RaiseForOthers)?;
    if pieces.is_empty() {
        return Err(Error::field("list", "Paste the list: one issue a line, or a blank line between two"));
    }
    if pieces.len() > MOST {
        return Err(Error::field("list", format!("These are {} issues. Bring in at most {MOST} at a time", pieces.len())));
    }
    let how = checked(app, &acting.group, handed.who)?;
    ledger::hold(tx, acting.group.id).await?;
    let mut raised = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let key = format!("{}/{at}", handed.key);
        let one = Handed { key: &key, ..handed.clone() };
        raised.push(hand_in(app, tx, acting, &piece.text, &one, how, "list").await.map_err(|error| at_line(error, piece.line))?);
    }
    Ok(raised)
}

/// The messages on an issue's text, as messages on a line of the list.
fn at_line(error: Error, line: usize) -> Error {
    let moved = |errors: Vec<FieldError>| {
        let one = |error: FieldError| match error.field.as_ref() {
            "text" => FieldError { field: Cow::Borrowed("list"), message: format!("Line {line}: {}", error.message) },
            _ => error,
        };
        errors.into_iter().map(one).collect()
    };
    match error {
        Error::Invalid(errors) => Error::Invalid(moved(errors)),
        Error::Refused(errors, found) => Error::Refused(moved(errors), found),
        other => other,
    }
}
