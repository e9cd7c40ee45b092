//! Every statement on who was told of what waits.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

/// Every group: letters and reports wait in one that has planned no meeting too.
pub(super) async fn groups(on: impl Into<On<'_>>) -> Result<Vec<Uuid>> {
    sql("SELECT id FROM groups ORDER BY id").all(on).await?.iter().map(|row| row.get("id")).collect()
}

/// When somebody was told last, and of what.
pub(super) struct Told {
    pub(super) on: Date,
    pub(super) keys: BTreeSet<String>,
}

/// What one person was told last.
pub(super) async fn told(on: impl Into<On<'_>>, group: Uuid, person: Uuid) -> Result<Option<Told>> {
    let row = sql("SELECT told_on, keys FROM waiting_told WHERE group_id = $1 AND person_id = $2");
    let read = |row: Row| {
        let keys: String = row.get("keys")?;
        Ok(Told { on: row.get("told_on")?, keys: keys.split_whitespace().map(str::to_owned).collect() })
    };
    row.bind(group).bind(person).optional(on).await?.map(read).transpose()
}

/// The day on which one person was told last.
///
/// # Errors
/// When the database fails.
pub(crate) async fn told_on(on: impl Into<On<'_>>, group: Uuid, person: Uuid) -> Result<Option<Date>> {
    Ok(told(on, group, person).await?.map(|told| told.on))
}

pub(super) async fn put(tx: &mut Tx, group: Uuid, person: Uuid, day: Date, keys: &BTreeSet<String>) -> Result<()> {
    let keys = keys.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    sql("INSERT INTO waiting_told (group_id, person_id, told_on, keys) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (group_id, person_id) DO UPDATE SET told_on = excluded.told_on, keys = excluded.keys")
    .bind(group)
    .bind(person)
    .bind(day)
    .bind(keys)
    .run(tx)
    .await
    .map(drop)
}
