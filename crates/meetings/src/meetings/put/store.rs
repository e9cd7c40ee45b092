//! The statements on items that stand on an agenda by themselves.

use kernel::{Result, Tx, sql};
use uuid::Uuid;

/// Names an item anew; tells whether it was called otherwise.
pub(super) async fn set_title(tx: &mut Tx, group: Uuid, id: Uuid, title: &str) -> Result<bool> {
    let changed = sql("UPDATE items SET title = $3 WHERE group_id = $1 AND id = $2 AND title <> $3").bind(group).bind(id).bind(title);
    Ok(changed.run(tx).await? == 1)
}

/// Adds lines to what was said on an item.
pub(super) async fn add_note(tx: &mut Tx, group: Uuid, id: Uuid, words: &str) -> Result<()> {
    sql("UPDATE items SET note = CASE WHEN note = '' THEN $3 ELSE note || $4 || $3 END WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(words)
        .bind("\n")
        .run(tx)
        .await
        .map(drop)
}

/// The planned meeting of an item on which nothing was said or decided.
pub(super) async fn untouched(tx: &mut Tx, group: Uuid, item: Uuid) -> Result<Option<Uuid>> {
    let row = sql("SELECT i.meeting_id FROM items i JOIN meetings m ON m.id = i.meeting_id LEFT JOIN decisions d ON d.item_id = i.id \
                   LEFT JOIN actions a ON a.item_id = i.id \
                   WHERE i.group_id = $1 AND i.id = $2 AND m.state = 'planned' AND i.note = '' AND d.id IS NULL AND a.id IS NULL");
    row.bind(group).bind(item).optional(tx).await?.map(|row| row.get("meeting_id")).transpose()
}
