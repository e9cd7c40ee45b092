//! What comes round: agreed terms whose day has come take effect; terms that are to be looked at again are said so once.

use futures_util::future::BoxFuture;
use group::groups;
use jiff::ToSpan;
use kernel::{
    App, Result,
    actor::Actor,
    clock,
    job::{Job, JobError},
    ledger,
};
use uuid::Uuid;

use super::{commands::take_effect, mail, store};

/// The job that looks after terms of reference.
pub const ROUND: &str = "terms.round";

/// So many weeks before its day people are reminded that the terms are to be looked at again.
const REVIEW_WEEKS: i32 = 4;

/// The job: lets take effect what is due, and reminds where a review comes up.
pub fn round<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        // Somewhere it may be tomorrow already; each group's own day is asked below.
        let now = app.clock.now();
        let latest = clock::day_of(now, &jiff::tz::TimeZone::UTC).checked_add(1.day()).unwrap_or(jiff::civil::Date::MAX);
        for (group, from_on) in store::coming(&app.db, latest).await? {
            let group = groups::by_id(&app.db, group).await?;
            if from_on <= clock::day_of(now, &group.time_zone) {
                let mut tx = app.begin().await?;
                take_effect(app, &mut tx, &group, Actor::System).await?;
                app.commit(tx).await?;
            }
        }
        for group in store::to_review(&app.db, latest.checked_add(REVIEW_WEEKS.weeks()).unwrap_or(latest)).await? {
            remind(app, group).await?;
        }
        Ok(())
    })
}

async fn remind(app: &App, group: Uuid) -> Result<()> {
    let group = groups::by_id(&app.db, group).await?;
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group.id).await?;
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    if let Some(version) = store::in_force(&mut tx, group.id).await?
        && store::set_reminded(&mut tx, group.id, version.id, today).await?
    {
        mail::remind(app, &mut tx, &group, &version).await?;
    }
    app.commit(tx).await
}
