//! Every statement on what is kept in the room: times of items, texts as they grow, questions that are parked.

use jiff::Timestamp;
use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::Times;

/// An item of a meeting that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The item.
    pub item: Uuid,
    /// When.
    pub times: Times,
}

/// When the items of a meeting were taken, the one that was begun last at the end.
///
/// # Errors
/// When the database fails.
pub async fn times(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Taken>> {
    let rows = sql("SELECT t.item_id, t.began_at, t.ended_at, t.minutes FROM item_times t JOIN items i ON i.id = t.item_id \
                    WHERE t.group_id = $1 AND i.meeting_id = $2 ORDER BY t.began_at, t.item_id");
    let read = |row: &Row| {
        let times = Times { began_at: row.get("began_at")?, ended_at: row.get("ended_at")?, minutes: row.get("minutes")? };
        Ok(Taken { item: row.get("item_id")?, times })
    };
    rows.bind(group).bind(meeting).all(on).await?.iter().map(read).collect()
}

pub(super) async fn begin(tx: &mut Tx, group: Uuid, item: Uuid, at: Timestamp) -> Result<()> {
    sql("INSERT INTO item_times (item_id, group_id, began_at, ended_at, minutes) VALUES ($1, $2, $3, NULL, 0) \
         ON CONFLICT (item_id) DO UPDATE SET began_at = excluded.began_at, ended_at = NULL")
    .bind(item)
    .bind(group)
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

pub(super) async fn end(tx: &mut Tx, group: Uuid, item: Uuid, at: Timestamp, minutes: i64) -> Result<()> {
    sql("UPDATE item_times SET ended_at = $3, minutes = $4 WHERE group_id = $1 AND item_id = $2 AND ended_at IS NULL")
        .bind(group)
        .bind(item)
        .bind(at)
        .bind(minutes)
        .run(tx)
        .await
        .map(drop)
}

/// Writes what was said on an item.
pub(super) async fn set_note(tx: &mut Tx, group: Uuid, item: Uuid, note: &str) -> Result<()> {
    sql("UPDATE items SET note = $3 WHERE group_id = $1 AND id = $2").bind(group).bind(item).bind(note).run(tx).await.map(drop)
}

/// Who has kept the note of an item last, and when.
pub(super) async fn keeper(tx: &mut Tx, group: Uuid, item: Uuid) -> Result<Option<(Uuid, Timestamp)>> {
    let row = sql("SELECT person_id, noted_at FROM note_keepers WHERE group_id = $1 AND item_id = $2");
    row.bind(group).bind(item).optional(tx).await?.map(|row| Ok((row.get("person_id")?, row.get("noted_at")?))).transpose()
}

pub(super) async fn set_keeper(tx: &mut Tx, group: Uuid, item: Uuid, person: Uuid, at: Timestamp) -> Result<()> {
    sql("INSERT INTO note_keepers (item_id, group_id, person_id, noted_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (item_id) DO UPDATE SET person_id = excluded.person_id, noted_at = excluded.noted_at")
    .bind(item)
    .bind(group)
    .bind(person)
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// The decision on an item as it grows; empty when nobody has begun one.
pub(super) async fn draft(on: impl Into<On<'_>>, group: Uuid, item: Uuid) -> Result<String> {
    let row = sql("SELECT words FROM drafted_decisions WHERE group_id = $1 AND item_id = $2").bind(group).bind(item).optional(on).await?;
    row.map_or_else(|| Ok(String::new()), |row| row.get("words"))
}

/// The decisions of a meeting that grow, each with its item.
pub(super) async fn drafts(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<(Uuid, String)>> {
    let rows = sql("SELECT f.item_id, f.words FROM drafted_decisions f JOIN items i ON i.id = f.item_id \
                    WHERE f.group_id = $1 AND i.meeting_id = $2 ORDER BY i.position, f.item_id");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(|row| Ok((row.get("item_id")?, row.get("words")?))).collect()
}

/// Keeps the decision as it grows; empty words forget it.
pub(super) async fn set_draft(tx: &mut Tx, group: Uuid, item: Uuid, words: &str) -> Result<()> {
    sql("DELETE FROM drafted_decisions WHERE group_id = $1 AND item_id = $2").bind(group).bind(item).run(&mut *tx).await?;
    if words.is_empty() {
        return Ok(());
    }
    sql("INSERT INTO drafted_decisions (item_id, group_id, words) VALUES ($1, $2, $3)")
        .bind(item)
        .bind(group)
        .bind(words)
        .run(tx)
        .await
        .map(drop)
}

/// A question that was parked and waits for a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Its key.
    pub id: Uuid,
    /// The question.
    pub words: String,
    /// The number of the meeting at which it was parked.
    pub meeting: i64,
}

/// The questions of a group that wait, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn parked(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Parked>> {
    let rows = sql("SELECT p.id, p.words, m.number FROM parked_questions p JOIN meetings m ON m.id = p.meeting_id \
                    WHERE p.group_id = $1 AND p.state = 'waiting' ORDER BY p.id LIMIT 60");
    let read = |row: &Row| Ok(Parked { id: row.get("id")?, words: row.get("words")?, meeting: row.get("number")? });
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

pub(super) async fn park(tx: &mut Tx, group: Uuid, meeting: Uuid, id: Uuid, words: &str, at: Timestamp) -> Result<()> {
    sql("INSERT INTO parked_questions (id, group_id, meeting_id, words, state, parked_at) VALUES ($1, $2, $3, $4, 'waiting', $5)")
        .bind(id)
        .bind(group)
        .bind(meeting)
        .bind(words)
        .bind(at)
        .run(tx)
        .await
        .map(drop)
}

/// Says what became of a question, `topic` or `dropped`; tells whether it still waited.
pub(super) async fn unpark(tx: &mut Tx, group: Uuid, id: Uuid, state: &str) -> Result<bool> {
    let changed = sql("UPDATE parked_questions SET state = $3 WHERE group_id = $1 AND id = $2 AND state = 'waiting'");
    Ok(changed.bind(group).bind(id).bind(state).run(tx).await? == 1)
}
