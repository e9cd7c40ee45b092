//! The job that asks editors whether an edition came out, and asks once more.

use futures_util::future::BoxFuture;
use group::groups::{self, Group};
use jiff::{ToSpan, tz::TimeZone};
use kernel::{
    App, Error, Result,
    actor::Actor,
    job::{Job, JobError},
    keys,
    ledger::{self, Event},
};
use uuid::Uuid;

use super::{mail, model::Told, store};
use crate::networks;

/// The kind of the job.
pub const ASK: &str = "outings.ask";

/// Editions that came out longer ago are not asked about: nobody would remember, and a new installation asks about nothing old.
const LATEST_DAYS: i64 = 14;

/// On working days, from the group's hour on: asks the editors of what came out yesterday or before, and once more those who have
/// not answered.
pub fn ask_due<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move { Ok(ask_all(app).await?) })
}

/// Asks every editor whom something is due to be asked, each in a transaction of its own.
///
/// # Errors
/// When the database fails.
pub async fn ask_all(app: &App) -> Result<()> {
    let today = app.clock.today(&TimeZone::UTC);
    let first = today.saturating_sub(LATEST_DAYS.days());
    let mut due = store::to_ask(&app.db, first, today).await?;
    due.extend(store::to_remind(&app.db).await?);
    let mut outcome = Ok(());
    for (group, edition) in due {
        // What fails for one does not hold up the others.
        outcome = outcome.and(ask_one(app, group, edition).await);
    }
    outcome
}

async fn ask_one(app: &App, group: Uuid, edition: Uuid) -> Result<()> {
    let group = groups::by_id(&app.db, group).await?;
    if !group.posts_at(app.clock.now()) || !is_due(app, &group, edition).await? {
        return Ok(());
    }
    let (now, today) = (app.clock.now(), app.clock.today(&group.time_zone));
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group.id).await?;
    let secret = app.ids.secret()?;
    let hash = keys::hash(&secret);
    let (told, verb, first) = match store::find(&mut tx, group.id, edition).await {
        // Read again under the lock: it may have been answered meanwhile.
        Ok(outing) if outing.told == Told::Waits && outing.reminded_on.is_none() => {
            store::set_reminded(&mut tx, group.id, edition, today, &hash).await?;
            (outing, "edition.out-asked-again", false)
        }
        Ok(_) => return Ok(()),
        Err(Error::NotFound) => {
            store::insert(&mut tx, group.id, edition, today, &hash).await?;
            (store::find(&mut tx, group.id, edition).await?, "edition.out-asked", true)
        }
        Err(error) => return Err(error),
    };
    let titles = store::titles(&mut tx, group.id, edition).await?;
    let link = app.url(&format!("/{}/out/{secret}", group.slug));
    mail::post(app, &mut tx, &group, &told, &titles, &link, first).await?;
    ledger::record(&mut tx, Event::new(group.id, now, Actor::System, verb, edition)).await?;
    app.commit(tx).await
}

/// Whether the group's own day has come on which an editor is asked, or asked once more.
async fn is_due(app: &App, group: &Group, edition: Uuid) -> Result<bool> {
    let today = app.clock.today(&group.time_zone);
    match store::find(&app.db, group.id, edition).await {
        Ok(outing) => {
            let asking = store::asking(&app.db, group.id, outing.network).await?;
            Ok(asking.asked && outing.asked_on.saturating_add(asking.remind_days.days()) <= today)
        }
        Err(Error::NotFound) => {
            let (network, out_on) = store::edition(&app.db, group.id, edition).await?;
            Ok(out_on < today && networks::find(&app.db, group.id, network).await?.ended_on.is_none())
        }
        Err(error) => Err(error),
    }
}
