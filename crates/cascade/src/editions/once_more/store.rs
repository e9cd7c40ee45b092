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
    for statement in [
        sql("UPDATE edition_entries SET edition_id = $3 WHERE group_id = $1 AND edition_id = $2 AND NOT left_out"),
        sql("UPDATE edition_corrections SET edition_id = $3 WHERE group_id = $1 AND edition_id = $2"),
    ] {
        statement.bind(group).bind(edition).bind(next).run(&mut *tx).await?;
    }
    Ok(())
}
