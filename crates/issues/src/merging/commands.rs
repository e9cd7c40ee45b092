//! The verbs: merge a report into another, split it off again, split one report into two; and what follows when one is taken back.

use group::{
    acting::Acting,
    groups::Group,
    permissions::Verb,
    screening::{known, refuse_unknown},
};
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};

use super::{
    model::{self, Refused},
    store,
};
use crate::{
    answers,
    issues::{self, Issue, LONGEST, State},
};

const DEALT_WITH: &str = "The group has dealt with this issue already, so it cannot be taken back.";

/// Merges a report into another: from now on they are dealt with together, under the other. Said twice it is once.
///
/// # Errors
/// [`Error::NotFound`] for those who do not word issues, or when there is no such issue; [`Error::Conflict`] for two that cannot be
/// merged, with why.
pub async fn merge(app: &App, tx: &mut Tx, acting: &Acting, lead: i64, report: i64) -> Result<()> {
    acting.must(Verb::WordIssues)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let (into, report) = (issues::find(&mut *tx, group.id, lead).await?, issues::find(&mut *tx, group.id, report).await?);
    let lead = store::lead_of(&mut *tx, group.id, into.id).await?;
    let leads = store::lead_of(&mut *tx, group.id, report.id).await?;
    let before = store::forest(&mut *tx, group.id, [lead, leads]).await?;
    let mut after = before.clone();
    match after.merge(report.id, report.state, lead) {
        Ok(true) => {}
        Ok(false) => return Ok(()),
        Err(Refused::Itself) => return Err(conflict("This report leads the other already, so it cannot be merged into it.")),
        Err(Refused::Elsewhere(other)) => {
            let other = issues::by_id(&mut *tx, group.id, other).await?;
            let (report, other) = (group.reference(report.number), group.reference(other.number));
            return Err(Error::Conflict(format!("{report} is merged into {other}. Split it off there first.")));
        }
    }
    let lead = issues::by_id(&mut *tx, group.id, lead).await?;
    allowed(group, &report, &lead)?;
    if store::hidden(&mut *tx, group.id, [report.id, lead.id]).await? {
        return Err(conflict("The text of one of the two is hidden. Merge them once the administrator has looked at it."));
    }
    if !issues::move_on(tx, group.id, report.id, report.state, State::Merged).await? {
        return Err(conflict("This issue has moved on in the meantime. Load the page again."));
    }
    store::put(tx, group.id, (&before, &after), app.clock.today(&group.time_zone)).await?;
    both(app, tx, acting, [(&report, "issue.merged", "into", &lead), (&lead, "issue.took-in", "report", &report)]).await
}

fn conflict(why: &str) -> Error {
    Error::Conflict(why.to_owned())
}

/// Whether a report may be merged into a lead: both are open, or the lead is on an agenda, and neither is thanks.
fn allowed(group: &Group, report: &Issue, lead: &Issue) -> Result<()> {
    if report.is_praise() || lead.is_praise() {
        return Err(conflict("Thanks are passed on to those who did it, so they are not merged."));
    }
    let (one, other) = (group.reference(report.number), group.reference(lead.number));
    if report.state == State::Scheduled {
        return Err(Error::Conflict(format!("{one} is on an agenda. Merge {other} into it, or take it off the agenda first.")));
    }
    if !model::may_join(report.state) {
        return Err(Error::Conflict(format!("{one} is no longer open, so it is not merged. You can say that the two are the same.")));
    }
    if !model::may_lead(lead.state) {
        return Err(Error::Conflict(format!(
            "{other} is decided or closed, so nothing is merged into it any more. You can say that the two are the same."
        )));
    }
    Ok(())
}

/// Says on two timelines what was done to two reports: each its event, and the reference of the other.
async fn both(app: &App, tx: &mut Tx, acting: &Acting, events: [(&Issue, &'static str, &'static str, &Issue); 2]) -> Result<()> {
    let group = &acting.group;
    for (issue, verb, fact, other) in events {
        let event = Event::new(group.id, app.clock.now(), acting.actor(), verb, issue.id).with("as", acting.acted_as());
        ledger::record(tx, event.with(fact, Fact::Reference(group.reference(other.number)))).await?;
    }
    Ok(())
}

/// Splits a report off from its lead: it stands where it stood before, with what it led itself. One that is split off already
/// stays so.
///
/// # Errors
/// [`Error::NotFound`] for those who do not word issues, when there is no such issue, or when it is merged into another one.
pub async fn unmerge(app: &App, tx: &mut Tx, acting: &Acting, lead: i64, report: i64) -> Result<()> {
    acting.must(Verb::WordIssues)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let (lead, report) = (issues::find(&mut *tx, group.id, lead).await?, issues::find(&mut *tx, group.id, report).await?);
    if report.state != State::Merged {
        return Ok(());
    }
    if store::lead_of(&mut *tx, group.id, report.id).await? != lead.id {
        return Err(Error::NotFound);
    }
    let before = store::forest(&mut *tx, group.id, [lead.id, lead.id]).await?;
    let mut after = before.clone();
    let place = after.unmerge(report.id).ok_or_else(|| Error::internal("a merged report has no place"))?;
    issues::move_on(tx, group.id, report.id, State::Merged, place.state).await?;
    store::put(tx, group.id, (&before, &after), app.clock.today(&group.time_zone)).await?;
    both(app, tx, acting, [(&report, "issue.split-off", "from", &lead), (&lead, "issue.let-go", "report", &report)]).await
}

/// Takes back a report that is merged, or that leads others: the first leaves the tree, after the second the oldest of the others
/// leads on with what was decided. A report that stands alone is just taken back.
///
/// # Errors
/// [`Error::Conflict`] once the group has dealt with it.
pub(crate) async fn withdraw(app: &App, tx: &mut Tx, group: &Group, report: &Issue) -> Result<()> {
    let lead = match store::lead_of(&mut *tx, group.id, report.id).await? {
        own if own == report.id => report.clone(),
        lead => issues::by_id(&mut *tx, group.id, lead).await?,
    };
    if !lead.can_be_withdrawn() {
        return Err(conflict(DEALT_WITH));
    }
    let before = store::forest(&mut *tx, group.id, [lead.id, lead.id]).await?;
    let mut after = before.clone();
    let today = app.clock.today(&group.time_zone);
    let next = store::lines(&mut *tx, group.id, report.id).await?.into_iter().next().filter(|_| lead.id == report.id);
    if lead.id != report.id {
        after.leave(report.id);
        let event = day_event(app, group, "issue.let-go", lead.id)?;
        ledger::record(tx, event.with("report", Fact::Reference(group.reference(report.number)))).await?;
    } else if let Some(next) = &next {
        after.lead_on(report.id, next.id);
        // A question was asked of who goes: the others wait for nothing.
        let state = if report.state == State::Asked { State::New } else { report.state };
        issues::move_on(tx, group.id, next.id, State::Merged, state).await?;
    }
    store::put(tx, group.id, (&before, &after), today).await?;
    if !issues::move_on(tx, group.id, report.id, report.state, State::Withdrawn).await? {
        return Err(conflict(DEALT_WITH));
    }
    if let Some(next) = next {
        issues::hand_wording_on(tx, group, report, next.id).await?;
        let event = day_event(app, group, "issue.handed-on", report.id)?.with("next", Fact::Key(next.id));
        ledger::record(tx, event.with("to", Fact::Reference(group.reference(next.number)))).await?;
        let event = day_event(app, group, "issue.leads-on", next.id)?;
        ledger::record(tx, event.with("after", Fact::Reference(group.reference(report.number)))).await?;
    }
    Ok(())
}

/// What follows on other timelines when somebody takes a report back: told with the day only, since they may be anonymous.
fn day_event(app: &App, group: &Group, verb: &'static str, thing: uuid::Uuid) -> Result<Event> {
    let day = app.clock.today(&group.time_zone).to_zoned(group.time_zone.clone()).map_err(|error| Error::Internal(error.into()))?;
    Ok(Event::new(group.id, day.timestamp(), Actor::System, verb, thing))
}

/// Splits a report that speaks of two troubles: a second issue is made of it, with `words` for its text and the same reporter, who
/// is told. The first stays as it was. The same words sent twice make one issue; tells its number.
///
/// # Errors
/// [`Error::NotFound`] for those who do not word issues, or when there is no such issue; [`Error::Conflict`] for one that is closed,
/// hidden or thanks; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn split(app: &App, tx: &mut Tx, acting: &Acting, number: i64, words: &str) -> Result<i64> {
    acting.must(Verb::WordIssues)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let from = issues::find(&mut *tx, group.id, number).await?;
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Leave the words that tell of the second trouble"), name: "The text", max: LONGEST, lines: true };
    let words = checks.text("text", words, rule);
    checks.done()?;
    refuse_unknown(&known(&mut *tx, group.id).await?, [("text", words.as_str())].into_iter(), true)?;
    if from.is_praise() {
        return Err(conflict("These are thanks, so there is nothing to split."));
    }
    if !model::may_lead(from.state) && from.state != State::Merged {
        return Err(conflict("This issue is decided or closed, so it stays as it is. You can raise the second trouble by itself."));
    }
    if store::hidden(&mut *tx, group.id, [from.id, from.id]).await? {
        return Err(conflict("The text is hidden. Split it once the administrator has looked at it."));
    }
    let part = match issues::make_part(app, tx, group, &from, &words).await? {
        (part, false) => return Ok(part.number),
        (part, true) => part,
    };
    store::put_part(tx, group.id, part.id, from.id, app.clock.today(&group.time_zone)).await?;
    both(app, tx, acting, [(&part, "issue.made-of", "from", &from), (&from, "issue.split", "into", &part)]).await?;
    answers::receive(app, tx, group, part.id).await?;
    Ok(part.number)
}
