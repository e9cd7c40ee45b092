//! Every statement on themes.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::Theme;

fn from_row(row: &Row) -> Result<Theme> {
    Ok(Theme {
        key: row.get("key")?,
        name: row.get("name")?,
        shared: row.get("shared")?,
        version: row.get("version")?,
        retired_on: row.get("retired_on")?,
        merged_into: row.get("merged_into")?,
    })
}

/// Every theme that a group has or had, in its order: for names of what was filed.
///
/// # Errors
/// When the database fails.
pub async fn all(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Theme>> {
    let rows = sql("SELECT key, name, shared, version, retired_on, merged_into FROM themes WHERE group_id = $1 ORDER BY position, key");
    rows.bind(group).all(on).await?.iter().map(from_row).collect()
}

/// The themes that something new may be filed under, in the group's order.
///
/// # Errors
/// When the database fails.
pub async fn in_use(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Theme>> {
    Ok(all(on, group).await?.into_iter().filter(Theme::is_in_use).collect())
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, theme: &Theme, position: i64) -> Result<()> {
    sql("INSERT INTO themes (group_id, key, name, position, shared, version) VALUES ($1, $2, $3, $4, $5, 1)")
        .bind(group)
        .bind(&theme.key)
        .bind(&theme.name)
        .bind(position)
        .bind(theme.shared.clone())
        .run(tx)
        .await
        .map(drop)
}

/// Writes what a theme has become; its key and place stay.
pub(super) async fn put(tx: &mut Tx, group: Uuid, theme: &Theme) -> Result<()> {
    sql("UPDATE themes SET name = $3, shared = $4, version = version + 1, retired_on = $5, merged_into = $6 WHERE group_id = $1 AND key = $2")
        .bind(group)
        .bind(&theme.key)
        .bind(&theme.name)
        .bind(theme.shared.clone())
        .bind(theme.retired_on)
        .bind(theme.merged_into.clone())
        .run(tx)
        .await
        .map(drop)
}

/// What was done to a theme, and the name that it had until then.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) theme: String,
    pub(super) kind: String,
    pub(super) words: String,
    pub(super) person: String,
    pub(super) at: Timestamp,
}

pub(super) async fn remember(tx: &mut Tx, group: Uuid, id: Uuid, person: Uuid, at: Timestamp, kind: &str, was: &Theme) -> Result<()> {
    sql("INSERT INTO theme_changes (id, group_id, theme, kind, words, person_id, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(group)
        .bind(&was.key)
        .bind(kind)
        .bind(&was.name)
        .bind(person)
        .bind(at)
        .run(tx)
        .await
        .map(drop)
}

/// What was done to a group's themes, the newest first.
pub(super) async fn changes(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Change>> {
    let rows = sql("SELECT c.theme, c.kind, c.words, p.name, c.changed_at FROM theme_changes c JOIN people p ON p.id = c.person_id \
                    WHERE c.group_id = $1 ORDER BY c.changed_at DESC, c.id DESC LIMIT 100");
    let change = |row: &Row| {
        let (theme, kind, words) = (row.get("theme")?, row.get("kind")?, row.get("words")?);
        Ok(Change { theme, kind, words, person: row.get("name")?, at: row.get("changed_at")? })
    };
    rows.bind(group).all(on).await?.iter().map(change).collect()
}

/// Every theme that became part of another is retired, and the other is there.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let lost = sql("SELECT COUNT(*) AS n FROM themes t LEFT JOIN themes o ON o.group_id = t.group_id AND o.key = t.merged_into \
                        WHERE t.merged_into IS NOT NULL AND (o.key IS NULL OR t.retired_on IS NULL)");
        let mut problems = Vec::new();
        counted(&mut problems, &lost.one(db).await?, "themes became part of one that is not there, or are still in use")?;
        Ok(problems)
    })
}
