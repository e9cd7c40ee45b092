//! The job that makes decisions and minutes findable which are not yet, or which read otherwise by now.

use futures_util::future::BoxFuture;
use kernel::{
    App,
    job::{Job, JobError},
};

use super::store;

/// The kind of the job.
pub const READ: &str = "found.read";

/// How many texts are read in one transaction, and how often in one job.
const BATCH: i64 = 100;
const BATCHES: usize = 40;

/// Reads what cannot be found yet. What is left waits for the next round.
pub fn read<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        for _ in 0..BATCHES {
            let decisions = store::unread_decisions(&app.db, BATCH).await?;
            let minutes = store::unread_minutes(&app.db, BATCH).await?;
            if decisions.is_empty() && minutes.is_empty() {
                break;
            }
            let mut tx = app.begin().await?;
            for text in decisions.iter().chain(&minutes) {
                store::put(&mut tx, text).await?;
            }
            app.commit(tx).await?;
        }
        Ok(())
    })
}
