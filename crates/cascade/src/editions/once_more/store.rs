//! The statements by which what an edition told goes into another.

use jiff::civil::Date;
use kernel::{On, Result, Tx, sql};
use uuid::Uuid;

/// How many decisions and corrections an edition tells.
pub(super) async fn told(on: impl Into<On<'_>>, group: Uuid, edition: Uuid) -> Result<i64> {
    let row = sql("SELECT (SELECT COUNT(*) FROM edition_entries WHERE group_id = $1 AND edition_id = $2 AND NOT left_out) + \
                   (SELECT COUNT(*) FROM edition_corrections WHERE group_id = $1 AND edition_id = $2) AS n");
    row.bind(group).bind(edition).one(on).await?.get("n")
}

/// How many calls for issues an edition had whose day has not come when the one after it comes out.
pub(super) async fn calls(on: impl Into<On<'_>>, group: Uuid, edition: Uuid, out_on: Date) -> Result<i64> {
    let row =
        sql("SELECT COUNT(*) AS n FROM theme_call_copies x JOIN theme_calls c ON c.id = x.call_id JOIN meetings m ON m.id = c.meeting_id \
                   WHERE x.group_id = $1 AND x.edition_id = $2 AND c.until_on >= $3 AND m.state = 'planned' AND m.theme = c.theme");
    row.bind(group).bind(edition).bind(out_on).one(on).await?.get("n")
}

/// Takes the calls for issues of an edition into another one, if their day has not come when that comes out.
pub(super) async fn carry_calls(tx: &mut Tx, group: Uuid, edition: Uuid, next: (Uuid, Date)) -> Result<()> {
    sql("UPDATE theme_call_copies SET edition_id = $3, posted_on = NULL WHERE group_id = $1 AND edition_id = $2 AND call_id IN \
         (SELECT c.id FROM theme_calls c JOIN meetings m ON m.id = c.meeting_id \
          WHERE c.group_id = $1 AND c.until_on >= $4 AND m.state = 'planned' AND m.theme = c.theme)")
    .bind(group)
    .bind(edition)
    .bind(next.0)
    .bind(next.1)
    .run(tx)
    .await
    .map(drop)
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
