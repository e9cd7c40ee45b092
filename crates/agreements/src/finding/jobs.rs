//! The job that reads agreements that have come into force, so that they can be found by what they mean.

use analysis::likeness::{Abbreviations, Engine};
use futures_util::future::BoxFuture;
use kernel::{
    App, Result, Tx,
    app::compute,
    job::{Job, JobError, NewJob},
    ledger::Event,
    queue,
};
use serde_json::json;

use super::store;

/// The kind of the job.
pub const READ: &str = "agreements.read";

/// How many agreements are read at a time, and how often in one job: well under what a job may last.
const BATCH: i64 = 20;
const BATCHES: usize = 50;

/// Works out the vectors that are missing, or belong to another engine.
pub fn read<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        for _ in 0..BATCHES {
            if !batch(app).await? {
                break;
            }
        }
        Ok(())
    })
}

/// Reads some agreements. Tells whether there may be more.
async fn batch(app: &App) -> Result<bool> {
    let engine = compute(|| Engine::get().name()).await?;
    let unread = store::unread(&app.db, engine, BATCH).await?;
    let read = compute(move || {
        let (engine, table) = (Engine::get(), Abbreviations::default());
        let vectors = |texts: &[String]| texts.iter().map(|text| engine.vector(text, &table)).collect::<Vec<_>>();
        unread.into_iter().map(|unread| (vectors(&unread.texts), unread)).collect::<Vec<_>>()
    })
    .await?;
    let more = i64::try_from(read.len()).is_ok_and(|n| n == BATCH);
    if !read.is_empty() {
        let mut tx = app.begin().await?;
        for (vectors, unread) in &read {
            store::put(&mut tx, unread.group, unread.agreement, engine, vectors).await?;
        }
        app.commit(tx).await?;
    }
    Ok(more)
}

/// When an agreement comes into force: reads it soon.
pub fn read_soon<'a>(app: &'a App, tx: &'a mut Tx, _: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let job = NewJob { scope: None, kind: READ, payload: json!({}), run_at: app.clock.now(), key: Some(READ.into()) };
        queue::push(app, tx, job).await
    })
}
