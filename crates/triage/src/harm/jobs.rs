//! The job that tells of anonymous reports of harm once their day is over, and reminds once where nobody has seen one.

use ::issues::issues;
use futures_util::future::BoxFuture;
use group::groups;
use kernel::{
    App, Result,
    actor::Actor,
    job::{Job, JobError},
    ledger::{self, Event},
};
use uuid::Uuid;

use super::{
    commands,
    mail::{self, Mailing},
    store,
};

/// The kind of the job.
pub const ROUND: &str = "harm.round";

/// Tells and reminds. What an anonymous reporter said goes as soon as the day is over, also at night and on a weekend: it has
/// waited long enough.
pub fn round<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let mut outcome = Ok(());
        for id in store::groups_with_unseen(&app.db).await? {
            // What fails for one group does not hold up the others.
            outcome = outcome.and(round_of(app, id).await);
        }
        Ok(outcome?)
    })
}

async fn round_of(app: &App, id: Uuid) -> Result<()> {
    let group = groups::by_id(&app.db, id).await?;
    let today = app.clock.today(&group.time_zone);
    let reminds = group.posts_at(app.clock.now());
    let due = |alert: &super::Alert| match alert.told_on {
        None => alert.noticed_on < today,
        Some(_) => reminds && alert.is_forgotten(today),
    };
    // A look first: most of the time nothing is due, and nobody shall wait for us.
    if !store::unseen(&app.db, id, i64::MAX).await?.iter().any(due) {
        return Ok(());
    }
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    for alert in store::unseen(&mut tx, id, i64::MAX).await?.into_iter().filter(due) {
        let issue = issues::by_id(&mut tx, id, alert.issue).await?;
        if alert.told_on.is_none() {
            commands::tell(app, &mut tx, &group, &issue, alert.rose_on.is_some()).await?;
        } else {
            let again = if alert.rose_on.is_some() { Mailing::RiseReminder } else { Mailing::Reminder };
            mail::post(app, &mut tx, &group, &issue, again).await?;
            store::set_reminded(&mut tx, id, issue.id, today).await?;
            ledger::record(&mut tx, Event::new(id, app.clock.now(), Actor::System, "issue.harm-reminded", issue.id)).await?;
        }
    }
    app.commit(tx).await
}
