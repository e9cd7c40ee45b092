//! Every statement on who invites, and on which entry of another calendar a meeting is.

use jiff::{Timestamp, civil::Date};
use kernel::{Error, On, Result, Row, Tx, sql};
use reading::calendar::Entry;
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

/// A series as it is kept.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) uid: String,
    /// When it comes round, as its calendar wrote it.
    pub(super) rule: String,
    pub(super) place: String,
    pub(super) link: String,
    pub(super) sequence: i64,
    /// Who brought it in.
    pub(super) taken_by: Uuid,
}

/// Every series that is kept, with its group.
pub(super) async fn all_series(on: impl Into<On<'_>>) -> Result<Vec<(Uuid, String)>> {
    let rows = sql("SELECT group_id, uid FROM outside_series ORDER BY group_id, uid").all(on).await?;
    rows.iter().map(|row| Ok((row.get("group_id")?, row.get("uid")?))).collect()
}

/// A series that is kept.
pub(super) async fn series(on: impl Into<On<'_>>, group: Uuid, uid: &str) -> Result<Option<Kept>> {
    let row = sql("SELECT uid, rule, place, link, sequence, taken_by FROM outside_series WHERE group_id = $1 AND uid = $2");
    let read = |row: Row| {
        Ok(Kept {
            uid: row.get("uid")?,
            rule: row.get("rule")?,
            place: row.get("place")?,
            link: row.get("link")?,
            sequence: row.get("sequence")?,
            taken_by: row.get("taken_by")?,
        })
    };
    row.bind(group).bind(uid).optional(on).await?.map(read).transpose()
}

pub(super) async fn put_series(tx: &mut Tx, group: Uuid, kept: &Kept) -> Result<()> {
    sql("INSERT INTO outside_series (group_id, uid, rule, place, link, sequence, taken_by) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (group_id, uid) DO UPDATE SET rule = excluded.rule, place = excluded.place, link = excluded.link, \
         sequence = excluded.sequence, taken_by = excluded.taken_by")
    .bind(group)
    .bind(&kept.uid)
    .bind(&kept.rule)
    .bind(&kept.place)
    .bind(&kept.link)
    .bind(kept.sequence)
    .bind(kept.taken_by)
    .run(tx)
    .await
    .map(drop)
}

/// Forgets how a series comes round: it goes on no more. Its meetings stay.
pub(super) async fn end_series(tx: &mut Tx, group: Uuid, uid: &str) -> Result<()> {
    sql("DELETE FROM outside_apart WHERE group_id = $1 AND uid = $2").bind(group).bind(uid).run(&mut *tx).await?;
    sql("DELETE FROM outside_series WHERE group_id = $1 AND uid = $2").bind(group).bind(uid).run(tx).await.map(drop)
}

/// The times of a series that were changed by themselves.
pub(super) async fn apart(on: impl Into<On<'_>>, group: Uuid, uid: &str) -> Result<Vec<Entry>> {
    let rows = sql("SELECT uid, instead_of, starts_at, ends_at, cancelled, place, link, sequence, stamped_at FROM outside_apart \
                    WHERE group_id = $1 AND uid = $2 ORDER BY instead_of");
    let read = |row: &Row| {
        Ok(Entry {
            uid: row.get("uid")?,
            instead_of: Some(row.get("instead_of")?),
            starts: row.get("starts_at")?,
            ends: row.get("ends_at")?,
            cancelled: row.get("cancelled")?,
            place: row.get("place")?,
            link: row.get("link")?,
            sequence: row.get("sequence")?,
            stamp: row.get("stamped_at")?,
            ..Entry::default()
        })
    };
    rows.bind(group).bind(uid).all(on).await?.iter().map(read).collect()
}

/// Notes what one time of a series says by itself, unless something newer is known of it.
pub(super) async fn put_apart(tx: &mut Tx, group: Uuid, entry: &Entry) -> Result<()> {
    let Some(instead_of) = entry.instead_of else { return Ok(()) };
    sql("INSERT INTO outside_apart (group_id, uid, instead_of, starts_at, ends_at, cancelled, place, link, sequence, stamped_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (group_id, uid, instead_of) DO UPDATE SET \
         starts_at = excluded.starts_at, ends_at = excluded.ends_at, cancelled = excluded.cancelled, place = excluded.place, \
         link = excluded.link, sequence = excluded.sequence, stamped_at = excluded.stamped_at \
         WHERE outside_apart.sequence <= excluded.sequence")
    .bind(group)
    .bind(&entry.uid)
    .bind(instead_of)
    .bind(entry.starts)
    .bind(entry.ends)
    .bind(entry.cancelled)
    .bind(&entry.place)
    .bind(&entry.link)
    .bind(entry.sequence)
    .bind(entry.stamp)
    .run(tx)
    .await
    .map(drop)
}
