//! Every statement on how an issue came that its reporter did not send in themselves.

use jiff::civil::Date;
use kernel::{On, Result, Tx, sql};
use uuid::Uuid;

/// Notes how an issue came; tells whether that was not noted before.
pub(super) async fn insert(tx: &mut Tx, group: Uuid, issue: Uuid, how: &str, said_on: Option<Date>) -> Result<bool> {
    let written = sql("INSERT INTO handed_in (issue_id, group_id, how, said_on) VALUES ($1, $2, $3, $4) ON CONFLICT (issue_id) DO NOTHING")
        .bind(issue)
        .bind(group)
        .bind(how)
        .bind(said_on)
        .run(tx)
        .await?;
    Ok(written == 1)
}

/// The day on which its reporter said an issue, where somebody has noted it.
pub(crate) async fn said_on(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Option<Date>> {
    let row = sql("SELECT said_on FROM handed_in WHERE group_id = $1 AND issue_id = $2").bind(group).bind(issue).optional(on).await?;
    row.map_or(Ok(None), |row| row.get("said_on"))
}
