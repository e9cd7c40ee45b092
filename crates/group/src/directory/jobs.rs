//! The job that asks contacts once a year whether what we hold is still right, and reminds them once.

use futures_util::future::BoxFuture;
use jiff::ToSpan;
use kernel::{
    App, Result,
    actor::Actor,
    job::{Job, JobError},
    ledger,
};
use uuid::Uuid;

use super::{
    asking::{self, Mailing},
    model::{Due, Entry, REMIND_DAYS, due},
    store,
};
use crate::groups;

/// The kind of the job.
pub const CHECK: &str = "directory.check";

/// On working days, from the group's hour on: asks and reminds the contacts whose turn it is.
pub fn check_yearly<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let today = app.clock.today(&jiff::tz::TimeZone::UTC);
        let before = |span: jiff::Span| today.checked_sub(span).unwrap_or(today);
        let mut outcome = Ok(());
        // A month is the shortest that a group can choose; a day more for whoever lives ahead of us.
        let groups = store::groups_with_contacts(&app.db, before(27.days()), before((REMIND_DAYS - 1).days())).await?;
        for id in groups {
            // What fails for one group does not hold up the others.
            outcome = outcome.and(check_group(app, id).await);
        }
        Ok(outcome?)
    })
}

async fn check_group(app: &App, id: Uuid) -> Result<()> {
    let group = groups::by_id(&app.db, id).await?;
    if !group.posts_at(app.clock.now()) {
        return Ok(());
    }
    let today = app.clock.today(&group.time_zone);
    // A look first: most of the time nothing is due, and nobody shall wait for us.
    let months = store::months(&app.db, id).await?;
    let turn = |entries: &Vec<Entry>| due(entries, months, today) != Due::Nothing;
    if !asking::by_contact(store::all(&app.db, id).await?).values().any(turn) {
        return Ok(());
    }
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    let months = store::months(&mut tx, id).await?;
    for entries in asking::by_contact(store::all(&mut tx, id).await?).into_values() {
        match due(&entries, months, today) {
            Due::Nothing => {}
            // One mail about all that they have agreed to, so that it stays one a year.
            Due::Ask => {
                let agreed: Vec<Entry> = entries.into_iter().filter(|entry| entry.agreed_on.is_some()).collect();
                asking::post(app, &mut tx, &group, &agreed, Mailing::Yearly, Actor::System).await?;
            }
            Due::Remind => {
                let waiting: Vec<Entry> = entries.into_iter().filter(|entry| entry.waits() && entry.reminded_on.is_none()).collect();
                asking::post(app, &mut tx, &group, &waiting, Mailing::Reminder, Actor::System).await?;
            }
        }
    }
    app.commit(tx).await
}
