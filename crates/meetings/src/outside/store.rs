//! Every statement on who invites, and on which entry of another calendar a meeting is.

use jiff::{Timestamp, civil::Date};
use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Bounds, Inviter, Known, Which};

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

/// How much of a series is taken.
pub(super) async fn bounds(on: impl Into<On<'_>>, group: Uuid) -> Result<Bounds> {
    let row = sql("SELECT most_meetings, months_ahead FROM meeting_inviters WHERE group_id = $1").bind(group).optional(on).await?;
    let Some(row) = row else { return Ok(Bounds::default()) };
    Ok(Bounds { meetings: usize::try_from(row.get::<i64>("most_meetings")?).unwrap_or(0), months: row.get("months_ahead")? })
}

pub(super) async fn set_bounds(tx: &mut Tx, group: Uuid, (meetings, months): (i64, i64)) -> Result<()> {
    sql("UPDATE meeting_inviters SET most_meetings = $2, months_ahead = $3 WHERE group_id = $1")
        .bind(group)
        .bind(meetings)
        .bind(months)
        .run(tx)
        .await
        .map(drop)
}

fn known(row: &Row) -> Result<Known> {
    Ok(Known {
        key: row.get("uid")?,
        number: row.get("number")?,
        held_on: row.get("held_on")?,
        planned: row.get::<String>("state")? == "planned",
        apart: row.get("apart")?,
        last: (row.get("sequence")?, row.get("stamped_at")?),
    })
}

/// The meeting that is an entry.
pub(super) async fn by_uid(tx: &mut Tx, group: Uuid, uid: &str) -> Result<Option<Known>> {
    let row = sql("SELECT o.uid, o.apart, o.sequence, o.stamped_at, m.number, m.held_on, m.state \
                   FROM outside_entries o JOIN meetings m ON m.id = o.meeting_id WHERE o.group_id = $1 AND o.uid = $2");
    row.bind(group).bind(uid).optional(tx).await?.as_ref().map(known).transpose()
}

/// The meetings that are one of a series, by their days.
pub(super) async fn of_series(tx: &mut Tx, group: Uuid, series: &str) -> Result<Vec<Known>> {
    let rows = sql("SELECT o.uid, o.apart, o.sequence, o.stamped_at, m.number, m.held_on, m.state \
                    FROM outside_entries o JOIN meetings m ON m.id = o.meeting_id WHERE o.group_id = $1 AND o.series = $2 \
                    ORDER BY m.held_on, m.number");
    rows.bind(group).bind(series).all(tx).await?.iter().map(known).collect()
}

/// Says that a meeting is another time of its series.
pub(super) async fn rename(tx: &mut Tx, group: Uuid, from: &str, to: &str) -> Result<()> {
    sql("UPDATE outside_entries SET uid = $3 WHERE group_id = $1 AND uid = $2").bind(group).bind(from).bind(to).run(tx).await.map(drop)
}

/// Forgets that a meeting is an entry. The meeting stays.
pub(super) async fn forget(tx: &mut Tx, group: Uuid, uid: &str) -> Result<()> {
    sql("DELETE FROM outside_entries WHERE group_id = $1 AND uid = $2").bind(group).bind(uid).run(tx).await.map(drop)
}

/// The number of the one planned meeting on a day that is no entry yet.
pub(super) async fn by_day(tx: &mut Tx, group: Uuid, day: Date) -> Result<Option<i64>> {
    let rows = sql("SELECT m.number FROM meetings m LEFT JOIN outside_entries o ON o.meeting_id = m.id \
                    WHERE m.group_id = $1 AND m.held_on = $2 AND m.state = 'planned' AND o.uid IS NULL ORDER BY m.number LIMIT 2");
    let rows = rows.bind(group).bind(day).all(tx).await?;
    if rows.len() == 1 { rows[0].get("number").map(Some) } else { Ok(None) }
}

pub(super) async fn put(tx: &mut Tx, group: Uuid, meeting: Uuid, which: &Which<'_>, (sequence, at): (i64, Timestamp)) -> Result<()> {
    sql("INSERT INTO outside_entries (meeting_id, group_id, uid, series, apart, sequence, stamped_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (meeting_id) DO UPDATE SET uid = excluded.uid, series = excluded.series, apart = excluded.apart, \
         sequence = excluded.sequence, stamped_at = excluded.stamped_at")
    .bind(meeting)
    .bind(group)
    .bind(which.key)
    .bind(which.series)
    .bind(which.apart)
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
