//! The verbs: this solved it; it still happens; and taking that back.

use agreements::{
    rules,
    uses::{self, Kind},
};
use group::groups::Group;
use kernel::{
    App, Error, Result, Tx,
    ledger::{self, Event, Fact},
};

use super::store;
use crate::issues;

/// Goes on only for an agreement that is in force and that everybody may read.
async fn must_hold(tx: &mut Tx, group: &Group, agreement: i64) -> Result<()> {
    let holds = rules::is_public(&mut *tx, group.id).await?
        && rules::in_force(&mut *tx, group.id).await?.iter().any(|there| there.number == agreement);
    if holds { Ok(()) } else { Err(Error::NotFound) }
}

/// A visitor has found what they needed and reports nothing: that is counted by the day, once for a form.
///
/// # Errors
/// [`Error::NotFound`] for an agreement that is not in force, or not for everybody.
pub(super) async fn solved(app: &App, tx: &mut Tx, group: &Group, form: &str, agreement: i64) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    must_hold(tx, group, agreement).await?;
    let today = app.clock.today(&group.time_zone);
    let form = app.keys.sign("solved", &[group.id.as_bytes(), form.as_bytes()]);
    if store::put_visit(tx, group.id, &form, today).await? {
        uses::note(tx, group.id, agreement, Kind::Solved, today).await?;
    }
    Ok(())
}

fn said(event: Event, agreement: i64) -> Event {
    event.with("agreement", Fact::Number(agreement))
}

/// A reporter says of an agreement: it still happens. Their report stays as it is, and counts as a report on the agreement.
///
/// # Errors
/// [`Error::NotFound`] for a code that opens nothing, or as [`solved`]; [`Error::Conflict`] when the report is closed.
pub(super) async fn still(app: &App, tx: &mut Tx, group: &Group, code: &str, agreement: i64) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let report = issues::by_code(&mut *tx, group, code).await?;
    must_hold(tx, group, agreement).await?;
    if !report.takes_wording() {
        return Err(Error::Conflict("This report was taken back or sent elsewhere.".into()));
    }
    let today = app.clock.today(&group.time_zone);
    if !store::put(tx, group.id, report.id, agreement, today).await? {
        return Ok(());
    }
    uses::note(tx, group.id, agreement, Kind::Still, today).await?;
    ledger::record(tx, said(issues::reporter_event(app, group, &report, "issue.still-happens")?, agreement)).await
}

/// A reporter takes that back.
///
/// # Errors
/// [`Error::NotFound`] for a code that opens nothing.
pub(super) async fn not_still(app: &App, tx: &mut Tx, group: &Group, code: &str, agreement: i64) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let report = issues::by_code(&mut *tx, group, code).await?;
    let Some(day) = store::take_back(tx, group.id, report.id, agreement).await? else { return Ok(()) };
    uses::take_back(tx, group.id, agreement, Kind::Still, day).await?;
    ledger::record(tx, said(issues::reporter_event(app, group, &report, "issue.still-taken-back")?, agreement)).await
}

/// A reporter has found what they needed after all: their report is taken back, and the agreement counts as what solved it.
///
/// # Errors
/// As [`still`], and as [`issues::withdraw`].
pub(super) async fn solved_after_all(app: &App, tx: &mut Tx, group: &Group, code: &str, agreement: i64) -> Result<()> {
    not_still(app, tx, group, code, agreement).await?;
    must_hold(tx, group, agreement).await?;
    let before = issues::by_code(&mut *tx, group, code).await?;
    issues::withdraw(app, tx, group, code).await?;
    if before.can_be_withdrawn() {
        uses::note(tx, group.id, agreement, Kind::Solved, app.clock.today(&group.time_zone)).await?;
    }
    Ok(())
}

/// What was ticked in the form before it was sent. The report is saved already and stays so whatever comes of this.
pub(crate) async fn still_on_sending(app: &App, group: &Group, code: &str, typed: &str) {
    let Ok(agreement) = typed.parse() else { return };
    let linked = async {
        let mut tx = app.begin().await?;
        still(app, &mut tx, group, code, agreement).await?;
        app.commit(tx).await
    };
    // Nothing is logged: the line would say when somebody wrote. The receipt offers the same button again.
    let _offered_again: Result<()> = linked.await;
}
