//! The job that sends what is due.

use futures_util::future::BoxFuture;
use group::groups;
use jiff::{SignedDuration, Timestamp};
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    job::{Job, JobError, NewJob},
    ledger, queue,
};
use serde_json::json;
use uuid::Uuid;

use super::{commands, queries, store};

/// The kind of the job.
pub const SEND_DUE: &str = "editions.send-due";

/// Sends every edition that is to leave by now.
pub fn send_due<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move { Ok(send_all_due(app).await?) })
}

/// Has what is due sent now, without waiting for the schedule: what was decided shortly before a deadline leaves at once.
pub(crate) async fn send_soon(app: &App, tx: &mut Tx) -> Result<()> {
    send_at(app, tx, app.clock.now()).await
}

/// Has what is due at an instant sent then.
pub(super) async fn send_at(app: &App, tx: &mut Tx, at: Timestamp) -> Result<()> {
    // Without a key: one that is being done already may have looked before this.
    queue::push(app, tx, NewJob { scope: None, kind: SEND_DUE, payload: json!({}), run_at: at, key: None }).await
}

/// The longest that a group may have its copy leave before a deadline.
const LONGEST_LEAD: SignedDuration = SignedDuration::from_hours(24);

/// Sends every edition that is to leave by now, each in a transaction of its own.
///
/// # Errors
/// When the database fails.
pub async fn send_all_due(app: &App) -> Result<()> {
    let now = app.clock.now();
    let mut outcome = Ok(());
    for (group, edition) in store::closing_before(&app.db, now + LONGEST_LEAD).await? {
        let group = groups::by_id(&app.db, group).await?;
        match queries::whole(&app.db, &group, edition).await {
            Ok(found) if found.edition.leaves_at(&group) > now => {}
            // What fails for one does not hold up the others.
            _ => outcome = outcome.and(send_one(app, group.id, edition).await),
        }
    }
    outcome
}

async fn send_one(app: &App, group: Uuid, edition: Uuid) -> Result<()> {
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group).await?;
    // Read again under the lock: it may have been moved or taken back meanwhile.
    let group = groups::by_id(&mut tx, group).await?;
    match queries::whole(&mut tx, &group, edition).await {
        Ok(found) if found.edition.leaves_at(&group) <= app.clock.now() => {
            commands::send(app, &mut tx, &group, Actor::System, edition).await?;
        }
        Ok(_) | Err(Error::NotFound) => {}
        Err(error) => return Err(error),
    }
    app.commit(tx).await
}
