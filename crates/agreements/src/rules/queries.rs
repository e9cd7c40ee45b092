//! What pages of agreements read besides: the group's themes, and what happened to an agreement.

use kernel::{Db, On, Result, ledger::Entry, sql};
use uuid::Uuid;

/// The group's themes, key and name, in its order. They are kept by the area above; an agreement only carries a key.
pub(super) async fn themes(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(String, String)>> {
    let rows = sql("SELECT key, name FROM themes WHERE group_id = $1 ORDER BY position, key").bind(group).all(on).await?;
    rows.iter().map(|row| Ok((row.get("key")?, row.get("name")?))).collect()
}

/// What happened to any version of an agreement, the newest first, with who did it.
pub(super) async fn moments(db: &Db, group: Uuid, number: i64) -> Result<Vec<(Entry, Option<String>)>> {
    let rows =
        sql("SELECT l.seq, l.at, l.actor_kind, l.actor_id, l.verb, l.thing_id, l.facts, l.prev_hash, l.hash, p.name AS person_name \
                    FROM agreements a JOIN ledger l ON l.scope_id = a.group_id AND l.thing_id = a.id \
                    LEFT JOIN people p ON p.id = l.actor_id WHERE a.group_id = $1 AND a.number = $2 ORDER BY l.seq DESC LIMIT 100");
    rows.bind(group).bind(number).all(db).await?.iter().map(|row| Ok((Entry::from_row(row)?, row.get("person_name")?))).collect()
}
