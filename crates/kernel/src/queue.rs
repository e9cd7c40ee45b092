//! The queue of jobs: claim, try, try again later, give up where people can see it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::{sync::watch, time::timeout};
use uuid::Uuid;

use crate::{
    App, Error, On, Result, Tx,
    actor::Actor,
    clock::Stopwatch,
    job::{Job, JobError, NewJob},
    ledger::{self, Event},
    mail::aside::WHY,
    sql,
};

/// How long a worker holds a job before another may take it: longer than any single try.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// The longest that one try may last.
pub(crate) const TRY: Duration = Duration::from_secs(240);
/// Tries after which a job is put aside for a person to look at.
const MAX_TRIES: i64 = 12;
/// How often the process may have ended in the middle of a job until it is put aside: it may be the job that ends it.
const MAX_STOPS: i64 = 50;
/// Jobs that one process does at the same time, so that one slow mail server does not hold up the rest.
const WORKERS: usize = 3;

/// Puts a job into the queue, in the transaction of what it follows from. One with a key that waits already is done no
/// later than this one would be; one that was given up begins anew; one that is being done is left alone.
///
/// # Errors
/// When the database fails.
pub async fn push(app: &App, tx: &mut Tx, job: NewJob) -> Result<()> {
    sql("INSERT INTO jobs (id, scope_id, kind, payload, job_key, state, run_at, tries, done, total, created_at) \
         VALUES ($1, $2, $3, $4, $5, 'ready', $6, 0, 0, 0, $7) \
         ON CONFLICT (job_key) DO UPDATE SET state = 'ready', stops = 0, tries = CASE WHEN jobs.state = 'dead' THEN 0 ELSE jobs.tries END, \
         run_at = excluded.run_at WHERE jobs.state = 'dead' OR jobs.state = 'ready' AND jobs.run_at > excluded.run_at")
    .bind(app.ids.key(app.clock.now())?)
    .bind(job.scope)
    .bind(job.kind)
    .bind(&job.payload)
    .bind(job.key)
    .bind(job.run_at)
    .bind(app.clock.now())
    .run(tx)
    .await?;
    tx.wakes_worker = true;
    Ok(())
}

/// Ends a job from within, in the transaction of what it has done, and puts in its place what is still to be done, if anything
/// is. Whoever pushes a job with the same key waits for this transaction, and then finds none that is being done.
///
/// # Errors
/// When the database fails.
pub async fn hand_over(app: &App, tx: &mut Tx, job: &Job, next: Option<NewJob>) -> Result<()> {
    sql("DELETE FROM jobs WHERE id = $1").bind(job.id).run(tx).await?;
    match next {
        Some(next) => push(app, tx, next).await,
        None => Ok(()),
    }
}

/// How many jobs wait or are being done; dead ones do not count.
///
/// # Errors
/// When the database fails.
pub async fn pending(on: impl Into<On<'_>>) -> Result<i64> {
    sql("SELECT COUNT(*) AS n FROM jobs WHERE state <> 'dead'").one(on).await?.get("n")
}

/// How many jobs should have been done by an instant, or have failed and are to be tried again. What is for a later time is not late.
///
/// # Errors
/// When the database fails.
pub async fn late(on: impl Into<On<'_>>, now: Timestamp) -> Result<i64> {
    sql("SELECT COUNT(*) AS n FROM jobs WHERE state <> 'dead' AND (run_at <= $1 OR error IS NOT NULL)").bind(now).one(on).await?.get("n")
}

/// A job that was given up, as an administrator sees it.
#[derive(Clone, Debug)]
pub struct DeadJob {
    /// Its key.
    pub id: Uuid,
    /// What was to be done.
    pub kind: String,
    /// How often it was tried.
    pub tries: i64,
    /// What the last try said.
    pub error: String,
    /// When it was put into the queue.
    pub created_at: Timestamp,
}

/// The jobs that were given up: of one scope, or with `None` all of the deployment's. What was put aside when a backup was put
/// back is not among them ([`crate::mail::aside`]).
///
/// # Errors
/// When the database fails.
pub async fn dead(on: impl Into<On<'_>>, scope: Option<Uuid>) -> Result<Vec<DeadJob>> {
    sql("SELECT id, kind, tries, error, created_at FROM jobs \
         WHERE state = 'dead' AND ($1 IS NULL OR scope_id = $1) AND (error IS NULL OR error <> $2) ORDER BY created_at, id LIMIT 200")
    .bind(scope)
    .bind(WHY)
    .all(on)
    .await?
    .iter()
    .map(|row| {
        Ok(DeadJob {
            id: row.get("id")?,
            kind: row.get("kind")?,
            tries: row.get("tries")?,
            error: row.get::<Option<String>>("error")?.unwrap_or_default(),
            created_at: row.get("created_at")?,
        })
    })
    .collect()
}

/// A job that failed and is tried again by itself, as the operator sees it.
#[derive(Clone, Debug)]
pub struct TriedAgain {
    /// What is to be done.
    pub kind: String,
    /// How often it was tried.
    pub tries: i64,
    /// What the last try said.
    pub error: String,
    /// When it is tried next.
    pub next_at: Timestamp,
}

/// The jobs of the deployment that failed and are tried again by themselves, at most 50: what is set up wrongly shows here hours
/// before it is given up.
///
/// # Errors
/// When the database fails.
pub async fn tried_again(on: impl Into<On<'_>>) -> Result<Vec<TriedAgain>> {
    let rows = sql("SELECT kind, tries, error, run_at FROM jobs WHERE state = 'ready' AND error IS NOT NULL ORDER BY run_at, id LIMIT 50");
    let read = |row: &crate::Row| {
        let error: Option<String> = row.get("error")?;
        Ok(TriedAgain { kind: row.get("kind")?, tries: row.get("tries")?, error: error.unwrap_or_default(), next_at: row.get("run_at")? })
    };
    rows.all(on).await?.iter().map(read).collect()
}

/// Puts a job that was given up back into the queue, as new, and notes who had it tried again.
///
/// # Errors
/// [`Error::NotFound`] when there is no such dead job in the scope.
pub async fn retry(app: &App, tx: &mut Tx, scope: Option<Uuid>, id: Uuid, actor: Actor) -> Result<()> {
    let touched = sql("UPDATE jobs SET state = 'ready', tries = 0, stops = 0, run_at = $3, error = NULL \
                       WHERE id = $1 AND state = 'dead' AND ($2 IS NULL OR scope_id = $2)")
    .bind(id)
    .bind(scope)
    .bind(app.clock.now())
    .run(tx)
    .await?;
    if touched != 1 {
        return Err(Error::NotFound);
    }
    tx.wakes_worker = true;
    ledger::record(tx, Event::new(scope.unwrap_or(ledger::DEPLOYMENT), app.clock.now(), actor, "work.retried", id)).await
}

/// Takes the job that has waited longest, if one is due.
pub(crate) async fn claim(app: &App) -> Result<Option<Job>> {
    let now = app.clock.now();
    // A look without the writer's lock first: mostly there is nothing to do.
    let due = sql("SELECT 1 AS due FROM jobs WHERE (state = 'ready' AND run_at <= $1) OR (state = 'running' AND lease_until < $1) LIMIT 1")
        .bind(now)
        .all(&app.db)
        .await?;
    if due.is_empty() {
        return Ok(None);
    }
    let mut tx = app.begin().await?;
    // A try that was cut off counts as a stop, not as a try: nothing was said against the job.
    let row = sql("UPDATE jobs SET tries = tries + CASE WHEN state = 'ready' THEN 1 ELSE 0 END, \
                   stops = stops + CASE WHEN state = 'running' THEN 1 ELSE 0 END, state = 'running', lease_until = $2 WHERE id = ( \
                     SELECT id FROM jobs WHERE (state = 'ready' AND run_at <= $1) OR (state = 'running' AND lease_until < $1) \
                     ORDER BY run_at, id LIMIT 1 {skip-locked}) \
                   RETURNING id, scope_id, kind, payload, tries, done, stops")
    .bind(now)
    .bind(now + LEASE)
    .optional(&mut tx)
    .await?;
    tx.commit_now().await?;
    row.map(|row| Job::from_row(&row)).transpose()
}

/// Does one job, if one is due; tells whether there was one.
///
/// # Errors
/// When the database fails. That a job fails is no error here: it is tried again or put aside.
pub async fn work_one(app: &App) -> Result<bool> {
    let Some(job) = claim(app).await? else { return Ok(false) };
    let watch = Stopwatch::start();
    // A job that ends the process each time is never told of as failed: its stops alone say so.
    let outcome = if job.stops > MAX_STOPS {
        Err(JobError::GiveUp("the software stopped each time it was tried".into()))
    } else {
        attempt(app, &job).await
    };
    let result = match &outcome {
        Ok(()) => "done",
        Err(JobError::Retry(_)) if job.tries < MAX_TRIES => "retry",
        Err(_) => "dead",
    };
    metrics::counter!("brig_jobs_total", "kind" => job.kind.clone(), "result" => result).increment(1);
    metrics::histogram!("brig_job_seconds", "kind" => job.kind.clone()).record(watch.seconds());
    finish(app, &job, result, outcome.err()).await?;
    Ok(true)
}

async fn attempt(app: &App, job: &Job) -> Result<(), JobError> {
    let Some((_, work)) = app.wiring.work.iter().find(|(kind, _)| *kind == job.kind) else {
        return Err(JobError::GiveUp("this version of the software does not know this kind of job".into()));
    };
    let (work, own_app, own_job) = (*work, app.clone(), job.clone());
    // In a task of its own, so that a panic in it ends the try and not the worker.
    #[expect(clippy::disallowed_methods, reason = "the queue is where tasks are started")]
    let mut running = tokio::spawn(async move { work(&own_app, &own_job).await });
    match timeout(TRY, &mut running).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err(JobError::Retry("a fault of the software; the log says more".into())),
        Err(_) => {
            running.abort();
            Err(JobError::Retry("it took too long".into()))
        }
    }
}

async fn finish(app: &App, job: &Job, result: &str, error: Option<JobError>) -> Result<()> {
    let mut tx = app.begin().await?;
    let words = match error {
        None => None,
        Some(JobError::Retry(words) | JobError::GiveUp(words)) => Some(words),
    };
    match result {
        // What is done leaves no row: an anonymous person's job must not stay as a trace.
        "done" => sql("DELETE FROM jobs WHERE id = $1").bind(job.id).run(&mut tx).await?,
        "retry" => {
            tracing::warn!(kind = job.kind, tries = job.tries, error = words, "job will be tried again");
            sql("UPDATE jobs SET state = 'ready', run_at = $2, error = $3 WHERE id = $1")
                .bind(job.id)
                .bind(app.clock.now() + back_off(job.tries))
                .bind(words)
                .run(&mut tx)
                .await?
        }
        _ => {
            tracing::warn!(kind = job.kind, tries = job.tries, error = words, "job given up");
            sql("UPDATE jobs SET state = 'dead', error = $2 WHERE id = $1").bind(job.id).bind(words).run(&mut tx).await?
        }
    };
    tx.commit_now().await
}

/// Half a minute after the first try, twice as long after each, at most six hours.
pub(crate) fn back_off(tries: i64) -> SignedDuration {
    let doublings = u32::try_from(tries - 1).unwrap_or(0).min(12);
    SignedDuration::from_secs((30_i64 << doublings).min(21_600))
}

/// Works until told to stop, then finishes what it has begun.
pub async fn work(app: App, stop: watch::Receiver<bool>) {
    let mut workers = Vec::new();
    for _ in 0..WORKERS {
        let (app, stop) = (app.clone(), stop.clone());
        #[expect(clippy::disallowed_methods, reason = "the queue is where tasks are started")]
        workers.push(tokio::spawn(async move { work_on(&app, stop).await }));
    }
    let mut stop = stop;
    while !*stop.borrow() {
        if let Err(error) = crate::schedule::tick(&app).await {
            tracing::warn!(%error, "could not look at the schedules");
        }
        app.lines.close_idle().await;
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(20)) => {}
            _ = stop.changed() => {}
        }
    }
    for worker in workers {
        let _ = worker.await;
    }
}

async fn work_on(app: &App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        // Listens before it looks, so that a job pushed in between is not slept over.
        let woken = app.wake.notified();
        let pause = match work_one(app).await {
            Ok(true) => continue,
            Ok(false) => Duration::from_secs(1),
            Err(error) => {
                tracing::warn!(%error, "the queue does not answer; trying again soon");
                Duration::from_secs(3)
            }
        };
        tokio::select! {
            () = woken => {}
            () = tokio::time::sleep(pause) => {}
            _ = stop.changed() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_job_waits_longer_each_time_but_never_longer_than_six_hours() {
        assert_eq!(back_off(1), SignedDuration::from_secs(30));
        assert_eq!(back_off(2), SignedDuration::from_secs(60));
        assert_eq!(back_off(12), SignedDuration::from_hours(6));
    }
}
