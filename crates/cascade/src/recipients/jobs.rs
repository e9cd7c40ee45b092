//! The job that looks which mails to lists have come back for good, so that their addresses get nothing more.

use futures_util::future::BoxFuture;
use group::groups;
use jiff::{SignedDuration, Timestamp};
use kernel::{
    App, Result, Tx,
    actor::Actor,
    job::{Job, JobError},
    ledger::{self, Event, Fact},
    mail::{bounces, runs},
};
use uuid::Uuid;

use super::{links, sending::KIND, store};

/// The kind of the job.
pub const LOOK: &str = "recipients.look";

/// The most addresses of one sending that are looked at in one go.
const MOST: i64 = 5_000;

/// Looks through what came back of every group's lists.
pub fn look<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        for group in store::groups(&app.db).await? {
            look_at(app, group).await?;
        }
        Ok(())
    })
}

async fn look_at(app: &App, group: Uuid) -> Result<()> {
    let mut dead: Vec<(String, Timestamp)> = Vec::new();
    // Servers try for five days, and some for longer.
    let since = app.clock.now() - SignedDuration::from_hours(24 * app.settings.bounce_days);
    for edition in store::lately(&app.db, group, since).await? {
        if let Some(run) = runs::standing(&app.db, group, edition).await?
            && run.refused > 0
        {
            let refused = runs::refused(&app.db, group, run.id, MOST).await?;
            // A server that says 4xx, or nothing at all, says nothing of the address.
            dead.extend(refused.into_iter().filter(|one| (500..600).contains(&one.said)).map(|one| (one.to, one.at)));
        }
        dead.extend(came_back(app, group, edition).await?);
    }
    if dead.is_empty() {
        return Ok(());
    }
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group).await?;
    mark(app, &mut tx, group, &dead).await?;
    app.commit(tx).await
}

/// Marks addresses whose mail came back for good.
async fn mark(app: &App, tx: &mut Tx, group: Uuid, dead: &[(String, Timestamp)]) -> Result<()> {
    let zone = groups::by_id(&mut *tx, group).await?.time_zone;
    let mut marked = 0;
    for (address, at) in dead.iter().filter(|(address, _)| !address.is_empty()) {
        let hash = links::address_hash(app, group, address);
        marked += store::set_bounced(tx, group, &hash, *at, zone.to_datetime(*at).date()).await?;
    }
    if marked > 0 {
        let fact = Fact::Number(i64::try_from(marked).unwrap_or(i64::MAX));
        ledger::record(tx, Event::new(group, app.clock.now(), Actor::System, "recipients.bounced", group).with("addresses", fact)).await?;
    }
    Ok(())
}

/// What came back for good of one edition, by the reports of mail servers.
async fn came_back(app: &App, group: Uuid, edition: Uuid) -> Result<Vec<(String, Timestamp)>> {
    let bounces = bounces::of_cause(&app.db, group, edition, MOST).await?;
    Ok(bounces.into_iter().filter(|bounce| bounce.permanent && bounce.kind == KIND).map(|bounce| (bounce.to, bounce.at)).collect())
}
