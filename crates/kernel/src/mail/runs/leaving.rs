//! Somebody wants no more of such mail while a run is under way: what waits for them is taken out of it.

use uuid::Uuid;

use crate::{Result, Tx, sql};

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
