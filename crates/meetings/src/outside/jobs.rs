//! The job that comes round: series of a group's own calendar go on, as far ahead as the group says.

use futures_util::future::BoxFuture;
use group::{
    acting::Acting,
    groups, membership,
    permissions::{Verb, may},
};
use kernel::{
    App, Result,
    actor::Actor,
    job::{Job, JobError},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    model::Inviter,
    series,
    store::{self, Kept},
};

/// The kind of the job.
pub const EXTEND: &str = "meetings.extend-series";

/// Plans the times of each series that have come near enough, where the group's own calendar invites.
pub fn extend<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let mut outcome = Ok(());
        for (group, uid) in store::all_series(&app.db).await? {
            // What fails for one series does not hold up the others.
            outcome = outcome.and(extend_one(app, group, &uid).await);
        }
        Ok(outcome?)
    })
}

async fn extend_one(app: &App, group: Uuid, uid: &str) -> Result<()> {
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group).await?;
    if store::inviter(&mut tx, group).await? != Inviter::Outside {
        return Ok(());
    }
    let Some(kept) = store::series(&mut tx, group, uid).await? else { return Ok(()) };
    let group = groups::by_id(&mut tx, group).await?;
    let Some(acting) = keeper(app, &mut tx, group, &kept).await? else { return Ok(()) };
    let planned = series::go_on(app, &mut tx, &acting, &kept).await?;
    if planned == 0 {
        return Ok(());
    }
    let event = Event::new(acting.group.id, app.clock.now(), Actor::System, "meetings.series-went-on", acting.group.id);
    ledger::record(&mut tx, event.with("meetings", Fact::Number(i64::try_from(planned).unwrap_or(i64::MAX)))).await?;
    app.commit(tx).await
}

/// In whose name a series goes on: whoever brought it in, while they plan meetings, else somebody else who does.
async fn keeper(app: &App, tx: &mut kernel::Tx, group: groups::Group, kept: &Kept) -> Result<Option<Acting>> {
    let seats = membership::seats(&mut *tx, &group).await?;
    let mut plan: Vec<_> = seats.into_iter().filter(|seat| may(seat.role, Verb::RunMeetings)).collect();
    plan.sort_by_key(|seat| seat.person != kept.taken_by);
    Ok(plan.into_iter().next().map(|seat| Acting::new(app, group, seat)))
}
