//! Every statement on themes.

use kernel::{On, Result, Tx, sql};
use uuid::Uuid;

/// A theme of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The word that is stored and that scripts see.
    pub key: String,
    /// What people read.
    pub name: String,
}

/// The themes of a group, in its order.
///
/// # Errors
/// When the database fails.
pub async fn all(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Theme>> {
    let rows = sql("SELECT key, name FROM themes WHERE group_id = $1 ORDER BY position, key").bind(group).all(on).await?;
    rows.iter().map(|row| Ok(Theme { key: row.get("key")?, name: row.get("name")? })).collect()
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, key: &str, name: &str, position: i64) -> Result<()> {
    sql("INSERT INTO themes (group_id, key, name, position) VALUES ($1, $2, $3, $4)")
        .bind(group)
        .bind(key)
        .bind(name)
        .bind(position)
        .run(tx)
        .await
        .map(drop)
}

/// The newest issues for which a person has chosen a theme: key, number and theme.
pub(super) async fn chosen(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(Uuid, i64, String)>> {
    let rows = sql("SELECT id, number, theme FROM issues WHERE group_id = $1 AND theme IS NOT NULL ORDER BY number DESC LIMIT 500");
    rows.bind(group).all(on).await?.iter().map(|row| Ok((row.get("id")?, row.get("number")?, row.get("theme")?))).collect()
}

/// What the reporter of an issue wrote.
pub(super) async fn words(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Option<String>> {
    let row = sql("SELECT words FROM issues WHERE group_id = $1 AND id = $2").bind(group).bind(issue).optional(on).await?;
    row.map(|row| row.get("words")).transpose()
}
