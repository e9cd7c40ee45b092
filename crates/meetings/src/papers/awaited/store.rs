//! The items that say that a paper is to come, in the database.

use std::collections::HashSet;

use kernel::{On, Result, Tx, sql};
use uuid::Uuid;

/// Notes whether a paper is to come for an item; tells whether that is new.
pub(super) async fn set(tx: &mut Tx, group: Uuid, item: Uuid, comes: bool) -> Result<bool> {
    let changed = match comes {
        true => sql("INSERT INTO awaited_papers (group_id, item_id) VALUES ($1, $2) ON CONFLICT (item_id) DO NOTHING"),
        false => sql("DELETE FROM awaited_papers WHERE group_id = $1 AND item_id = $2"),
    };
    Ok(changed.bind(group).bind(item).run(tx).await? > 0)
}

/// Whether a paper is to come for an item.
pub(in crate::papers) async fn is_expected(on: impl Into<On<'_>>, group: Uuid, item: Uuid) -> Result<bool> {
    let row = sql("SELECT 1 AS there FROM awaited_papers WHERE group_id = $1 AND item_id = $2");
    Ok(row.bind(group).bind(item).optional(on).await?.is_some())
}

/// The items of a meeting for which a paper is to come, and none is there.
pub(super) async fn without_paper(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<HashSet<Uuid>> {
    let rows = sql("SELECT a.item_id FROM awaited_papers a JOIN items i ON i.id = a.item_id WHERE a.group_id = $1 AND i.meeting_id = $2 \
                    AND NOT EXISTS (SELECT 1 FROM papers p WHERE p.item_id = a.item_id AND p.state = 'current')");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(|row| row.get("item_id")).collect()
}
