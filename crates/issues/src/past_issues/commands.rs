//! The verb: the log comes in.

use group::{
    acting::Acting,
    groups,
    importing::{Problem, Sheet},
    permissions::Verb,
};
use kernel::{
    App, On, Result, Tx, clock,
    ledger::{self, Event, Fact},
};

use super::plan::{Plan, There, plan};
use crate::{
    issues::{self, bringing},
    themes,
};

/// What is there already, for a plan.
pub(super) async fn there(on: impl Into<On<'_>>, acting: &Acting) -> Result<There> {
    let (mut on, group) = (on.into(), acting.group.id);
    Ok(There {
        themes: themes::all(on.again(), group).await?,
        taken: issues::taken(on.again(), group).await?,
        last: groups::last_number(on, group, "issues").await?,
        ..There::default()
    })
}

/// Brings in what is ready, planned anew under the group's lock; `goes` has the last word and says from which number on the
/// group counts. Tells how many came in.
///
/// # Errors
/// [`kernel::Error::NotFound`] for those who do not bring in what was before.
pub(super) async fn bring_in(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    (sheet, found): (&Sheet, &[Problem]),
    means: impl FnOnce(There) -> There,
    goes: impl FnOnce(&Plan) -> Option<i64>,
) -> Result<Result<usize, Plan>> {
    acting.must(Verb::BringPast)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let there = means(there(&mut *tx, acting).await?);
    let plan = plan(group, sheet, &there, found, clock::day_of(app.clock.now(), &group.time_zone));
    let Some(next) = goes(&plan) else { return Ok(Err(plan)) };
    for (_, issue) in &plan.checked.ready {
        bringing::bring(app, tx, acting, issue).await?;
    }
    groups::go_on_after(tx, group.id, "issues", next - 1).await?;
    let count = plan.checked.ready.len();
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "issues.brought-in", group.id)
        .with("as", acting.acted_as())
        .with("issues", Fact::Number(i64::try_from(count).unwrap_or(i64::MAX)))
        .with("next", Fact::Number(next));
    ledger::record(tx, event).await?;
    Ok(Ok(count))
}
