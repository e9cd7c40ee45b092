//! The verbs on corrections: propose one, confirm it for one's side, take it back.

use group::{acting::Acting, membership::Side, permissions::Verb, screening::refuse_in_papers};
use issues::issues::journey;
use kernel::{
    App, Error, Result, Tx, clock,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};

use super::{model::Correction, store};
use crate::{
    decisions::{self, Decision},
    meetings::must_run,
};

async fn held(tx: &mut Tx, acting: &Acting, reference: (i64, i64)) -> Result<(Decision, Option<Correction>)> {
    ledger::hold(tx, acting.group.id).await?;
    let decision = decisions::by_reference(&mut *tx, acting.group.id, reference).await?;
    let corrections = store::of_decision(&mut *tx, acting.group.id, decision.id).await?;
    Ok((decision, corrections.into_iter().find(|one| one.corrected_on.is_none())))
}

fn event(app: &App, acting: &Acting, decision: &Decision, verb: &'static str) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, decision.id)
        .with("as", acting.acted_as())
        .with("decision", Fact::Reference(decision.reference()))
}

/// Proposes other words for a decision that holds, and says why. `seen` is its sentence as the writer saw it.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the record; [`Error::Conflict`] for a decision that does not hold yet, or where a
/// correction waits; [`Error::Invalid`] and [`Error::Refused`] for the texts.
pub async fn propose(app: &App, tx: &mut Tx, acting: &Acting, of: (i64, i64), seen: &str, words: &str, why: &str) -> Result<()> {
    must_run(acting)?;
    let (decision, waiting) = held(tx, acting, of).await?;
    if !decision.confirmed {
        return Err(Error::Conflict("Both sides have not confirmed this decision yet: it can be changed on the page of its item.".into()));
    }
    if waiting.is_some() || decision.words != seen {
        return Err(Error::Conflict("Somebody else has proposed a correction meanwhile. Load the page again to see it.".into()));
    }
    let mut checks = Checks::default();
    let rule = |required, name, max| TextRule { required: Some(required), name, max, lines: false };
    let typed = checks.text("words", words, rule("Write the decision as it should read", "The sentence", 500));
    let why = checks.text("why", why, rule("Say why in a sentence: whoever was told the old words reads it", "The text", 300));
    let after = decisions::worded(&decision, &typed);
    if after == decision.words {
        checks.fail("words", "These are the words as they stand. Change what is wrong in them");
    }
    checks.done()?;
    refuse_in_papers(&mut *tx, acting.group.id, [("words", after.as_str()), ("why", why.as_str())].into_iter()).await?;
    let now = app.clock.now();
    let none = None::<String>;
    let new = Correction {
        id: app.ids.key(now)?,
        before: decision.words.clone(),
        after,
        why,
        gp: none.clone(),
        consultant: none,
        corrected_on: None,
    };
    store::insert(tx, acting.group.id, decision.id, &new, acting.person, now).await?;
    ledger::record(tx, event(app, acting, &decision, "decision.correction-proposed")).await
}

/// Confirms for one's side the correction that waits. With the second side's word the decision says the new words, and whoever raised
/// the issue is told.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair or deputy; [`Error::Conflict`] when `seen` is not what waits any more.
pub async fn confirm(app: &App, tx: &mut Tx, acting: &Acting, of: (i64, i64), seen: &str) -> Result<()> {
    acting.must_or(Verb::TurnKey, Verb::SeeMeetings, "Confirming is for the two co-chairs or a deputy of their side.")?;
    let (decision, waiting) = held(tx, acting, of).await?;
    let changed = || Error::Conflict("This correction has changed in between. Load the page again and read it.".into());
    let correction = waiting.filter(|one| one.after == seen).ok_or_else(changed)?;
    let group = &acting.group;
    store::give(tx, group.id, correction.id, acting.side, acting.person).await?;
    ledger::record(tx, event(app, acting, &decision, "decision.correction-confirmed").with("side", Fact::Word(acting.side.key().into())))
        .await?;
    let other = if acting.side == Side::Gp { Side::Consultant } else { Side::Gp };
    if correction.given(other).is_none() {
        return Ok(());
    }
    store::set_done(tx, group.id, correction.id, clock::day_of(app.clock.now(), &group.time_zone)).await?;
    decisions::correct(tx, group.id, decision.id, &correction.after).await?;
    if let Some(issue) = store::told_issue(tx, group.id, decision.id, &decision.reference()).await? {
        let words = format!(
            "We told you of decision {}. Its words were not right and are corrected. It now says: {}\nIt said before: {}\nWhy: {}",
            decision.reference(),
            correction.after,
            correction.before,
            correction.why
        );
        journey::correct(app, tx, acting, issue, &decision.reference(), words).await?;
    }
    ledger::record(tx, event(app, acting, &decision, "decision.corrected")).await
}

/// Takes the correction back that waits.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the record; [`Error::NotFound`] when none waits.
pub(super) async fn take_back(app: &App, tx: &mut Tx, acting: &Acting, of: (i64, i64)) -> Result<()> {
    must_run(acting)?;
    let (decision, waiting) = held(tx, acting, of).await?;
    store::delete(tx, acting.group.id, waiting.ok_or(Error::NotFound)?.id).await?;
    ledger::record(tx, event(app, acting, &decision, "decision.correction-taken-back")).await
}
