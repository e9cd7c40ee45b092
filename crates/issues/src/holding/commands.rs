//! The verbs on outcomes: say whether one held, say after how many months that is asked.

use group::{acting::Acting, groups::Group, permissions::Verb};
use kernel::{
    App, Error, Result, Tx,
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    model::{Answer, Months},
    queries, store,
};
use crate::issues;

/// Keeps what somebody who was asked says of an outcome. Said again, it replaces what they said before.
///
/// # Errors
/// [`Error::NotFound`] for an outcome that they are not asked about; [`Error::Conflict`] before it is asked.
pub async fn answer(app: &App, tx: &mut Tx, group: &Group, reply: Uuid, issue: Uuid, answer: Answer) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    if !store::issues_asked(&mut *tx, group.id, reply).await?.contains(&issue) {
        return Err(Error::NotFound);
    }
    let found = issues::by_id(&mut *tx, group.id, issue).await?;
    let today = app.clock.today(&group.time_zone);
    let outcome = queries::one(&mut *tx, group.id, reply, issue).await?;
    if store::months(&mut *tx, group.id).await?.due(outcome.said_on, today).is_none() {
        return Err(Error::Conflict("It is too early to say whether this held. The group asks you some months later.".into()));
    }
    if outcome.answered == Some((answer, today)) {
        return Ok(());
    }
    store::put(tx, group.id, reply, issue, answer, today).await?;
    let event = issues::reporter_event(app, group, &found, "issue.checked")?;
    let mut event = event.with("answer", Fact::Word(answer.key().into()));
    if !outcome.decision.is_empty() {
        event = event.with("decision", Fact::Reference(outcome.decision));
    }
    ledger::record(tx, event).await
}

/// Says after how many months reporters are asked whether an outcome held.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the group's issues; [`Error::Invalid`] for other months than 1 to 24 in order.
pub async fn set_months(app: &App, tx: &mut Tx, acting: &Acting, first: &str, second: &str) -> Result<()> {
    acting.must(Verb::WordIssues)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let read = |field: &'static str, text: &str| {
        let month = text.trim().parse::<i64>().ok().filter(|month| (1..=24).contains(month));
        month.ok_or_else(|| Error::field(field, "Enter a whole number of months, from 1 to 24"))
    };
    let months = Months { first: read("first", first)?, second: read("second", second)? };
    if months.second <= months.first {
        return Err(Error::field("second", "The second time comes after the first: enter more months than above"));
    }
    if store::months(&mut *tx, group.id).await? == months {
        return Ok(());
    }
    store::set_months(tx, group.id, months).await?;
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "group.checks-set", group.id)
        .with("as", acting.acted_as())
        .with("first", Fact::Number(months.first))
        .with("second", Fact::Number(months.second));
    ledger::record(tx, event).await
}
