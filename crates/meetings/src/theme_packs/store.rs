//! Every statement on what is written into packs.

use kernel::{On, Result, Tx, sql};
use uuid::Uuid;

use super::model::Written;

/// What is written into the pack of a theme.
pub(super) async fn written(on: impl Into<On<'_>>, group: Uuid, theme: &str) -> Result<Written> {
    let row = sql("SELECT version, proposal, room FROM theme_packs WHERE group_id = $1 AND theme = $2");
    let Some(row) = row.bind(group).bind(theme).optional(on).await? else { return Ok(Written::default()) };
    Ok(Written { version: row.get("version")?, proposal: row.get("proposal")?, room: row.get("room")? })
}

/// Writes it.
pub(super) async fn put(tx: &mut Tx, group: Uuid, theme: &str, written: &Written) -> Result<()> {
    sql("INSERT INTO theme_packs (group_id, theme, version, proposal, room) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (group_id, theme) DO UPDATE SET version = excluded.version, proposal = excluded.proposal, room = excluded.room")
    .bind(group)
    .bind(theme)
    .bind(written.version)
    .bind(&written.proposal)
    .bind(&written.room)
    .run(tx)
    .await
    .map(drop)
}
