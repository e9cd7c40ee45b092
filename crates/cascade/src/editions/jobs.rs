//! The job that sends what is due.

use futures_util::future::BoxFuture;
use group::groups;
use kernel::{
    App, Result,
    actor::Actor,
    job::{Job, JobError},
    ledger,
};

use super::{commands, store};

/// The kind of the job.
pub const SEND_DUE: &str = "editions.send-due";

/// Sends every edition whose deadline has come.
pub fn send_due<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move { Ok(send_all_due(app).await?) })
}

/// Sends every edition whose deadline has come, each in a transaction of its own.
///
/// # Errors
/// When the database fails.
pub async fn send_all_due(app: &App) -> Result<()> {
    for (group, edition) in store::due(&app.db, app.clock.now()).await? {
        let mut tx = app.begin().await?;
        ledger::hold(&mut tx, group).await?;
        let group = groups::by_id(&mut tx, group).await?;
        commands::send(app, &mut tx, &group, Actor::System, edition).await?;
        app.commit(tx).await?;
    }
    Ok(())
}
