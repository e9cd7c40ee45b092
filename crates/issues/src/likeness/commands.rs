//! The verbs on links: me too, judge, and taking either back.

use group::{acting::Acting, groups::Group, permissions::Verb};
use kernel::{
    App, Error, Result, Tx,
    ledger::{self, Event, Fact},
};

use super::{
    index,
    model::How,
    store::{self, Link},
};
use crate::issues::{self, Issue};

/// The later of two reports is linked to the earlier one.
fn ordered<'a>(one: &'a Issue, other: &'a Issue) -> Result<(&'a Issue, &'a Issue)> {
    match one.number.cmp(&other.number) {
        std::cmp::Ordering::Greater => Ok((one, other)),
        std::cmp::Ordering::Less => Ok((other, one)),
        std::cmp::Ordering::Equal => Err(Error::Conflict("This is the same report.".into())),
    }
}

fn said(event: Event, group: &Group, other: &Issue, how: How) -> Event {
    event.with("to", Fact::Reference(group.reference(other.number))).with("how", Fact::Word(how.key().into()))
}

/// A reporter's own report and an earlier one: what they say stands with theirs, never with what somebody else raised later.
fn own_first<'a>(report: &'a Issue, other: &'a Issue) -> Result<(&'a Issue, &'a Issue)> {
    if report.number > other.number { Ok((report, other)) } else { Err(Error::NotFound) }
}

/// A reporter says of another issue: me too. Their report stays their own.
///
/// # Errors
/// [`Error::NotFound`] for a code that opens nothing, or when there is no such issue; [`Error::Conflict`] when either is closed.
pub(super) async fn me_too(app: &App, tx: &mut Tx, group: &Group, code: &str, number: i64) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let report = issues::by_code(&mut *tx, group, code).await?;
    let other = issues::find(&mut *tx, group.id, number).await?;
    let (later, earlier) = own_first(&report, &other)?;
    if !report.takes_wording() || !other.takes_wording() {
        return Err(Error::Conflict("One of the two reports was taken back or sent elsewhere.".into()));
    }
    if store::said(&mut *tx, group.id, report.id).await?.iter().any(|said| said.by_reporter && said.other.number == number) {
        return Ok(());
    }
    let given_on = app.clock.today(&group.time_zone);
    let link = Link { report: later.id, issue: earlier.id, by_reporter: true, how: How::MeToo, person: None, given_on, marks: None };
    store::put_link(tx, group.id, &link).await?;
    ledger::record(tx, said(issues::reporter_event(app, group, &report, "issue.linked")?, group, &other, How::MeToo)).await
}

/// A reporter takes a *me too* back.
///
/// # Errors
/// [`Error::NotFound`] for a code that opens nothing, or when there is no such issue.
pub(super) async fn not_me(app: &App, tx: &mut Tx, group: &Group, code: &str, number: i64) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let report = issues::by_code(&mut *tx, group, code).await?;
    let other = issues::find(&mut *tx, group.id, number).await?;
    let (later, earlier) = own_first(&report, &other)?;
    if store::drop_link(tx, group.id, later.id, earlier.id, true).await? {
        ledger::record(tx, said(issues::reporter_event(app, group, &report, "issue.unlinked")?, group, &other, How::MeToo)).await?;
    }
    Ok(())
}

/// Those who word issues say what two reports are to each other; with nothing they take it back.
///
/// # Errors
/// [`Error::NotFound`] when one of them is not theirs to read; [`Error::Conflict`] when both are the same report.
pub(super) async fn judge(app: &App, acting: &Acting, number: i64, other: i64, how: Option<How>) -> Result<()> {
    acting.must(Verb::WordIssues)?;
    let group = &acting.group;
    let marks = index::marks(app, group, number.max(other), number.min(other)).await?;
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group.id).await?;
    let (one, other) = (issues::find(&mut tx, group.id, number).await?, issues::find(&mut tx, group.id, other).await?);
    let (later, earlier) = ordered(&one, &other)?;
    let event = |verb| Event::new(group.id, app.clock.now(), acting.actor(), verb, one.id).with("as", acting.acted_as());
    let event = match how {
        Some(how) => {
            let (given_on, person) = (app.clock.today(&group.time_zone), Some(acting.person));
            let link = Link { report: later.id, issue: earlier.id, by_reporter: false, how, person, given_on, marks };
            store::put_link(&mut tx, group.id, &link).await?;
            said(event("issue.linked"), group, &other, how)
        }
        None if store::drop_link(&mut tx, group.id, later.id, earlier.id, false).await? => {
            event("issue.unlinked").with("to", Fact::Reference(group.reference(other.number)))
        }
        None => return Ok(()),
    };
    ledger::record(&mut tx, event).await?;
    app.commit(tx).await
}

/// What was chosen in the form before it was sent: me too. The report is saved already and stays so whatever comes of this.
pub(crate) async fn me_too_on_sending(app: &App, group: &Group, code: &str, reference: &str) {
    let Some(number) = group.number(reference) else { return };
    let linked = async {
        let mut tx = app.begin().await?;
        me_too(app, &mut tx, group, code, number).await?;
        app.commit(tx).await
    };
    // Nothing is logged: the line would say when somebody wrote. The receipt offers the same button again.
    let _offered_again: Result<()> = linked.await;
}
