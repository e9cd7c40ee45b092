//! What both sides agreed is done: the issue moves on, its reporter is told, and whoever is asked gets the question.

use ::agreements::uses;
use ::issues::issues::{Issue, State, journey};
use group::acting::Acting;
use kernel::{App, Result, Tx};

use super::{model::Choice, papers::Papers};
use crate::asked;

/// What is settled.
pub(super) struct Settling<'a> {
    /// What is done.
    pub(super) choice: &'a Choice,
    /// What the reporter should read, with its gaps; empty for the group's own words.
    pub(super) words: &'a str,
    /// Whether the two sides differ, so that the meeting decides.
    pub(super) differ: bool,
}

/// Does what both sides agreed, or puts to the meeting what they differ on. Returns where the issue stands then.
///
/// # Errors
/// As the verbs that move the issue and ask the service.
pub(super) async fn settle(app: &App, tx: &mut Tx, acting: &Acting, issue: &Issue, papers: &Papers, what: Settling<'_>) -> Result<State> {
    let Settling { choice, words, differ } = what;
    let outcome = choice.outcome();
    let words = papers.told(&acting.group, issue, choice, words);
    let (to, answers) = (outcome.leads_to(), outcome.is_answer());
    journey::settle(app, tx, acting, issue, &journey::Settled { outcome: outcome.key(), to, words, answers, differ }).await?;
    match choice {
        Choice::FixNow { contact, question } => {
            asked::ask(app, tx, acting, issue.id, *contact, question).await?;
            Ok(State::WithService)
        }
        Choice::Delegate { contact: Some(contact), question, by, .. } => {
            asked::ask_forum(app, tx, acting, issue.id, *contact, (question, *by)).await?;
            Ok(State::Delegated)
        }
        Choice::Answered(agreement) => {
            let today = app.clock.today(&acting.group.time_zone);
            uses::note(tx, acting.group.id, *agreement, uses::Kind::Answered, today).await?;
            Ok(to.unwrap_or(issue.state))
        }
        _ => Ok(to.unwrap_or(issue.state)),
    }
}
