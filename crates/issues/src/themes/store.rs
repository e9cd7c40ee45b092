//! Every statement on the themes that issues have.

use kernel::{On, Result, Tx, sql};
use uuid::Uuid;

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

/// Moves every issue of a theme to another, and remembers which they were.
pub(super) async fn move_all(tx: &mut Tx, group: Uuid, theme: &str, into: &str) -> Result<()> {
    sql("INSERT INTO issues_themed_before (issue_id, group_id, theme) SELECT id, group_id, theme FROM issues \
         WHERE group_id = $1 AND theme = $2 ON CONFLICT (issue_id, theme) DO NOTHING")
    .bind(group)
    .bind(theme)
    .run(&mut *tx)
    .await?;
    sql("UPDATE issues SET theme = $3 WHERE group_id = $1 AND theme = $2").bind(group).bind(theme).bind(into).run(tx).await.map(drop)
}

/// Moves back what came from a theme and has not been filed anew since.
pub(super) async fn move_back(tx: &mut Tx, group: Uuid, theme: &str, from: &str) -> Result<()> {
    sql("UPDATE issues SET theme = $2 WHERE group_id = $1 AND theme = $3 \
         AND id IN (SELECT issue_id FROM issues_themed_before WHERE group_id = $1 AND theme = $2)")
    .bind(group)
    .bind(theme)
    .bind(from)
    .run(&mut *tx)
    .await?;
    sql("DELETE FROM issues_themed_before WHERE group_id = $1 AND theme = $2").bind(group).bind(theme).run(tx).await.map(drop)
}
