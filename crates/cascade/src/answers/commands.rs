//! The verbs on what is awaited: ask, send, answer by a link, write an answer down, wait no longer; and the group's own rules.

use group::{
    acting::Acting,
    groups::Group,
    screening::{self, refuse_in_papers, refuse_unknown},
};
use jiff::civil::Date;
use kernel::{
    App, Error, On, Result, Tx,
    actor::Actor,
    form::{Checks, Fields, TextRule},
    job::NewJob,
    ledger::{self, Event, Fact},
    queue,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    model::{Awaited, Kind, Sending},
    store,
};
use crate::networks::must_cascade;

/// What a group has said of its letters and reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How many co-chairs approve a letter before it goes: none (the administrator sends it), one, or both.
    pub letter_keys: i64,
    /// Days before an answer is due on which whoever was asked is reminded; 0 for never.
    pub remind_before: i64,
    /// Days after it; 0 for never.
    pub remind_after: i64,
    /// Days before the papers of a parent group's meeting are due on which the administrator is reminded of the report; 0 for never.
    pub paper_days: i64,
    /// Months that a report is of, if there is none before it.
    pub months: i64,
}

impl Default for Rules {
    fn default() -> Self {
        Self { letter_keys: 1, remind_before: 7, remind_after: 7, paper_days: 7, months: 12 }
    }
}

/// What a group has said of its letters and reports.
///
/// # Errors
/// When the database fails.
pub(crate) async fn rules(on: impl Into<On<'_>>, group: Uuid) -> Result<Rules> {
    store::rules(on, group).await
}

/// Keeps what a group says of its letters and reports, as it was typed.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::Invalid`] for a number that is none.
pub(crate) async fn set_rules(app: &App, tx: &mut Tx, acting: &Acting, typed: &Fields) -> Result<()> {
    must_cascade(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let mut checks = Checks::default();
    let mut number = |name: &'static str, most: i64, least: i64| {
        let number: Option<i64> = typed.get(name).trim().parse().ok();
        number.filter(|n| (least..=most).contains(n)).unwrap_or_else(|| {
            checks.fail(name, format!("Enter a number from {least} to {most}"));
            least
        })
    };
    let rules = Rules {
        letter_keys: number("letter_keys", 2, 0),
        remind_before: number("remind_before", 60, 0),
        remind_after: number("remind_after", 60, 0),
        paper_days: number("paper_days", 60, 0),
        months: number("months", 36, 1),
    };
    checks.done()?;
    if store::rules(&mut *tx, acting.group.id).await? == rules {
        return Ok(());
    }
    store::put_rules(tx, acting.group.id, rules).await?;
    let event = Event::new(acting.group.id, app.clock.now(), acting.actor(), "upward.rules-set", acting.group.id);
    ledger::record(tx, event.with("as", acting.acted_as()).with("keys", Fact::Number(rules.letter_keys))).await
}

/// Waits for an answer from now on.
///
/// # Errors
/// When the database fails.
pub(crate) async fn expect(tx: &mut Tx, group: Uuid, one: &Awaited) -> Result<()> {
    store::insert(tx, group, one).await
}

/// A report or a letter that is to go to somebody.
#[derive(Clone, Debug)]
pub(crate) struct NewSending<'a> {
    pub(crate) kind: Kind,
    pub(crate) about: Uuid,
    pub(crate) meeting: Option<Uuid>,
    pub(crate) subject: String,
    pub(crate) name: &'a str,
    pub(crate) email: &'a str,
    /// The kind of the job that writes the mail with its files.
    pub(crate) job: &'static str,
}

/// Notes that it goes to somebody, and has a job write the mail: its files are laid out first.
///
/// # Errors
/// When the database fails.
pub(crate) async fn send_out(app: &App, tx: &mut Tx, group: &Group, new: NewSending<'_>) -> Result<Sending> {
    let now = app.clock.now();
    let sending = Sending {
        id: app.ids.key(now)?,
        kind: new.kind,
        about: new.about,
        meeting: new.meeting,
        subject: new.subject,
        name: new.name.to_owned(),
        email: new.email.to_owned(),
        asked_on: app.clock.today(&group.time_zone),
        sent_at: None,
        reminded_on: None,
        chased_on: None,
    };
    store::insert_sending(tx, group.id, &sending).await?;
    let payload = json!({ "group": group.id, "sending": sending.id });
    let key = Some(format!("{}:{}", new.job, sending.id));
    queue::push(app, tx, NewJob { scope: Some(group.id), kind: new.job, payload, run_at: now, key }).await?;
    Ok(sending)
}

/// Sends a report or a letter once more whose mail came back, to the address as it is typed; `job` writes the mail. A new address has a
/// link of its own, and the old one no longer answers.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::NotFound`] for a sending of another group; [`Error::Invalid`] for
/// an address that is none; [`Error::Conflict`] while its mail is being written.
pub(crate) async fn send_once_more(app: &App, tx: &mut Tx, acting: &Acting, sending: Uuid, email: &str, job: &'static str) -> Result<()> {
    must_cascade(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let sending = store::sending(&mut *tx, group.id, sending).await?;
    if sending.sent_at.is_none() {
        return Err(Error::Conflict("It is on its way already.".into()));
    }
    let mut checks = Checks::default();
    let field = format!("email-{}", sending.id.simple());
    let email = checks.mail_address(field.clone(), email);
    if email.is_empty() {
        checks.fail(field, "Enter the mail address to which it goes");
    }
    checks.done()?;
    let cause = app.ids.key(app.clock.now())?;
    store::set_once_more(tx, group.id, sending.id, &email, cause).await?;
    let payload = json!({ "group": group.id, "sending": sending.id });
    queue::push(
        app,
        tx,
        NewJob { scope: Some(group.id), kind: job, payload, run_at: app.clock.now(), key: Some(format!("{job}:{cause}")) },
    )
    .await?;
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "sending.once-more", sending.id);
    ledger::record(tx, event.with("as", acting.acted_as()).with("kind", Fact::Word(sending.kind.key().into()))).await
}

fn seal(app: &App, group: Uuid, sending: &Sending) -> String {
    app.keys.seal("awaited", &[group.as_bytes(), sending.id.as_bytes(), sending.email.as_bytes()])
}

/// The address behind which whoever was written to answers: sealed with 256 bits, and nothing of it is stored.
#[must_use]
pub(crate) fn link(app: &App, group: &Group, sending: &Sending) -> String {
    format!("/{}/answer/{}{}", group.slug, sending.id.simple(), seal(app, group.id, sending))
}

/// What a link opens: what was sent, and what is asked there.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub(super) sending: Sending,
    pub(super) asked: Vec<Awaited>,
}

/// What a link opens.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours.
pub(super) async fn open(app: &App, on: impl Into<On<'_>>, group: &Group, code: &str) -> Result<Opened> {
    let mut on = on.into();
    let (id, sealed) = code.split_at_checked(32).ok_or(Error::NotFound)?;
    let id = Uuid::try_parse(id).map_err(|_| Error::NotFound)?;
    let sending = store::sending(on.again(), group.id, id).await?;
    if !kernel::keys::same(seal(app, group.id, &sending).as_bytes(), sealed.as_bytes()) {
        return Err(Error::NotFound);
    }
    let asked = store::about(on, group.id, sending.about).await?;
    Ok(Opened { sending, asked })
}

const ANSWER: TextRule = TextRule { required: Some("Write a line or two"), name: "The answer", max: 2_000, lines: true };

/// What is said of a question that takes no answer any more.
pub(super) const CLOSED: &str = "We have an answer to this already, or nobody waits for one any more. Thank you all the same.";

fn closed() -> Error {
    Error::Conflict(CLOSED.into())
}

/// Takes the answer of whoever was written to, by their link. `keep` says of something doubtful that it does not tell who a patient is.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours; [`Error::Conflict`] when it is answered already; [`Error::Invalid`] and
/// [`Error::Refused`] for what was typed.
pub async fn answer(app: &App, tx: &mut Tx, group: &Group, code: &str, id: Uuid, typed: &str, keep: bool) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let opened = open(app, &mut *tx, group, code).await?;
    let one = opened.asked.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    if !one.is_open() {
        return Err(closed());
    }
    // Several forms may stand on one page, so that each field is named after its question.
    let field = format!("words-{}", one.place);
    let mut checks = Checks::default();
    let words = checks.text(field.clone(), typed, ANSWER);
    checks.done()?;
    let known = screening::known(&mut *tx, group.id).await?;
    refuse_unknown(&known, [(field, words.as_str())].into_iter(), keep)?;
    let answered_on = Some(app.clock.today(&group.time_zone));
    let one = Awaited { answer: words, answered_on, by_link: true, ..one };
    came(app, tx, group, one, (Actor::Visitor, None)).await
}

/// Writes down what they answered otherwise: by mail, by word of mouth, in their minute. `day` is empty for today.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::NotFound`] for what nobody asked; else as [`answer`].
pub async fn record(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid, typed: &str, day: &str) -> Result<()> {
    must_cascade(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let one = store::find(&mut *tx, group.id, id).await?;
    if !one.is_open() {
        return Err(Error::Conflict("It is answered already, or the group waits no longer. Load the page again.".into()));
    }
    let mut checks = Checks::default();
    let words = checks.text("answer", typed, ANSWER);
    let today = app.clock.today(&group.time_zone);
    let read = if day.trim().is_empty() { Some(today) } else { day.trim().parse::<Date>().ok() };
    let answered_on = read.filter(|day| one.asked_on <= *day && *day <= today);
    if answered_on.is_none() {
        checks.fail("answered_on", "Enter the day on which they answered: not before it was asked, and not after today");
    }
    checks.done()?;
    refuse_in_papers(&mut *tx, group.id, [("answer", words.as_str())].into_iter()).await?;
    let one = Awaited { answer: words, answered_on, by_link: false, ..one };
    came(app, tx, group, one, (acting.actor(), Some(acting.person))).await
}

/// An answer came: it is kept, and where the group wished so it comes back to the next agenda.
async fn came(app: &App, tx: &mut Tx, group: &Group, one: Awaited, (actor, recorded_by): (Actor, Option<Uuid>)) -> Result<()> {
    let item = if one.to_agenda {
        let title = format!("{} is answered: {}", one.place_words(), one.words.lines().next().unwrap_or_default());
        meetings::agenda::bring(app, tx, group, &title).await?
    } else {
        None
    };
    let one = Awaited { item, ..one };
    if !store::set_answer(tx, group.id, &one, recorded_by).await? {
        return Err(closed());
    }
    let event = Event::new(group.id, app.clock.now(), actor, "awaited.answered", one.id)
        .with("kind", Fact::Word(one.kind.key().into()))
        .with("number", Fact::Number(one.number))
        .with("place", Fact::Number(one.place));
    ledger::record(tx, event).await
}

/// Waits no longer for an answer. Of what is answered, or was given up before, nothing changes.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::NotFound`] for what nobody asked.
pub async fn end(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<()> {
    must_cascade(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let one = store::find(&mut *tx, group.id, id).await?;
    if !store::set_ended(tx, group.id, one.id, app.clock.today(&group.time_zone)).await? {
        return Ok(());
    }
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "awaited.ended", one.id)
        .with("as", acting.acted_as())
        .with("kind", Fact::Word(one.kind.key().into()))
        .with("number", Fact::Number(one.number));
    ledger::record(tx, event).await
}
