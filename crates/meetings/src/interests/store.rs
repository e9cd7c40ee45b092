//! Every statement on interests.

use std::collections::BTreeSet;

use futures_util::future::BoxFuture;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::Interest;
use crate::references;

fn from_row(row: &Row) -> Result<Interest> {
    let item = match row.get::<Option<Uuid>>("item_id")? {
        Some(id) => Some((id, references::item(row.get("year")?, row.get("number")?))),
        None => None,
    };
    Ok(Interest {
        id: row.get("id")?,
        person: row.get("person_id")?,
        name: row.get("name")?,
        item,
        words: row.get("words")?,
        no_part: row.get("no_part")?,
        from_on: row.get("from_on")?,
        until_on: row.get("until_on")?,
    })
}

/// The register: every interest of the group, those of one person together.
pub(super) async fn all(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Interest>> {
    let rows = sql("SELECT n.id, n.person_id, p.name, n.item_id, i.year, i.number, n.words, n.no_part, n.from_on, n.until_on \
                    FROM interests n JOIN people p ON p.id = n.person_id LEFT JOIN items i ON i.id = n.item_id \
                    WHERE n.group_id = $1 ORDER BY LOWER(p.name), p.id, n.from_on DESC, n.id");
    rows.bind(group).all(on).await?.iter().map(from_row).collect()
}

/// The interests that people have declared in the items of a meeting, in the order in which they did.
///
/// # Errors
/// When the database fails.
pub async fn of_meeting(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Interest>> {
    let rows = sql("SELECT n.id, n.person_id, p.name, n.item_id, i.year, i.number, n.words, n.no_part, n.from_on, n.until_on \
                    FROM interests n JOIN people p ON p.id = n.person_id JOIN items i ON i.id = n.item_id \
                    WHERE n.group_id = $1 AND i.meeting_id = $2 ORDER BY n.declared_at, LOWER(p.name), n.id");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(from_row).collect()
}

/// The reserved items of a meeting that are closed to somebody, because they declared an interest in them: each item with the
/// person.
///
/// # Errors
/// When the database fails.
pub(crate) async fn closed(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<(Uuid, Uuid)>> {
    let rows = sql("SELECT n.item_id, n.person_id FROM interests n JOIN items i ON i.id = n.item_id \
                    WHERE n.group_id = $1 AND i.meeting_id = $2 AND i.reserved <> ''");
    let read = |row: &Row| Ok((row.get("item_id")?, row.get("person_id")?));
    rows.bind(group).bind(meeting).all(on).await?.iter().map(read).collect()
}

/// The reserved items of a meeting that are closed to one person, each with its reference.
///
/// # Errors
/// When the database fails.
pub(crate) async fn closed_to(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid, person: Uuid) -> Result<Vec<(Uuid, String)>> {
    let rows = sql("SELECT DISTINCT i.id, i.year, i.number FROM interests n JOIN items i ON i.id = n.item_id \
                    WHERE n.group_id = $1 AND i.meeting_id = $2 AND n.person_id = $3 AND i.reserved <> ''");
    let read = |row: &Row| Ok((row.get("id")?, references::item(row.get("year")?, row.get("number")?)));
    rows.bind(group).bind(meeting).bind(person).all(on).await?.iter().map(read).collect()
}

/// The items of a group that are closed to somebody.
///
/// # Errors
/// When the database fails.
pub async fn closed_items(on: impl Into<On<'_>>, group: Uuid, person: Uuid) -> Result<BTreeSet<Uuid>> {
    let rows = sql(
        "SELECT i.id FROM interests n JOIN items i ON i.id = n.item_id WHERE n.group_id = $1 AND n.person_id = $2 AND i.reserved <> ''",
    );
    rows.bind(group).bind(person).all(on).await?.iter().map(|row| row.get("id")).collect()
}

/// The interest with a key.
pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Interest> {
    let row = sql("SELECT n.id, n.person_id, p.name, n.item_id, i.year, i.number, n.words, n.no_part, n.from_on, n.until_on \
                   FROM interests n JOIN people p ON p.id = n.person_id LEFT JOIN items i ON i.id = n.item_id \
                   WHERE n.group_id = $1 AND n.id = $2");
    from_row(&row.bind(group).bind(id).one(on).await?)
}

/// Whether an item was decided, or its meeting is planned no more.
pub(super) async fn is_settled(on: impl Into<On<'_>>, group: Uuid, item: Uuid) -> Result<bool> {
    let row = sql("SELECT 1 AS open FROM items i JOIN meetings m ON m.id = i.meeting_id LEFT JOIN decisions d ON d.item_id = i.id \
                   WHERE i.group_id = $1 AND i.id = $2 AND m.state = 'planned' AND d.id IS NULL");
    Ok(row.bind(group).bind(item).optional(on).await?.is_none())
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, interest: &Interest, at: Timestamp) -> Result<()> {
    sql("INSERT INTO interests (id, group_id, person_id, item_id, words, no_part, from_on, until_on, declared_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .bind(interest.id)
    .bind(group)
    .bind(interest.person)
    .bind(interest.item.as_ref().map(|(id, _)| *id))
    .bind(&interest.words)
    .bind(interest.no_part)
    .bind(interest.from_on)
    .bind(interest.until_on)
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

pub(super) async fn set_until(tx: &mut Tx, group: Uuid, id: Uuid, until_on: Date) -> Result<()> {
    sql("UPDATE interests SET until_on = $3 WHERE group_id = $1 AND id = $2").bind(group).bind(id).bind(until_on).run(tx).await.map(drop)
}

pub(super) async fn delete(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<()> {
    sql("DELETE FROM interests WHERE group_id = $1 AND id = $2").bind(group).bind(id).run(tx).await.map(drop)
}

/// Forgets the interests in an item that leaves its agenda.
///
/// # Errors
/// When the database fails.
pub(crate) async fn forget(tx: &mut Tx, group: Uuid, item: Uuid) -> Result<()> {
    sql("DELETE FROM interests WHERE group_id = $1 AND item_id = $2").bind(group).bind(item).run(tx).await.map(drop)
}

/// Whoever takes no part takes no part in something.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let nowhere = sql("SELECT COUNT(*) AS n FROM interests WHERE no_part AND item_id IS NULL");
        counted(&mut problems, &nowhere.one(db).await?, "people who take no part in nothing")?;
        let unsaid = sql("SELECT COUNT(*) AS n FROM interests n LEFT JOIN ledger l ON l.scope_id = n.group_id AND l.thing_id = n.id \
                          AND l.verb = 'interest.declared' WHERE l.seq IS NULL");
        counted(&mut problems, &unsaid.one(db).await?, "interests that are not in the ledger")?;
        Ok(problems)
    })
}
