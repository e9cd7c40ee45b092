//! The job that finds patterns: every night for each group, and when somebody asks. It tells how far it is, can be stopped, and
//! is begun anew where it was broken off: nothing is written before all is found.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use analysis::likeness::Engine;
use futures_util::future::BoxFuture;
use group::{groups, own_words};
use issues::likeness;
use jiff::ToSpan;
use kernel::{
    App, Result, Tx,
    app::compute,
    job::{Job, JobError, NewJob},
    ledger, queue,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    making,
    model::{State, WEEKS},
    store,
};

/// The kind of the job.
pub const READ: &str = "patterns.read";

/// The hour of the night from which a round begins by itself.
const HOUR: i8 = 2;
/// The newest so many reports are read: what a job can do in its time.
const MOST: i64 = 20_000;
/// How often it is said how far it is.
const PAUSE: Duration = Duration::from_millis(700);

/// Without a group: puts a job into the queue for each group whose night has come. With one: finds its patterns.
pub fn read<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        if job.payload.get("group").is_none() {
            return Ok(all(app).await?);
        }
        Ok(of_group(app, job, job.key("group")?).await?)
    })
}

async fn all(app: &App) -> Result<()> {
    for (id, round_on) in store::rounds(&app.db).await? {
        let group = groups::by_id(&app.db, id).await?;
        let here = group.time_zone.to_datetime(app.clock.now());
        if round_on.is_none_or(|on| on < here.date() && here.hour() >= HOUR) {
            let mut tx = app.begin().await?;
            push(app, &mut tx, id).await?;
            app.commit(tx).await?;
        }
    }
    Ok(())
}

/// Puts the reading of a group into the queue, where there is one of each group at most.
pub(super) async fn push(app: &App, tx: &mut Tx, group: Uuid) -> Result<()> {
    let job = NewJob {
        scope: Some(group),
        kind: READ,
        payload: json!({ "group": group }),
        run_at: app.clock.now(),
        key: Some(format!("{READ}:{group}")),
    };
    queue::push(app, tx, job).await
}

/// What the reckoning and the job tell each other.
#[derive(Debug, Default)]
struct Told {
    done: AtomicI64,
    stop: AtomicBool,
}

async fn of_group(app: &App, job: &Job, id: Uuid) -> Result<()> {
    let group = groups::by_id(&app.db, id).await?;
    let today = app.clock.today(&group.time_zone);
    let since = today.saturating_sub(WEEKS.weeks());
    // A group's own abbreviations make meanings of their own, and are named beside the engine.
    let mark = own_words::table(&app.db, id).await?.mark;
    let engine = format!("{}{mark}", compute(|| Engine::get().name()).await?);
    let (reports, former) = (likeness::placed(&app.db, id, &engine, since, MOST).await?, store::former(&app.db, id, since).await?);
    let total = i64::try_from(reports.iter().filter(|report| report.open).count()).unwrap_or(i64::MAX);
    let mut tx = app.begin().await?;
    store::set_state(&mut tx, id, State::Running, total).await?;
    app.commit(tx).await?;
    let told = Arc::new(Told::default());
    let stop = wants_stop(app, id).await?;
    told.stop.store(stop, Ordering::Relaxed);
    let heard = Arc::clone(&told);
    let reckoning = compute(move || {
        making::made(&reports, &former, today, |done, _| {
            heard.done.store(i64::try_from(done).unwrap_or(i64::MAX), Ordering::Relaxed);
            !heard.stop.load(Ordering::Relaxed)
        })
    });
    tokio::pin!(reckoning);
    let whole = loop {
        tokio::select! {
            whole = &mut reckoning => break whole?,
            () = tokio::time::sleep(PAUSE) => {
                let done = told.done.load(Ordering::Relaxed);
                let mut tx = app.begin().await?;
                store::set_done(&mut tx, id, done).await?;
                job.progress(app, &mut tx, done, total).await?;
                app.commit(tx).await?;
                told.stop.store(wants_stop(app, id).await?, Ordering::Relaxed);
            }
        }
    };
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    match whole {
        Some(whole) => store::save(app, &mut tx, id, &whole, today).await?,
        None => store::set_stopped(&mut tx, id, today).await?,
    }
    app.commit(tx).await
}

async fn wants_stop(app: &App, group: Uuid) -> Result<bool> {
    Ok(store::round(&app.db, group).await?.is_some_and(|round| round.stop))
}
