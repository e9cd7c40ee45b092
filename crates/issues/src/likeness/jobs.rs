//! The job that reads what was raised or worded anew, so that it can be found by what it means.

use std::collections::{HashMap, hash_map::Entry};

use analysis::likeness::Engine;
use futures_util::future::BoxFuture;
use group::own_words;
use kernel::{
    App, Result, Tx,
    app::compute,
    job::{Job, JobError, NewJob},
    ledger::{Event, Fact},
    queue,
};
use serde_json::json;

use super::store;

/// The kind of the job.
pub const READ: &str = "likeness.read";

/// How many texts are read at a time, and how often in one job: well under what a job may last.
const BATCH: i64 = 50;
const BATCHES: usize = 60;

/// Works out the vectors that are missing or belong to another engine, to other abbreviations or to an older text.
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

/// Reads some texts. Tells whether there may be more.
async fn batch(app: &App) -> Result<bool> {
    let engine = compute(Engine::get).await?;
    let unread = store::unread(&app.db, engine.name(), BATCH).await?;
    let mut tables = HashMap::new();
    for unread in &unread {
        if let Entry::Vacant(place) = tables.entry(unread.group) {
            place.insert(own_words::table(&app.db, unread.group).await?);
        }
    }
    let read = compute(move || {
        let vector = |unread: store::Unread| {
            let table = tables.get(&unread.group)?;
            let made_by = format!("{}{}", engine.name(), table.mark);
            Some((engine.vector(&unread.text, &table.abbreviations), made_by, unread))
        };
        unread.into_iter().filter_map(vector).collect::<Vec<_>>()
    })
    .await?;
    let more = i64::try_from(read.len()).is_ok_and(|n| n == BATCH);
    if !read.is_empty() {
        let mut tx = app.begin().await?;
        for (vector, made_by, unread) in &read {
            store::put(&mut tx, unread, made_by, vector).await?;
        }
        app.commit(tx).await?;
    }
    Ok(more)
}

/// When an issue is raised or worded, or the group changes its abbreviations: reads it soon. What an anonymous reporter raised waits for the round in which all is
/// read, because a job's row knows when it was made.
pub fn read_soon<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        if matches!(event.facts.get("known"), Some(Fact::Word(known)) if known == "anonymous") {
            return Ok(());
        }
        let job = NewJob { scope: None, kind: READ, payload: json!({}), run_at: app.clock.now(), key: Some(READ.into()) };
        queue::push(app, tx, job).await
    })
}
