//! The verbs by which a group asks a service.

use ::issues::issues::{self, Issue, State, service};
use group::{
    acting::Acting,
    directory::{self, Entry},
    permissions::Verb,
    screening::refuse_in_papers,
};
use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    mail::{self, Mailing},
    model::{Ask, Days, Purpose, Standing},
    store,
};

/// What a group asks beside its wording.
const QUESTION: TextRule = TextRule { required: None, name: "The question", max: 600, lines: true };

/// Asks the service of a directory entry to put an issue right now: its contact gets the group's wording by mail, never a
/// name and never the reporter's words. Called once both co-chairs have agreed on it.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair; [`Error::Conflict`] where there is no wording yet, nobody to write to, or
/// the issue has moved on; [`Error::Invalid`] and [`Error::Refused`] for the question.
pub async fn ask(app: &App, tx: &mut Tx, acting: &Acting, issue: Uuid, contact: Uuid, question: &str) -> Result<()> {
    crate::views::must_triage(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let issue = issues::by_id(&mut *tx, group.id, issue).await?;
    let (entry, question) = ready(tx, acting, &issue, contact, question).await?;
    service::hand_over(app, tx, acting, &issue, entry.id).await?;
    begin(app, tx, acting, &issue, entry, (Purpose::Fix, None), question).await
}

/// Asks the forum that owns an issue, by its entry in the directory, until a day. Its contact answers by a link, as a service does.
/// Called once both co-chairs have agreed on it, and the issue stands with that forum. A forum without an address is asked by people.
///
/// # Errors
/// As [`ask`].
pub async fn ask_forum(app: &App, tx: &mut Tx, acting: &Acting, issue: Uuid, contact: Uuid, (question, by): (&str, Date)) -> Result<()> {
    crate::views::must_triage(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let entry = directory::find(&mut *tx, group.id, contact).await?;
    if entry.retired_on.is_some() || entry.contact.email.is_empty() {
        return Ok(());
    }
    let issue = issues::by_id(&mut *tx, group.id, issue).await?;
    let (entry, question) = ready(tx, acting, &issue, contact, question).await?;
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "issue.forum-asked", issue.id);
    ledger::record(tx, event.with("as", acting.acted_as()).with("entry", Fact::Key(entry.id))).await?;
    begin(app, tx, acting, &issue, entry, (Purpose::Forum, Some(by)), question).await
}

/// The issue was taken up again: nobody outside waits to answer about it any more.
///
/// # Errors
/// When the database fails.
pub(crate) async fn end(tx: &mut Tx, group: Uuid, issue: Uuid) -> Result<()> {
    store::end_open(tx, group, issue, Purpose::Forum).await?;
    store::end_open(tx, group, issue, Purpose::Fix).await
}

/// Asks a service what it thinks of something that the group will speak about. Nothing is decided by it.
///
/// # Errors
/// [`Error::NotFound`] for those who do not read issues; as [`ask`] otherwise.
pub async fn ask_for_view(app: &App, tx: &mut Tx, acting: &Acting, number: i64, contact: Uuid, question: &str) -> Result<()> {
    acting.must(Verb::WordIssues)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let issue = issues::find(&mut *tx, group.id, number).await?;
    let (entry, question) = ready(tx, acting, &issue, contact, question).await?;
    if matches!(issue.state, State::Withdrawn | State::Out) || issue.is_praise() {
        return Err(Error::Conflict("The group does not speak about this issue, so no service is asked for its view.".into()));
    }
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "issue.view-asked", issue.id);
    ledger::record(tx, event.with("as", acting.acted_as()).with("entry", Fact::Key(entry.id))).await?;
    begin(app, tx, acting, &issue, entry, (Purpose::View, None), question).await
}

/// The entry that is asked and the question, once all is there that a service needs.
async fn ready(tx: &mut Tx, acting: &Acting, issue: &Issue, contact: Uuid, question: &str) -> Result<(Entry, String)> {
    let group = &acting.group;
    let Ok(entry) = directory::find(&mut *tx, group.id, contact).await else {
        return Err(Error::field("contact", "Choose a service of the directory"));
    };
    if entry.retired_on.is_some() || entry.contact.email.is_empty() {
        return Err(Error::field("contact", format!("{} has no contact to write to: give it one in the directory first", entry.name)));
    }
    let worded = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    if !worded(&issue.group_title) || !worded(&issue.group_text) {
        return Err(Error::field("contact", "Write the group wording first: it is all that the service gets to read"));
    }
    let mut checks = Checks::default();
    let question = checks.text("question", question, QUESTION);
    checks.done()?;
    refuse_in_papers(&mut *tx, group.id, [("question", question.as_str())].into_iter()).await?;
    Ok((entry, question))
}

async fn begin(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    issue: &Issue,
    entry: Entry,
    (purpose, due_on): (Purpose, Option<Date>),
    question: String,
) -> Result<()> {
    let group = &acting.group;
    store::end_open(tx, group.id, issue.id, purpose).await?;
    let ask = Ask {
        id: app.ids.key(app.clock.now())?,
        issue: issue.id,
        number: issue.number,
        title: issue.group_title.clone().unwrap_or_default(),
        entry: entry.id,
        service: entry.name.clone(),
        purpose,
        question,
        standing: Standing::Waits,
        asked_on: app.clock.today(&group.time_zone),
        due_on,
        reminded_on: None,
        answer: None,
        words: String::new(),
        by_when: None,
        answered_on: None,
    };
    store::insert(tx, group.id, &ask).await?;
    mail::post(app, tx, group, &ask, &entry, issue, Mailing::First).await
}

/// Says after how many working days a service is reminded, and after how many more the two co-chairs choose again.
///
/// # Errors
/// [`Error::NotFound`] for those who do not read issues; [`Error::Invalid`] for a number out of bounds.
pub async fn set_days(app: &App, tx: &mut Tx, acting: &Acting, remind: &str, wait: &str) -> Result<()> {
    acting.must(Verb::WordIssues)?;
    let group = &acting.group;
    let mut checks = Checks::default();
    let mut number = |field: &'static str, typed: &str| match typed.trim().parse::<i64>() {
        Ok(days) if (1..=60).contains(&days) => days,
        _ => {
            checks.fail(field, "Enter a number of working days from 1 to 60");
            0
        }
    };
    let days = Days { remind: number("remind", remind), wait: number("wait", wait) };
    checks.done()?;
    ledger::hold(tx, group.id).await?;
    store::set_days(tx, group.id, days).await?;
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "group.asking-set", group.id).with("as", acting.acted_as());
    ledger::record(tx, event.with("remind", Fact::Number(days.remind)).with("wait", Fact::Number(days.wait))).await
}
