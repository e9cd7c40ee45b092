//! What the other group answers: within this installation by its own page, else on the page behind the link of the file.

use ::issues::issues::{self, service};
use group::{acting::Acting, groups, groups::Group, permissions::Verb, screening};
use kernel::{
    App, Error, On, Result, Tx,
    actor::Actor,
    form::{Checks, TextRule},
    ledger::{self, Event},
};
use uuid::Uuid;

use super::{
    model::{Passing, Standing},
    store,
};

/// What a group answers.
const ANSWER: TextRule = TextRule { required: Some("Write what the group answers"), name: "The answer", max: 2_000, lines: true };

fn seal(app: &App, group: &Group, id: Uuid) -> String {
    app.keys.seal("passed-on", &[group.id.as_bytes(), id.as_bytes()])
}

/// The address on which the other group writes its answer: good for this one only.
#[must_use]
pub fn link(app: &App, group: &Group, id: Uuid) -> String {
    format!("/{}/passed-on/{}{}", group.slug, id.simple(), seal(app, group, id))
}

/// What a link opens, once it has gone.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours.
pub(super) async fn open(app: &App, on: impl Into<On<'_>>, group: &Group, code: &str) -> Result<Passing> {
    let (id, sealed) = code.split_at_checked(32).ok_or(Error::NotFound)?;
    let id = Uuid::try_parse(id).map_err(|_| Error::NotFound)?;
    if !kernel::keys::same(seal(app, group, id).as_bytes(), sealed.as_bytes()) {
        return Err(Error::NotFound);
    }
    let passing = store::find(on, group.id, id).await?;
    if matches!(passing.standing, Standing::Sent | Standing::Answered) { Ok(passing) } else { Err(Error::NotFound) }
}

/// Keeps an answer where the issue came from, and tells its reporter.
async fn deliver(app: &App, tx: &mut Tx, group: &Group, passing: &Passing, words: &str) -> Result<()> {
    let today = app.clock.today(&group.time_zone);
    store::set_answer(tx, group.id, passing.id, words, today).await?;
    service::tell_elsewhere(app, tx, group, passing.issue).await?;
    ledger::record(tx, Event::new(group.id, app.clock.now(), Actor::Visitor, "issue.pass-on-answered", passing.issue)).await
}

/// Takes the other group's answer by the link of the file. It is given once.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours; [`Error::Conflict`] when it was answered; [`Error::Invalid`] and
/// [`Error::Refused`] for what was typed.
pub async fn answer_by_link(app: &App, tx: &mut Tx, group: &Group, code: &str, words: &str) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let passing = open(app, &mut *tx, group, code).await?;
    if passing.standing == Standing::Answered {
        return Err(Error::Conflict("It is answered already. To say more, write to the group.".into()));
    }
    let mut checks = Checks::default();
    let words = checks.text("answer", words, ANSWER);
    checks.done()?;
    let known = screening::known(&mut *tx, group.id).await?;
    screening::refuse_unknown(&known, [("answer", words.as_str())].into_iter(), true)?;
    deliver(app, tx, group, &passing, &words).await
}

/// Writes what this group answers to an issue that another one passed on. Within the installation it goes there at once; else
/// it is kept here, and the page says where to write it.
///
/// # Errors
/// [`Error::NotFound`] for those who do not read issues, and for an issue that nobody passed on; [`Error::Conflict`] when it
/// was answered; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn answer_in(app: &App, tx: &mut Tx, acting: &Acting, number: i64, words: &str) -> Result<()> {
    acting.must(Verb::WordIssues)?;
    let group = &acting.group;
    let issue = issues::find(&mut *tx, group.id, number).await?;
    let came = store::origin(&mut *tx, group.id, issue.id).await?.ok_or(Error::NotFound)?;
    let mut both = vec![group.id];
    both.extend(came.from_group);
    both.sort_unstable();
    for one in both {
        ledger::hold(tx, one).await?;
    }
    let came = store::origin(&mut *tx, group.id, issue.id).await?.ok_or(Error::NotFound)?;
    if !came.answer.is_empty() {
        return Err(Error::Conflict("Your group has answered already. Load the page again to read it.".into()));
    }
    let mut checks = Checks::default();
    let words = checks.text("answer", words, ANSWER);
    checks.done()?;
    screening::refuse_in_papers(&mut *tx, group.id, [("answer", words.as_str())].into_iter()).await?;
    store::set_answer_in(tx, group.id, issue.id, &words).await?;
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "issue.passed-in-answered", issue.id);
    ledger::record(tx, event.with("as", acting.acted_as())).await?;
    if let Some(from) = came.from_group {
        let other = groups::by_id(&mut *tx, from).await?;
        let passing = store::find(&mut *tx, from, came.passing).await?;
        deliver(app, tx, &other, &passing, &words).await?;
    }
    Ok(())
}
