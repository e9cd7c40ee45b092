//! What the terms of reference settle for meetings: the quorum and the usual hour when a version comes into force, and how
//! often the group meets.

use futures_util::future::BoxFuture;
use group::rules::Rule;
use kernel::{
    App, On, Result, Tx,
    ledger::{self, Event, Fact},
};
use terms::{
    frequency::{self, Frequency},
    rules::Answer,
    versions,
};
use uuid::Uuid;

use super::store;

/// When terms of reference come into force: meetings go by their quorum, hour and length from now on.
pub fn follow_terms<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let before = store::rules(&mut *tx, event.scope).await?;
        let mut rules = before.clone();
        // What the terms before said as well may have been changed by hand since.
        let replaced = versions::answers_replaced(&mut *tx, event.scope).await?;
        for answer in versions::answers_in_force(&mut *tx, event.scope).await?.into_iter().filter(|answer| !replaced.contains(answer)) {
            match answer {
                Answer::Quorum(quorum) => (rules.quorum_gps, rules.quorum_consultants) = (quorum.gps, quorum.consultants),
                Answer::Frequency(own) => {
                    if let Ok(frequency) = frequency::read(&own.said) {
                        rules.usual_start = frequency.start.unwrap_or(rules.usual_start);
                        rules.usual_minutes = frequency.minutes.unwrap_or(rules.usual_minutes);
                    }
                }
                _ => {}
            }
        }
        if rules == before {
            return Ok(());
        }
        store::put_rules(tx, event.scope, &rules).await?;
        let said = Event::new(event.scope, app.clock.now(), event.actor, "meeting-rules.set", event.scope)
            .with("gps", Fact::Number(rules.quorum_gps))
            .with("consultants", Fact::Number(rules.quorum_consultants));
        ledger::record(tx, said).await
    })
}

/// When a theme becomes part of another, the meetings that are planned on it are on the other.
pub fn follow_theme<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        match (event.facts.get("theme"), event.facts.get("into")) {
            (Some(Fact::Word(theme)), Some(Fact::Word(into))) => store::move_theme(tx, event.scope, theme, into).await,
            _ => Ok(()),
        }
    })
}

/// How often the group meets by the terms in force; nothing while these do not say it.
///
/// # Errors
/// When the database fails.
pub async fn frequency(on: impl Into<On<'_>>, group: Uuid) -> Result<Option<Frequency>> {
    let answer = versions::answer_in_force(on, group, Rule::Frequency).await?;
    let Some((Answer::Frequency(own), _)) = answer else { return Ok(None) };
    Ok(frequency::read(&own.said).ok())
}
