//! The job that holds the question for whoever is asked whether an outcome held; it goes with the next mail on a working day.

use futures_util::future::BoxFuture;
use group::groups;
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use kernel::{
    App, Result,
    job::{Job, JobError},
    ledger,
};
use uuid::Uuid;

use super::{model::after, store};
use crate::answers::{self, News};

/// The kind of the job.
pub const CHECK: &str = "outcomes.check";

/// For how many days after its time an outcome is still asked about: a machine that stood still asks late, and a group that
/// begins to ask does not ask about all of its past.
const LATE_DAYS: i64 = 31;
/// The most months that a group can choose.
const MOST_MONTHS: i64 = 24;

/// Asks about the outcomes whose time has come.
pub fn check<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let today = app.clock.today(&TimeZone::UTC);
        let from = today.saturating_sub(MOST_MONTHS.months()).saturating_sub((LATE_DAYS + 1).days());
        let mut outcome = Ok(());
        for id in store::groups_with_outcomes(&app.db, from, today.saturating_sub(27.days())).await? {
            // What fails for one group does not hold up the others.
            outcome = outcome.and(check_group(app, id).await);
        }
        Ok(outcome?)
    })
}

/// The days between which an outcome lies that is asked about for a month; a few more, since months differ in length.
fn window(today: Date, month: i64) -> (Date, Date) {
    let about = today.saturating_sub(month.months());
    (about.saturating_sub((LATE_DAYS + 3).days()), about.saturating_add(3.days()))
}

async fn due(on: impl Into<kernel::On<'_>>, group: Uuid, month: i64, today: Date) -> Result<Vec<(Uuid, Date)>> {
    let (from, to) = window(today, month);
    let mut due = store::unasked(on, group, from, to, month).await?;
    due.retain(|(_, said_on)| {
        let day = after(*said_on, month);
        day <= today && today <= day.saturating_add(LATE_DAYS.days())
    });
    Ok(due)
}

async fn check_group(app: &App, id: Uuid) -> Result<()> {
    let group = groups::by_id(&app.db, id).await?;
    let today = app.clock.today(&group.time_zone);
    // A look first: most of the time nothing is due, and nobody shall wait for us.
    let months = store::months(&app.db, id).await?;
    let mut waits = false;
    for month in [months.first, months.second] {
        waits |= !due(&app.db, id, month, today).await?.is_empty();
    }
    if !waits {
        return Ok(());
    }
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    let months = store::months(&mut tx, id).await?;
    for month in [months.first, months.second] {
        for (reply, said_on) in due(&mut tx, id, month, today).await? {
            for issue in store::issues_asked(&mut tx, id, reply).await? {
                if months.asks(said_on, store::answer_of(&mut tx, id, reply, issue).await?, today) {
                    answers::hold(app, &mut tx, &group, issue, News::Check, reply, month).await?;
                }
            }
        }
    }
    app.commit(tx).await
}
