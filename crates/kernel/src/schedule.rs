//! What is due again and again: a row each in the database, so that of many processes one puts the job into the queue.

use jiff::SignedDuration;
use serde_json::json;

use crate::{App, Result, job::NewJob, queue, sql};

/// Something that is due again and again.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// The kind of job that does it.
    pub job: &'static str,
    /// How often, in minutes.
    pub every_minutes: i64,
}

/// Puts a job into the queue for everything that is due.
///
/// # Errors
/// When the database fails.
pub async fn tick(app: &App) -> Result<()> {
    let now = app.clock.now();
    let rows = sql("SELECT name, next_at FROM schedules").all(&app.db).await?;
    let mut later = Vec::new();
    for row in &rows {
        later.push((row.get::<String>("name")?, row.get::<jiff::Timestamp>("next_at")?));
    }
    for schedule in app.wiring.schedules {
        let next = now + SignedDuration::from_mins(schedule.every_minutes);
        // What is to come round later than it ever could was put there by a clock that stood wrong.
        if later.iter().any(|(name, at)| name == schedule.job && *at > now && *at <= next) {
            continue;
        }
        let mut tx = app.begin().await?;
        let due = sql("INSERT INTO schedules (name, next_at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET next_at = $2 \
                       WHERE schedules.next_at <= $3 OR schedules.next_at > $2")
        .bind(schedule.job)
        .bind(next)
        .bind(now)
        .run(&mut tx)
        .await?;
        if due == 1 {
            let job = NewJob { scope: None, kind: schedule.job, payload: json!({}), run_at: now, key: Some(schedule.job.to_owned()) };
            queue::push(app, &mut tx, job).await?;
        }
        app.commit(tx).await?;
    }
    Ok(())
}
