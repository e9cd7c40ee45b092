//! What came in wrongly: a past decision is put right, or a whole table is taken back while nobody has worked on it.

use group::{acting::Acting, permissions::Verb};
use kernel::{
    App, Error, Result, Tx, clock,
    ledger::{self, Event, Fact},
    words,
};
use uuid::Uuid;

use super::{
    commands::{NewDecision, typed},
    model::Decision,
    store,
};

/// Puts a past decision right; its theme and the minute that it was marked in stay. `saw` is what the writer saw there before.
///
/// # Errors
/// [`Error::NotFound`] for those who do not bring in what was before, and without such a decision; [`Error::Conflict`] when somebody
/// else has changed it meanwhile; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub(super) async fn correct(app: &App, tx: &mut Tx, acting: &Acting, number: i64, saw: &str, new: &NewDecision) -> Result<()> {
    acting.must(Verb::BringPast)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let old = store::decision(&mut *tx, group.id, number).await?;
    let (read, hash) = typed(app, tx, group, new, Some(number)).await?;
    if old.seen() != saw {
        return Err(Error::Conflict("Somebody else has put this decision right meanwhile. Look at it again before you save.".into()));
    }
    let decision = Decision { id: old.id, theme: old.theme.clone(), minute: old.minute, ..read };
    if decision == old {
        return Ok(());
    }
    let parts = [
        ("reference", decision.reference != old.reference),
        ("words", decision.words != old.words),
        ("day", decision.decided_on != old.decided_on),
        ("kind", decision.lasting != old.lasting),
        ("review", decision.review_on != old.review_on),
    ];
    let changed = parts.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect::<Vec<_>>().join("-");
    store::correct(tx, group, &decision, &hash, clock::day_of(app.clock.now(), &group.time_zone)).await?;
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "past-decision.corrected", old.id)
        .with("as", acting.acted_as())
        .with("number", Fact::Number(number))
        .with("changed", Fact::Word(changed));
    ledger::record(tx, event).await
}

/// Takes back all that came in by one table; tells how many decisions that were.
///
/// # Errors
/// [`Error::NotFound`] for those who do not bring in what was before, and without such a table; [`Error::Conflict`] when some of it
/// was put right since: somebody's work hangs on it.
pub(super) async fn take_back(app: &App, tx: &mut Tx, acting: &Acting, import: Uuid) -> Result<u64> {
    acting.must(Verb::BringPast)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let import = store::imports(&mut *tx, group.id).await?.into_iter().find(|one| one.id == import).ok_or(Error::NotFound)?;
    if import.corrected > 0 {
        let n = words::count(import.corrected.unsigned_abs(), "of its decisions was", "of its decisions were");
        return Err(Error::Conflict(format!("{n} put right since, so the table stays. Put right what else is wrong in it, one by one.")));
    }
    let (now, rows) = (app.clock.now(), import.rows);
    store::take_back(tx, group.id, import.id, clock::day_of(now, &group.time_zone)).await?;
    let event = Event::new(group.id, now, acting.actor(), "past-decisions.taken-back", import.id)
        .with("as", acting.acted_as())
        .with("decisions", Fact::Number(rows));
    ledger::record(tx, event).await?;
    Ok(rows.unsigned_abs())
}
