//! Every statement on doors, on what came through them, and on how long the form took.

use jiff::civil::Date;
use kernel::{Db, Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Door, Kind};

fn from_row(row: &Row) -> Result<Door> {
    let kind: String = row.get("kind")?;
    Ok(Door {
        id: row.get("id")?,
        key: row.get("key")?,
        kind: Kind::from_key(&kind).ok_or_else(|| Error::internal("a door has an unknown kind"))?,
        label: row.get("label")?,
        place: row.get("place")?,
        closed_on: row.get("closed_on")?,
    })
}

/// The doors of a group that are open, by their labels: no order says which brings more.
///
/// # Errors
/// When the database fails.
pub async fn all(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Door>> {
    let rows =
        sql("SELECT id, key, kind, label, place, closed_on FROM doors WHERE group_id = $1 AND closed_on IS NULL ORDER BY LOWER(label), id");
    rows.bind(group).all(on).await?.iter().map(from_row).collect()
}

/// The open door of a key, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn open(on: impl Into<On<'_>>, group: Uuid, key: &str) -> Result<Option<Door>> {
    let row = sql("SELECT id, key, kind, label, place, closed_on FROM doors WHERE group_id = $1 AND key = $2 AND closed_on IS NULL");
    row.bind(group).bind(key).optional(on).await?.as_ref().map(from_row).transpose()
}

/// Whether a key was given to a door before, open or closed.
pub(super) async fn key_is_taken(on: impl Into<On<'_>>, group: Uuid, key: &str) -> Result<bool> {
    let row = sql("SELECT COUNT(*) AS n FROM doors WHERE group_id = $1 AND key = $2");
    Ok(row.bind(group).bind(key).one(on).await?.get::<i64>("n")? > 0)
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, door: &Door) -> Result<()> {
    sql("INSERT INTO doors (id, group_id, key, kind, label, place) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(door.id)
        .bind(group)
        .bind(&door.key)
        .bind(door.kind.key())
        .bind(&door.label)
        .bind(&door.place)
        .run(tx)
        .await
        .map(drop)
}

/// Writes what people call a door, and its place.
pub(super) async fn change(tx: &mut Tx, group: Uuid, id: Uuid, label: &str, place: &str) -> Result<()> {
    let statement = sql("UPDATE doors SET label = $3, place = $4 WHERE group_id = $1 AND id = $2");
    statement.bind(group).bind(id).bind(label).bind(place).run(tx).await.map(drop)
}

/// Closes a door; tells whether it was open.
pub(super) async fn close(tx: &mut Tx, group: Uuid, id: Uuid, day: Date) -> Result<bool> {
    let closed = sql("UPDATE doors SET closed_on = $3 WHERE group_id = $1 AND id = $2 AND closed_on IS NULL");
    Ok(closed.bind(group).bind(id).bind(day).run(tx).await? == 1)
}

/// How many reports came through each door, by its key. Of anonymous ones no door is kept.
pub(super) async fn counts(db: &Db, group: Uuid) -> Result<Vec<(String, i64)>> {
    let rows = sql("SELECT door, COUNT(*) AS n FROM issues WHERE group_id = $1 AND door IS NOT NULL GROUP BY door");
    rows.bind(group).all(db).await?.iter().map(|row| Ok((row.get("door")?, row.get("n")?))).collect()
}

/// From how many workplaces reports came.
pub(super) async fn workplaces(db: &Db, group: Uuid) -> Result<i64> {
    let row = sql("SELECT COUNT(DISTINCT workplace) AS n FROM issues WHERE group_id = $1 AND workplace IS NOT NULL");
    row.bind(group).one(db).await?.get("n")
}

/// Counts a form that took so long. Nothing of the report or its hour goes with it.
pub(super) async fn count_time(tx: &mut Tx, group: Uuid, bucket: i64) -> Result<()> {
    sql("INSERT INTO raise_times (group_id, bucket, n) VALUES ($1, $2, 1) \
         ON CONFLICT (group_id, bucket) DO UPDATE SET n = raise_times.n + 1")
    .bind(group)
    .bind(bucket)
    .run(tx)
    .await
    .map(drop)
}

/// How many forms took how long.
pub(super) async fn times(db: &Db, group: Uuid) -> Result<Vec<(i64, i64)>> {
    let rows = sql("SELECT bucket, n FROM raise_times WHERE group_id = $1 ORDER BY bucket").bind(group).all(db).await?;
    rows.iter().map(|row| Ok((row.get("bucket")?, row.get("n")?))).collect()
}
