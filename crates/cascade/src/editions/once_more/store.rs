//! The statements by which what an edition told goes into another.

use kernel::{On, Result, Tx, sql};
use uuid::Uuid;

/// How many decisions and corrections an edition tells.
pub(super) async fn told(on: impl Into<On<'_>>, group: Uuid, edition: Uuid) -> Result<i64> {
    let row = sql("SELECT (SELECT COUNT(*) FROM edition_entries WHERE group_id = $1 AND edition_id = $2 AND NOT left_out) + \
                   (SELECT COUNT(*) FROM edition_corrections WHERE group_id = $1 AND edition_id = $2) AS n");
    row.bind(group).bind(edition).one(on).await?.get("n")
}

/// Takes all that an edition tells into another one.
pub(super) async fn carry(tx: &mut Tx, group: Uuid, edition: Uuid, next: Uuid) -> Result<()> {
    // Its versions are to leave once more: what left did not come out.
    sql("UPDATE network_versions SET sent_at = NULL WHERE group_id = $1 AND sent_at IS NOT NULL \
         AND network_id = (SELECT network_id FROM editions WHERE id = $2) \
         AND decision_id IN (SELECT decision_id FROM edition_entries WHERE group_id = $1 AND edition_id = $2 AND NOT left_out)")
    .bind(group)
    .bind(edition)
    .run(&mut *tx)
    .await?;
    for statement in [
        sql("UPDATE edition_entries SET edition_id = $3 WHERE group_id = $1 AND edition_id = $2 AND NOT left_out"),
        sql("UPDATE edition_corrections SET edition_id = $3 WHERE group_id = $1 AND edition_id = $2"),
    ] {
        statement.bind(group).bind(edition).bind(next).run(&mut *tx).await?;
    }
    Ok(())
}
