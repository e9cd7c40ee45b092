//! The verbs on what was said and done: open the page to everybody, say that the group could not.

use group::{acting::Acting, permissions::Verb, screening::refuse_in_papers};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use meetings::references::read_decision;

use super::store;

/// Goes on only for those who say where decisions go.
fn must_run(acting: &Acting) -> Result<()> {
    acting.must_or(
        Verb::RunCascade,
        Verb::ReadPublished,
        "What everybody may read of the group is for the administrator and the co-chairs to say.",
    )
}

/// Opens the page and its feeds to everybody, or closes them.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not say where decisions go.
pub async fn set_public(app: &App, tx: &mut Tx, acting: &Acting, public: bool) -> Result<()> {
    must_run(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    if store::is_public(&mut *tx, group.id).await? == public {
        return Ok(());
    }
    store::set_public(tx, group.id, public).await?;
    let verb = if public { "said-and-done.opened" } else { "said-and-done.closed" };
    ledger::record(tx, Event::new(group.id, app.clock.now(), acting.actor(), verb, group.id).with("as", acting.acted_as())).await
}

/// Says why the group could not do what was asked of it, beside a confirmed decision; with no words it takes that back.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not say where decisions go; [`Error::NotFound`] without such a decision;
/// [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn could_not(app: &App, tx: &mut Tx, acting: &Acting, reference: &str, words: &str) -> Result<()> {
    must_run(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let decision = store::decision(&mut *tx, group.id, read_decision(reference).ok_or(Error::NotFound)?).await?;
    let mut checks = Checks::default();
    let words = checks.text("why", words, TextRule { required: None, name: "The text", max: 400, lines: false });
    checks.done()?;
    refuse_in_papers(&mut *tx, group.id, [("why", words.as_str())].into_iter()).await?;
    store::set_could_not(tx, group.id, decision, &words).await?;
    let said = if words.is_empty() { "no" } else { "yes" };
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "decision.could-not-said", decision);
    ledger::record(tx, event.with("as", acting.acted_as()).with("could-not", Fact::Word(said.into()))).await
}
