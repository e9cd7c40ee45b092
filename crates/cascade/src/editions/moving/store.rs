//! The statements by which one edition is moved.

use jiff::{SignedDuration, Timestamp};
use kernel::{On, Result, Tx, sql};
use terms::cadence::Deadline;
use uuid::Uuid;

use super::super::{
    course::{Slot, There},
    store::there_of,
};

/// The editions of a network that stand beside one in time: those that were planned, or close, not long before or after an instant.
pub(super) async fn beside(on: impl Into<On<'_>>, group: Uuid, network: Uuid, at: Timestamp) -> Result<Vec<There<Uuid>>> {
    let around = SignedDuration::from_hours(24 * 70);
    let rows = sql("SELECT id, COALESCE(planned_at, closes_at) AS planned_at, closes_at, out_on, sent_at FROM editions \
                    WHERE group_id = $1 AND network_id = $2 AND closes_at >= $3 AND closes_at <= $4");
    let rows = rows.bind(group).bind(network).bind(at - around).bind(at + around).all(on).await?;
    rows.iter().map(there_of).collect()
}

/// The deadline that an edition was planned for, and why it was moved; empty where it was not.
pub(in super::super) async fn planned(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<(Timestamp, String)> {
    let row = sql("SELECT COALESCE(planned_at, closes_at) AS planned_at, moved_why FROM editions WHERE group_id = $1 AND id = $2");
    let row = row.bind(group).bind(id).one(on).await?;
    Ok((row.get("planned_at")?, row.get("moved_why")?))
}

/// Moves one edition; it stays the edition of the deadline that it was planned for.
pub(super) async fn move_one(tx: &mut Tx, group: Uuid, id: Uuid, deadline: Deadline, why: &str) -> Result<()> {
    sql("UPDATE editions SET closes_at = $3, out_on = $4, moved_why = $5 WHERE group_id = $1 AND id = $2 AND sent_at IS NULL")
        .bind(group)
        .bind(id)
        .bind(deadline.closes_at)
        .bind(deadline.out_on)
        .bind(why)
        .run(tx)
        .await
        .map(drop)
}

/// The edition of a network that is not sent and closes after an instant, if there is one.
pub(in crate::editions) async fn open_after(on: impl Into<On<'_>>, group: Uuid, network: Uuid, after: Timestamp) -> Result<Option<Uuid>> {
    let row = sql(
        "SELECT id FROM editions WHERE group_id = $1 AND network_id = $2 AND sent_at IS NULL AND closes_at > $3 ORDER BY closes_at LIMIT 1",
    );
    row.bind(group).bind(network).bind(after).optional(on).await?.map(|row| row.get("id")).transpose()
}

/// Makes an edition the one of another deadline.
pub(in crate::editions) async fn set_deadline(tx: &mut Tx, group: Uuid, id: Uuid, slot: &Slot<Uuid>) -> Result<()> {
    sql("UPDATE editions SET closes_at = $3, out_on = $4, planned_at = $5, moved_why = '' WHERE group_id = $1 AND id = $2 AND sent_at IS NULL")
        .bind(group)
        .bind(id)
        .bind(slot.deadline.closes_at)
        .bind(slot.deadline.out_on)
        .bind(slot.planned_at)
        .run(tx)
        .await
        .map(drop)
}
