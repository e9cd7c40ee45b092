//! The one verb of the lists: an action is done.

use group::{acting::Acting, permissions::Verb, screening::refuse_in_papers};
use issues::issues::journey;
use kernel::{
    App, Error, Result, Tx, clock,
    form::{Checks, TextRule},
    ledger,
};

use uuid::Uuid;

use super::queries;
use crate::{actions, past_actions};

/// Says that an action is done and what shows it. When it was the last of its item, what was agreed on the issue is done.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but its owner and those who keep the record; [`Error::Conflict`] when it is done already;
/// [`Error::Invalid`] and [`Error::Refused`] for the text.
pub async fn complete(app: &App, tx: &mut Tx, acting: &Acting, number: i64, evidence: &str) -> Result<()> {
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let action = match actions::by_number(&mut *tx, group.id, number).await {
        Err(Error::NotFound) => {
            let evidence = proof(tx, group.id, evidence).await?;
            return past_actions::complete(app, tx, acting, number, &evidence).await;
        }
        found => found?,
    };
    if action.owner != acting.person && !acting.may(Verb::RunMeetings) {
        return Err(Error::Forbidden("An action is closed by its owner, or by those who keep the record.".into()));
    }
    if !queries::is_confirmed(tx, group.id, action.item).await? {
        return Err(Error::Conflict("This action can be closed once both sides have confirmed it at the read-back.".into()));
    }
    let evidence = proof(tx, group.id, evidence).await?;
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    actions::close(app, tx, acting, &action, today, &evidence).await?;
    if let Some(issue) = queries::finished_issue(tx, group.id, action.item).await? {
        journey::finish(app, tx, acting, issue).await?;
    }
    Ok(())
}

/// What shows that an action is done, as it will be stored.
async fn proof(tx: &mut Tx, group: Uuid, typed: &str) -> Result<String> {
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Say in a few words what shows that it is done"), name: "The text", max: 600, lines: true };
    let evidence = checks.text("evidence", typed, rule);
    checks.done()?;
    refuse_in_papers(tx, group, [("evidence", evidence.as_str())].into_iter()).await?;
    Ok(evidence)
}
