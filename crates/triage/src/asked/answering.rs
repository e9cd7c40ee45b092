//! The link of a service's contact, and what they answer behind it. Opening it does nothing, because mail scanners follow
//! links; only a button on the page does.

use ::issues::issues::{
    self, Issue,
    service::{self, Back},
};
use group::{
    directory::{self, Entry},
    groups::Group,
    screening::{self, refuse_unknown},
};
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, On, Result, Tx,
    actor::Actor,
    form::{Checks, TextRule},
    ledger::{self, Event},
};
use uuid::Uuid;

use super::{
    model::{Answer, Ask, Standing},
    store,
};
use crate::views;

fn seal(app: &App, group: &Group, ask: Uuid, entry: &Entry) -> String {
    app.keys.seal("service-ask", &[group.id.as_bytes(), ask.as_bytes(), entry.contact.email.as_bytes()])
}

/// The address behind which a contact answers: good for this contact and this ask only.
#[must_use]
pub fn link(app: &App, group: &Group, ask: &Ask, entry: &Entry) -> String {
    format!("/{}/asked/{}{}", group.slug, ask.id.simple(), seal(app, group, ask.id, entry))
}

/// What a link opens.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub(super) ask: Ask,
    pub(super) issue: Issue,
    /// Whether it can still be answered: the service may answer, and the group still waits for it.
    pub(super) open: bool,
}

/// What a link opens.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours, or of another contact.
pub(super) async fn open(app: &App, on: impl Into<On<'_>>, group: &Group, code: &str) -> Result<Opened> {
    let mut on = on.into();
    let (id, sealed) = code.split_at_checked(32).ok_or(Error::NotFound)?;
    let id = Uuid::try_parse(id).map_err(|_| Error::NotFound)?;
    let ask = store::find(on.again(), group.id, id).await?;
    let entry = directory::find(on.again(), group.id, ask.entry).await?;
    if !kernel::keys::same(seal(app, group, id, &entry).as_bytes(), sealed.as_bytes()) {
        return Err(Error::NotFound);
    }
    let issue = issues::by_id(on, group.id, ask.issue).await?;
    let waited = ask.purpose.waits_in(issue.state);
    Ok(Opened { open: ask.standing.is_open() && waited, ask, issue })
}

/// What a contact answers, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The key of the answer.
    pub answer: String,
    /// A line of text.
    pub words: String,
    /// By when, for what is theirs.
    pub by_when: String,
    /// Whether they say of something doubtful that it does not tell who a patient is.
    pub keep: bool,
}

/// Takes what a service answers, and does with the issue what follows from it.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours; [`Error::Conflict`] when nobody waits for an answer any more;
/// [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn answer(app: &App, tx: &mut Tx, group: &Group, code: &str, given: &Given) -> Result<Answer> {
    ledger::hold(tx, group.id).await?;
    let opened = open(app, &mut *tx, group, code).await?;
    if !opened.open {
        return Err(Error::Conflict("Nobody waits for an answer any more. Thank you all the same.".into()));
    }
    let today = app.clock.today(&group.time_zone);
    let Some(answer) = Answer::from_key(&given.answer).filter(|answer| answer.answers(opened.ask.purpose)) else {
        return Err(Error::field("answer", "Choose one of the answers"));
    };
    let (words, by_when) = checked(tx, group, answer, given, today).await?;
    let standing = if answer == Answer::Ours { Standing::Promised } else { Standing::Answered };
    let ask = Ask { standing, answer: Some(answer), words, by_when, answered_on: Some(today), ..opened.ask };
    store::update(tx, group.id, &ask).await?;
    match (ask.purpose.with(), answer, by_when) {
        (Some(with), Answer::Ours, Some(by)) => service::promise(app, tx, group, ask.issue, with, by).await?,
        (Some(with), Answer::Done, _) => {
            service::fixed(app, tx, group, ask.issue, with, format!("{} says: {}", ask.service, ask.words)).await?;
        }
        (Some(with), Answer::NotOurs, _) => {
            views::forget(tx, group.id, ask.issue).await?;
            service::back(app, tx, group, Actor::Visitor, ask.issue, (with, Back::NotOurs)).await?;
        }
        (Some(with), Answer::NeedsGroup, _) => service::needs_group(app, tx, group, ask.issue, with).await?,
        (None, Answer::View, _) => {
            ledger::record(tx, Event::new(group.id, app.clock.now(), Actor::Visitor, "issue.view-told", ask.issue)).await?;
        }
        _ => return Err(Error::internal("an answer from outside that does not belong to what was asked")),
    }
    Ok(answer)
}

/// The words and the day of an answer.
async fn checked(tx: &mut Tx, group: &Group, answer: Answer, given: &Given, today: Date) -> Result<(String, Option<Date>)> {
    let mut checks = Checks::default();
    let required = match answer {
        Answer::Done => Some("Say in a line what was done"),
        Answer::NotOurs => Some("Say in a line whose it may be"),
        Answer::View => Some("Write a line or two"),
        Answer::Ours | Answer::NeedsGroup => None,
    };
    // Several forms stand on one page, so that each field is named after its answer.
    let field = format!("words-{}", answer.key());
    let words = checks.text(field.clone(), &given.words, TextRule { required, name: "The text", max: 600, lines: answer == Answer::View });
    let by_when = (answer == Answer::Ours).then(|| given.by_when.trim().parse::<Date>().ok()).flatten();
    if answer == Answer::Ours && !by_when.is_some_and(|by| today < by && by <= today.saturating_add(1.year())) {
        checks.fail("by_when", "Enter a day after today and within a year");
    }
    checks.done()?;
    let known = screening::known(&mut *tx, group.id).await?;
    refuse_unknown(&known, [(field, words.as_str())].into_iter(), given.keep)?;
    Ok((words, by_when))
}
