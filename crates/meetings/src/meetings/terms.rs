//! What the terms of reference settle for meetings: the quorum and the usual hour when a version comes into force, and
//! the days that are proposed for the next meetings.

use futures_util::future::BoxFuture;
use group::{groups::Group, rules::Rule};
use jiff::civil::Date;
use kernel::{
    App, On, Result, Tx,
    ledger::{self, Event, Fact},
};
use terms::{frequency, rules::Answer, versions};

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

/// The days on which the next meetings would be by the terms in force; none while these say nothing of it.
///
/// # Errors
/// When the database fails.
pub async fn proposed(on: impl Into<On<'_>>, group: &Group, today: Date, n: usize) -> Result<Vec<Date>> {
    let mut on = on.into();
    let answer = versions::answer_in_force(on.again(), group.id, Rule::Frequency).await?;
    let Some((Answer::Frequency(own), _)) = answer else { return Ok(Vec::new()) };
    let Ok(frequency) = frequency::read(&own.said) else { return Ok(Vec::new()) };
    let last = store::last_day(on, group.id).await?;
    let after = last.map_or(today, |last| last.max(today));
    Ok(frequency.dates(after, last).take(n).collect())
}
