//! The verbs on patterns: have them read, stop that, give one its name.

use group::{acting::Acting, permissions::Verb, screening::refuse_identifiers};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};

use super::{jobs, model::State, store};

fn must_word(acting: &Acting, why: &str) -> Result<()> {
    acting.must_or(Verb::WordIssues, Verb::SeeMeetings, why)
}

fn event(app: &App, acting: &Acting, verb: &'static str, thing: uuid::Uuid) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, thing).with("as", acting.acted_as())
}

/// Has the reports read for patterns now. What is under way goes on.
///
/// # Errors
/// [`Error::Forbidden`] for who does not word issues.
pub(super) async fn ask(app: &App, tx: &mut Tx, acting: &Acting) -> Result<()> {
    must_word(acting, "Looking for patterns again is for those who prepare triage.")?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    if store::round(&mut *tx, group).await?.is_some_and(|round| round.is_busy()) {
        return Ok(());
    }
    store::set_state(tx, group, State::Waits, 0).await?;
    jobs::push(app, tx, group).await?;
    ledger::record(tx, event(app, acting, "patterns.asked", group)).await
}

/// Stops the reading that is under way. What was found before stays.
///
/// # Errors
/// [`Error::Forbidden`] for who does not word issues; [`Error::Conflict`] when nothing is under way.
pub(super) async fn stop(app: &App, tx: &mut Tx, acting: &Acting) -> Result<()> {
    must_word(acting, "Stopping it is for those who prepare triage.")?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    if !store::ask_to_stop(tx, group).await? {
        return Err(Error::Conflict("It has come to its end already. What it found is shown.".into()));
    }
    ledger::record(tx, event(app, acting, "patterns.stopped", group)).await
}

/// Gives a pattern its name for good, or with an empty one takes it away. `seen` is the name that its writer saw.
///
/// # Errors
/// [`Error::Forbidden`] for who does not word issues; [`Error::Conflict`] when somebody else has named it meanwhile;
/// [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub(super) async fn name(app: &App, tx: &mut Tx, acting: &Acting, number: i64, typed: &str, seen: &str) -> Result<()> {
    must_word(acting, "Naming patterns is for those who word issues: the administrator and the co-chairs.")?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let pattern = store::find(&mut *tx, group.id, number).await?;
    let mut checks = Checks::default();
    let name = checks.text("name", typed, TextRule { required: None, name: "The name", max: 80, lines: false });
    checks.done()?;
    refuse_identifiers([("name", name.as_str())].into_iter(), true)?;
    if pattern.name == name {
        return Ok(());
    }
    if pattern.name != seen {
        let now = if pattern.name.is_empty() { "it has no name now".to_owned() } else { format!("it is now “{}”", pattern.name) };
        return Err(Error::Conflict(format!("Somebody else has changed the name meanwhile: {now}. Saving again replaces that.")));
    }
    store::name(tx, group.id, pattern.id, &name, acting.person, app.clock.today(&group.time_zone)).await?;
    let told = event(app, acting, "pattern.named", pattern.id)
        .with("number", Fact::Number(number))
        .with("named", Fact::Word(if name.is_empty() { "no" } else { "yes" }.into()));
    ledger::record(tx, told).await
}
