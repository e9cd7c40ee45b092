//! Somebody wants no more of such mail while a run is under way: what waits for them is taken out of it.

use uuid::Uuid;

use crate::{On, Result, Tx, sql};

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

/// Whether a recipient still waits: asked right before their mail goes, because they were fetched some moments ago.
pub(super) async fn still_waits(on: impl Into<On<'_>>, run: Uuid, place: i64) -> Result<bool> {
    let row = sql("SELECT 1 AS there FROM mail_run_recipients WHERE run_id = $1 AND place = $2 AND state = 'waiting'");
    Ok(row.bind(run).bind(place).optional(on).await?.is_some())
}
