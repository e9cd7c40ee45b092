//! When a report is linked, or says where it comes from, the watched issues around it are looked at: has what they wait for come?

use ::issues::{
    issues::{self, State, journey},
    likeness, merging,
};
use futures_util::future::BoxFuture;
use group::groups::{self, Group};
use jiff::Timestamp;
use kernel::{
    App, Result, Tx,
    actor::Actor,
    ledger::{Event, Fact},
};
use uuid::Uuid;

use crate::{settings, views};

/// When a report is linked to another, or more is known of it: the watched issues that it is or belongs to are looked at.
pub fn look<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let near = likeness::near(&mut *tx, event.scope, event.thing, State::Watched).await?;
        if near.is_empty() {
            return Ok(());
        }
        let group = groups::by_id(&mut *tx, event.scope).await?;
        for issue in near {
            // As the event: what an anonymous reporter causes has no time finer than their day.
            take_up_if_due(tx, &group, issue, event.at).await?;
        }
        Ok(())
    })
}

/// Looks at all that a group watches: its thresholds are other ones now.
///
/// # Errors
/// When the database fails.
pub(crate) async fn look_at_all(app: &App, tx: &mut Tx, group: &Group) -> Result<()> {
    let weights = merging::reaches(&mut *tx, group.id).await?;
    let settings = settings::of(&mut *tx, group.id).await?;
    let mut due: Vec<Uuid> = weights.into_iter().filter(|(_, weight)| settings.has_come(*weight)).map(|(id, _)| id).collect();
    due.sort_unstable();
    for issue in due {
        take_up_if_due(tx, group, issue, app.clock.now()).await?;
    }
    Ok(())
}

async fn take_up_if_due(tx: &mut Tx, group: &Group, issue: Uuid, at: Timestamp) -> Result<()> {
    let issue = issues::by_id(&mut *tx, group.id, issue).await?;
    let weight = merging::weight(&mut *tx, group.id, issue.id).await?.reach();
    if issue.state != State::Watched || !settings::of(&mut *tx, group.id).await?.has_come(weight) {
        return Ok(());
    }
    views::forget(tx, group.id, issue.id).await?;
    let number = |n: u64| Fact::Number(i64::try_from(n).unwrap_or(i64::MAX));
    let event = Event::new(group.id, at, Actor::System, "issue.resurfaced", issue.id)
        .with("reports", number(weight.reports))
        .with("places", number(weight.places));
    journey::take_up(tx, &issue, event).await
}
