//! Every statement on who invites, and on which entry of another calendar a meeting is.

use jiff::{Timestamp, civil::Date};
use kernel::{Error, On, Result, Tx, sql};
use uuid::Uuid;

use super::model::Inviter;

/// Who invites to a group's meetings.
///
/// # Errors
/// When the database fails.
pub(crate) async fn inviter(on: impl Into<On<'_>>, group: Uuid) -> Result<Inviter> {
    let row = sql("SELECT inviter FROM meeting_inviters WHERE group_id = $1").bind(group).optional(on).await?;
    let Some(row) = row else { return Ok(Inviter::default()) };
    Inviter::from_key(&row.get::<String>("inviter")?).ok_or_else(|| Error::internal("an unknown calendar invites to meetings"))
}

pub(super) async fn set_inviter(tx: &mut Tx, group: Uuid, inviter: Inviter) -> Result<()> {
    sql("INSERT INTO meeting_inviters (group_id, inviter) VALUES ($1, $2) ON CONFLICT (group_id) DO UPDATE SET inviter = excluded.inviter")
        .bind(group)
        .bind(inviter.key())
        .run(tx)
        .await
        .map(drop)
}

/// The number of the meeting that is an entry, and what was taken of it last.
pub(super) async fn by_uid(tx: &mut Tx, group: Uuid, uid: &str) -> Result<Option<(i64, (i64, Timestamp))>> {
    let row = sql("SELECT m.number, o.sequence, o.stamped_at FROM outside_entries o JOIN meetings m ON m.id = o.meeting_id \
                   WHERE o.group_id = $1 AND o.uid = $2");
    let row = row.bind(group).bind(uid).optional(tx).await?;
    row.map(|row| Ok((row.get("number")?, (row.get("sequence")?, row.get("stamped_at")?)))).transpose()
}

/// The number of the one planned meeting on a day that is no entry yet.
pub(super) async fn by_day(tx: &mut Tx, group: Uuid, day: Date) -> Result<Option<i64>> {
    let rows = sql("SELECT m.number FROM meetings m LEFT JOIN outside_entries o ON o.meeting_id = m.id \
                    WHERE m.group_id = $1 AND m.held_on = $2 AND m.state = 'planned' AND o.uid IS NULL ORDER BY m.number LIMIT 2");
    let rows = rows.bind(group).bind(day).all(tx).await?;
    if rows.len() == 1 { rows[0].get("number").map(Some) } else { Ok(None) }
}

pub(super) async fn put(tx: &mut Tx, group: Uuid, meeting: Uuid, uid: &str, (sequence, at): (i64, Timestamp)) -> Result<()> {
    sql("INSERT INTO outside_entries (meeting_id, group_id, uid, sequence, stamped_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (meeting_id) DO UPDATE SET uid = excluded.uid, sequence = excluded.sequence, stamped_at = excluded.stamped_at")
    .bind(meeting)
    .bind(group)
    .bind(uid)
    .bind(sequence)
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// Says that people are asked about a meeting whose entry comes from elsewhere.
pub(super) async fn ask_people(tx: &mut Tx, group: Uuid, meeting: Uuid) -> Result<()> {
    sql("UPDATE meetings SET invited = TRUE WHERE group_id = $1 AND id = $2").bind(group).bind(meeting).run(tx).await.map(drop)
}
