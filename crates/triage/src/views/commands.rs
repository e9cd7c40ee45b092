//! The verb of triage: give one side's view.

use futures_util::future::BoxFuture;
use group::{acting::Acting, permissions::Verb};
use kernel::{
    App, Error, Result, Tx,
    form::Checks,
    ledger::{self, Event, Fact},
};

use super::{
    model::{Outcome, View, settled},
    store,
};
use ::issues::issues::{self, State, Wording};

/// Gives the view of a co-chair's side, with the theme and the wording that go with it. When both sides want the same,
/// the issue is triaged.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair; [`Error::Conflict`] when it was triaged already;
/// [`Error::Invalid`] without theme, title and text; as [`issues::describe`] for the wording.
pub async fn agree(app: &App, tx: &mut Tx, acting: &Acting, number: i64, outcome: Outcome, wording: Wording) -> Result<State> {
    must_triage(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let issue = issues::find(&mut *tx, group.id, number).await?;
    if issue.is_praise() {
        return Err(Error::Conflict("These are thanks: they are passed on to those who did it, and not put to a meeting.".into()));
    }
    if !issue.awaits_triage() {
        return Err(Error::Conflict("This issue is no longer waiting for triage.".into()));
    }
    let mut checks = Checks::default();
    for (field, text, message) in [
        ("theme", &wording.theme, "Choose a theme"),
        ("title", &wording.title, "Write a neutral title"),
        ("text", &wording.text, "Write two neutral sentences"),
    ] {
        if text.trim().is_empty() {
            checks.fail(field, message);
        }
    }
    checks.done()?;
    if wording != issues::wording(&issue) {
        issues::describe(app, tx, acting, number, issue.version, wording.clone()).await?;
    }
    let now = app.clock.now();
    let view = View { side: acting.side, person: acting.person, name: acting.name.clone(), outcome, theme: wording.theme };
    store::put(tx, group.id, issue.id, &view, now).await?;
    let event = Event::new(group.id, now, acting.actor(), "issue.view-given", issue.id)
        .with("as", acting.acted_as())
        .with("side", Fact::Word(view.side.key().into()))
        .with("outcome", Fact::Word(outcome.key().into()))
        .with("theme", Fact::Word(view.theme.clone()));
    ledger::record(tx, event).await?;
    if !settled(&store::views(&mut *tx, group.id, issue.id).await?) {
        return Ok(issue.state);
    }
    issues::move_on(tx, group.id, issue.id, issue.state, State::Triaged).await?;
    let event = Event::new(group.id, now, acting.actor(), "issue.triaged", issue.id).with("outcome", Fact::Word(outcome.key().into()));
    ledger::record(tx, event).await?;
    Ok(State::Triaged)
}

/// When a report that leads others is taken back: the views on it are on the one that leads on.
pub fn hand_on<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let Some(Fact::Key(next)) = event.facts.get("next") else { return Ok(()) };
        store::hand_on(tx, event.scope, event.thing, *next).await
    })
}

/// Goes on only for a co-chair. Who may see the issue is told why not; who may not finds nothing.
pub(super) fn must_triage(acting: &Acting) -> Result<()> {
    acting.must_or(Verb::Triage, Verb::ReadIssues, "Triage is for the two co-chairs: a GP and a consultant decide together.")
}
