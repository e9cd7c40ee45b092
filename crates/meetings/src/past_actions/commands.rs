//! The verbs: the log comes in; an action of it is done.

use group::{
    acting::Acting,
    groups,
    importing::{Checked, Problem, Sheet},
    membership,
    permissions::Verb,
};
use kernel::{
    App, On, Result, Tx, clock,
    ledger::{self, Event, Fact},
};

use super::{
    model::PastAction,
    plan::{There, hash, plan},
    store,
};
use crate::actions;

/// What there is already, for a plan.
pub(super) async fn there(on: impl Into<On<'_>>, acting: &Acting) -> Result<There> {
    let (mut on, group) = (on.into(), acting.group.id);
    Ok(There {
        seats: membership::seats(on.again(), &acting.group).await?,
        numbers: store::numbers(on.again(), group).await?,
        hashes: store::hashes(on.again(), group).await?,
        last: groups::last_number(on, group, "actions").await?,
    })
}

/// Brings in what is ready, planned anew under the group's lock; `goes` has the last word. Tells how many.
///
/// # Errors
/// [`Error::NotFound`] for those who do not bring in what was before.
pub(super) async fn bring_in(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    (sheet, found): (&Sheet, &[Problem]),
    goes: impl FnOnce(&Checked<PastAction>) -> bool,
) -> Result<Result<usize, Checked<PastAction>>> {
    acting.must(Verb::BringPast)?;
    let (group, now) = (&acting.group, app.clock.now());
    ledger::hold(tx, group.id).await?;
    let checked = plan(sheet, &there(&mut *tx, acting).await?, found, clock::day_of(now, &group.time_zone));
    if !goes(&checked) {
        return Ok(Err(checked));
    }
    for (_, action) in &checked.ready {
        let action = PastAction { id: app.ids.key(now)?, ..action.clone() };
        store::insert(tx, group.id, &action, &hash(&action)).await?;
        actions::note_words(tx, group, (action.number, action.id), &action.words, &action.done_means).await?;
    }
    let highest = checked.ready.iter().map(|(_, action)| action.number).max().unwrap_or(0);
    groups::go_on_after(tx, group.id, "actions", highest).await?;
    let count = i64::try_from(checked.ready.len()).unwrap_or(i64::MAX);
    let event = Event::new(group.id, now, acting.actor(), "actions.brought-in", group.id)
        .with("as", acting.acted_as())
        .with("actions", Fact::Number(count));
    ledger::record(tx, event).await?;
    Ok(Ok(checked.ready.len()))
}
