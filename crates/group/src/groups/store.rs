//! Every statement on groups and on their counters.

use jiff::{Timestamp, civil::Time, tz::TimeZone};
use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::Group;

/// A group of a row that holds every column of `groups`, its key as `id`.
pub(crate) fn from_row(row: &Row) -> Result<Group> {
    let zone: String = row.get("time_zone")?;
    Ok(Group {
        id: row.get("id")?,
        slug: row.get("slug")?,
        name: row.get("name")?,
        board: row.get("board")?,
        prefix: row.get("prefix")?,
        ordinal: row.get("ordinal")?,
        time_zone: TimeZone::get(&zone).map_err(|_| Error::internal(format!("there is no time zone {zone}")))?,
        triage_days: row.get("triage_days")?,
        contact: row.get("contact")?,
        post_from: time_of_day(&row.get::<String>("post_from")?)?,
        copy_lead: row.get("copy_lead")?,
        shapes: row.get("shapes")?,
    })
}

/// A time of day of a stored word, as in `08:00`.
fn time_of_day(word: &str) -> Result<Time> {
    Time::strptime("%H:%M", word).map_err(|_| Error::internal(format!("there is no time of day {word}")))
}

/// The group at an address.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn by_slug(on: impl Into<On<'_>>, slug: &str) -> Result<Group> {
    let row = sql(
        "SELECT id, slug, name, board, prefix, ordinal, time_zone, triage_days, contact, post_from, copy_lead, COALESCE((SELECT {joined}(h.shape, ' ' ORDER BY h.shape) FROM hospital_numbers h WHERE h.group_id = groups.id), '') AS shapes FROM groups WHERE slug = $1",
    );
    from_row(&row.bind(slug).one(on).await?)
}

/// The group with a key: for what follows from an event, which names it.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn by_id(on: impl Into<On<'_>>, id: Uuid) -> Result<Group> {
    let row = sql(
        "SELECT id, slug, name, board, prefix, ordinal, time_zone, triage_days, contact, post_from, copy_lead, COALESCE((SELECT {joined}(h.shape, ' ' ORDER BY h.shape) FROM hospital_numbers h WHERE h.group_id = groups.id), '') AS shapes FROM groups WHERE id = $1",
    );
    from_row(&row.bind(id).one(on).await?)
}

/// Every group of the deployment, by name.
///
/// # Errors
/// When the database fails.
pub async fn all(on: impl Into<On<'_>>) -> Result<Vec<Group>> {
    let rows = sql(
        "SELECT id, slug, name, board, prefix, ordinal, time_zone, triage_days, contact, post_from, copy_lead, COALESCE((SELECT {joined}(h.shape, ' ' ORDER BY h.shape) FROM hospital_numbers h WHERE h.group_id = groups.id), '') AS shapes FROM groups ORDER BY LOWER(name), id",
    );
    rows.all(on).await?.iter().map(from_row).collect()
}

pub(super) async fn insert(tx: &mut Tx, group: &Group, zone: &str, at: Timestamp) -> Result<()> {
    sql("INSERT INTO groups (id, slug, name, board, prefix, ordinal, time_zone, triage_days, contact, post_from, copy_lead, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
    .bind(group.id)
    .bind(&group.slug)
    .bind(&group.name)
    .bind(&group.board)
    .bind(&group.prefix)
    .bind(group.ordinal)
    .bind(zone)
    .bind(group.triage_days)
    .bind(&group.contact)
    .bind(group.post_from.strftime("%H:%M").to_string())
    .bind(group.copy_lead)
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// The next number of a kind in a group, from 1: numbers are never used twice.
///
/// # Errors
/// When the database fails.
pub async fn next_number(tx: &mut Tx, group: Uuid, kind: &str) -> Result<i64> {
    sql("INSERT INTO counters (scope_id, name, n) VALUES ($1, $2, 1) \
         ON CONFLICT (scope_id, name) DO UPDATE SET n = counters.n + 1 RETURNING n")
    .bind(group)
    .bind(kind)
    .one(tx)
    .await?
    .get("n")
}

/// The last number of a kind that was given in a group; 0 for none.
///
/// # Errors
/// When the database fails.
pub async fn last_number(on: impl Into<On<'_>>, group: Uuid, kind: &str) -> Result<i64> {
    let row = sql("SELECT n FROM counters WHERE scope_id = $1 AND name = $2").bind(group).bind(kind).optional(on).await?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// Lets numbers of a kind go on after this one; never back.
///
/// # Errors
/// When the database fails.
pub async fn go_on_after(tx: &mut Tx, group: Uuid, kind: &str, last: i64) -> Result<()> {
    sql("INSERT INTO counters (scope_id, name, n) VALUES ($1, $2, $3) \
         ON CONFLICT (scope_id, name) DO UPDATE SET n = CASE WHEN counters.n < $3 THEN $3 ELSE counters.n END")
    .bind(group)
    .bind(kind)
    .bind(last)
    .run(tx)
    .await
    .map(drop)
}

/// Says where answers to what the group sends go, from what time of day held mail goes out, and how long before its
/// deadline copy leaves.
pub(super) async fn set_post(tx: &mut Tx, group: Uuid, contact: &str, post_from: Time, copy_lead: i64) -> Result<()> {
    sql("UPDATE groups SET contact = $2, post_from = $3, copy_lead = $4 WHERE id = $1")
        .bind(group)
        .bind(contact)
        .bind(post_from.strftime("%H:%M").to_string())
        .bind(copy_lead)
        .run(tx)
        .await
        .map(drop)
}

/// Names the organisation that a group serves.
///
/// # Errors
/// When the database fails.
pub async fn set_board(tx: &mut Tx, group: Uuid, board: &str) -> Result<()> {
    sql("UPDATE groups SET board = $2 WHERE id = $1").bind(group).bind(board).run(tx).await.map(drop)
}

/// Says after how many working days a reporter has heard what is done with an issue.
///
/// # Errors
/// When the database fails.
pub async fn set_promise(tx: &mut Tx, group: Uuid, triage_days: i64) -> Result<()> {
    sql("UPDATE groups SET triage_days = $2 WHERE id = $1").bind(group).bind(triage_days).run(tx).await.map(drop)
}
