//! Every statement on what members flag on items.

use jiff::Timestamp;
use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Flag, Kind};

/// Everything that was flagged on a meeting's items, in the order in which it was said.
///
/// # Errors
/// When the database fails.
pub async fn of_meeting(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Flag>> {
    let rows = sql("SELECT f.item_id, f.person_id, p.name, f.kind FROM item_flags f JOIN items i ON i.id = f.item_id \
                    JOIN people p ON p.id = f.person_id WHERE f.group_id = $1 AND i.meeting_id = $2 ORDER BY f.said_at, LOWER(p.name), p.id");
    let read = |row: &Row| {
        let kind: String = row.get("kind")?;
        Ok(Flag {
            item: row.get("item_id")?,
            person: row.get("person_id")?,
            name: row.get("name")?,
            kind: Kind::from_key(&kind).ok_or_else(|| Error::internal("an item is flagged as nothing known"))?,
        })
    };
    rows.bind(group).bind(meeting).all(on).await?.iter().map(read).collect()
}

/// Notes it; tells whether it was not noted yet.
pub(super) async fn put(tx: &mut Tx, group: Uuid, item: Uuid, person: Uuid, kind: Kind, at: Timestamp) -> Result<bool> {
    let changed = sql("INSERT INTO item_flags (item_id, person_id, kind, group_id, said_at) VALUES ($1, $2, $3, $4, $5) \
                       ON CONFLICT (item_id, person_id, kind) DO NOTHING");
    Ok(changed.bind(item).bind(person).bind(kind.key()).bind(group).bind(at).run(tx).await? == 1)
}

/// Takes it back; tells whether it was noted.
pub(super) async fn delete(tx: &mut Tx, group: Uuid, item: Uuid, person: Uuid, kind: Kind) -> Result<bool> {
    let changed = sql("DELETE FROM item_flags WHERE group_id = $1 AND item_id = $2 AND person_id = $3 AND kind = $4");
    Ok(changed.bind(group).bind(item).bind(person).bind(kind.key()).run(tx).await? == 1)
}

/// Forgets what was flagged on an item that leaves its agenda.
///
/// # Errors
/// When the database fails.
pub(crate) async fn forget(tx: &mut Tx, group: Uuid, item: Uuid) -> Result<()> {
    sql("DELETE FROM item_flags WHERE group_id = $1 AND item_id = $2").bind(group).bind(item).run(tx).await.map(drop)
}
