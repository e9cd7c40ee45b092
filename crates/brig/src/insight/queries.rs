//! What the start page reads: what waits for one person.

use kernel::{Db, Result, sql};
use uuid::Uuid;

/// How many open actions a person owns.
pub(super) async fn own_actions(db: &Db, group: Uuid, person: Uuid) -> Result<u64> {
    let row = sql("SELECT (SELECT COUNT(*) FROM actions WHERE group_id = $1 AND state IN ('open', 'in-progress') AND owner_id = $2) \
         + (SELECT COUNT(*) FROM past_actions WHERE group_id = $1 AND state IN ('open', 'in-progress') AND owner_id = $2) AS n");
    let n: i64 = row.bind(group).bind(person).one(db).await?.get("n")?;
    Ok(u64::try_from(n).unwrap_or(0))
}
