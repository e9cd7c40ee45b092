//! What the log asks beside its actions: is everything agreed on an issue done?

use kernel::{Result, Tx, sql};
use uuid::Uuid;

/// The issue of an item, once no action of any of its items is still to be done, and one at least was done.
pub(super) async fn finished_issue(tx: &mut Tx, group: Uuid, item: Uuid) -> Result<Option<Uuid>> {
    let row = sql("SELECT i.issue_id FROM items i WHERE i.group_id = $1 AND i.id = $2 AND i.issue_id IS NOT NULL AND NOT EXISTS \
                   (SELECT 1 FROM items o JOIN actions a ON a.item_id = o.id WHERE o.issue_id = i.issue_id AND a.state IN ('open', 'in-progress')) \
                   AND EXISTS (SELECT 1 FROM items o JOIN actions a ON a.item_id = o.id WHERE o.issue_id = i.issue_id AND a.state = 'done')");
    row.bind(group).bind(item).optional(tx).await?.map(|row| row.get("issue_id")).transpose()
}
