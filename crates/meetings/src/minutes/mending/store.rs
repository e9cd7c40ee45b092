//! Every statement on what is put right in published minutes.

use futures_util::future::BoxFuture;
use group::membership::Side;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{Mending, Place};

fn from_row(row: &Row) -> Result<Mending> {
    Ok(Mending {
        id: row.get("id")?,
        place: Place { reserved: row.get("reserved")?, block: usize::try_from(row.get::<i64>("block")?).unwrap_or(usize::MAX) },
        was: row.get("was")?,
        words: row.get("words")?,
        why: row.get("why")?,
        gp: row.get("gp_name")?,
        consultant: row.get("consultant_name")?,
        corrected_on: row.get("corrected_on")?,
    })
}

/// All that is put right in the minute of a meeting, or waits for that; in the order in which it was proposed.
///
/// # Errors
/// When the database fails.
pub(in super::super) async fn all(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Mending>> {
    let rows =
        sql("SELECT c.id, c.reserved, c.block, c.was, c.words, c.why, g.name AS gp_name, h.name AS consultant_name, c.corrected_on \
                    FROM minute_mendings c LEFT JOIN people g ON g.id = c.gp_by LEFT JOIN people h ON h.id = c.consultant_by \
                    WHERE c.group_id = $1 AND c.meeting_id = $2 ORDER BY c.id");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(from_row).collect()
}

/// What is put right in the minute of a meeting.
///
/// # Errors
/// When the database fails.
pub(in super::super) async fn done(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Mending>> {
    Ok(all(on, group, meeting).await?.into_iter().filter(|one| one.corrected_on.is_some()).collect())
}

/// What waits in a group for a side's word: the number and the day of the meeting, and what it is.
pub(super) async fn open(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(i64, Date, Mending)>> {
    let rows =
        sql("SELECT c.id, c.reserved, c.block, c.was, c.words, c.why, g.name AS gp_name, h.name AS consultant_name, c.corrected_on, \
                    m.number, m.held_on FROM minute_mendings c JOIN meetings m ON m.id = c.meeting_id \
                    LEFT JOIN people g ON g.id = c.gp_by LEFT JOIN people h ON h.id = c.consultant_by \
                    WHERE c.group_id = $1 AND c.corrected_on IS NULL ORDER BY c.id");
    let read = |row: &Row| Ok((row.get("number")?, row.get("held_on")?, from_row(row)?));
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, meeting: Uuid, new: &Mending, by: Uuid, at: Timestamp) -> Result<()> {
    sql("INSERT INTO minute_mendings (id, group_id, meeting_id, reserved, block, was, words, why, proposed_by, proposed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
    .bind(new.id)
    .bind(group)
    .bind(meeting)
    .bind(new.place.reserved)
    .bind(i64::try_from(new.place.block).unwrap_or(i64::MAX))
    .bind(&new.was)
    .bind(&new.words)
    .bind(&new.why)
    .bind(by)
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// Writes a side's word.
pub(super) async fn give(tx: &mut Tx, group: Uuid, id: Uuid, side: Side, person: Uuid) -> Result<()> {
    let statement = match side {
        Side::Gp => sql("UPDATE minute_mendings SET gp_by = $3 WHERE group_id = $1 AND id = $2 AND corrected_on IS NULL"),
        _ => sql("UPDATE minute_mendings SET consultant_by = $3 WHERE group_id = $1 AND id = $2 AND corrected_on IS NULL"),
    };
    statement.bind(group).bind(id).bind(person).run(tx).await.map(drop)
}

pub(super) async fn set_done(tx: &mut Tx, group: Uuid, id: Uuid, on: Date) -> Result<()> {
    sql("UPDATE minute_mendings SET corrected_on = $3 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(on)
        .run(tx)
        .await
        .map(drop)
}

/// Takes back what waits.
pub(super) async fn delete(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<()> {
    sql("DELETE FROM minute_mendings WHERE group_id = $1 AND id = $2 AND corrected_on IS NULL").bind(group).bind(id).run(tx).await.map(drop)
}

/// Nothing was put right by one side alone, or in what is not published.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let alone = sql("SELECT COUNT(*) AS n FROM minute_mendings WHERE corrected_on IS NOT NULL \
                         AND (gp_by IS NULL OR consultant_by IS NULL OR gp_by = consultant_by)");
        counted(&mut problems, &alone.one(db).await?, "minutes that were corrected without both sides")?;
        let early =
            sql("SELECT COUNT(*) AS n FROM minute_mendings c JOIN minutes n ON n.meeting_id = c.meeting_id WHERE n.state = 'draft'");
        counted(&mut problems, &early.one(db).await?, "corrections of published minutes that are drafts")?;
        Ok(problems)
    })
}
