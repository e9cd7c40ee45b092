//! Somebody wants no more of such mail while a run is under way: what waits for them is taken out of it.

use uuid::Uuid;

use crate::{App, On, Result, Tx, sql};

/// Takes what waits for an address out of every run of a scope that is under way. What is on its way to the server at this very
/// moment still goes.
///
/// # Errors
/// When the database fails.
pub async fn leave_out(tx: &mut Tx, scope: Uuid, to: &str) -> Result<()> {
    sql("UPDATE mail_runs SET total = total - 1 WHERE scope_id = $1 AND finished_at IS NULL AND id IN \
         (SELECT run_id FROM mail_run_recipients WHERE scope_id = $1 AND to_address = $2 AND state = 'waiting')")
    .bind(scope)
    .bind(to)
    .run(&mut *tx)
    .await?;
    sql("DELETE FROM mail_run_recipients WHERE to_address = $2 AND state = 'waiting' AND run_id IN \
         (SELECT id FROM mail_runs WHERE scope_id = $1 AND finished_at IS NULL)")
    .bind(scope)
    .bind(to)
    .run(tx)
    .await
    .map(drop)
}

/// Ends a run of which nothing more is to go: whoever waits in it is forgotten. What is on its way to the server at this very moment
/// still goes.
///
/// # Errors
/// When the database fails.
pub async fn end(app: &App, tx: &mut Tx, scope: Uuid, run: Uuid) -> Result<()> {
    sql("UPDATE mail_runs SET finished_at = $3, \
         total = total - (SELECT COUNT(*) FROM mail_run_recipients w WHERE w.run_id = mail_runs.id AND w.state = 'waiting') \
         WHERE scope_id = $1 AND id = $2 AND finished_at IS NULL")
    .bind(scope)
    .bind(run)
    .bind(app.clock.now())
    .run(&mut *tx)
    .await?;
    sql("DELETE FROM mail_run_recipients WHERE state = 'waiting' AND run_id IN (SELECT id FROM mail_runs WHERE scope_id = $1 AND id = $2)")
        .bind(scope)
        .bind(run)
        .run(tx)
        .await
        .map(drop)
}

/// Whether a recipient still waits: asked right before their mail goes, because they were fetched some moments ago.
pub(super) async fn still_waits(on: impl Into<On<'_>>, run: Uuid, place: i64) -> Result<bool> {
    let row = sql("SELECT 1 AS there FROM mail_run_recipients WHERE run_id = $1 AND place = $2 AND state = 'waiting'");
    Ok(row.bind(run).bind(place).optional(on).await?.is_some())
}
