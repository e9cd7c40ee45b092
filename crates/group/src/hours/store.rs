//! Every statement on when somebody of the group reads.

use jiff::civil::Time;
use kernel::{Error, On, Result, Tx, sql};
use uuid::Uuid;

use super::model::Hours;

/// When somebody of a group reads.
///
/// # Errors
/// When the database fails.
pub async fn of(on: impl Into<On<'_>>, group: Uuid) -> Result<Hours> {
    let row = sql("SELECT starts, ends FROM reading_hours WHERE group_id = $1").bind(group).optional(on).await?;
    let Some(row) = row else { return Ok(Hours::default()) };
    let time = |text: String| Time::strptime("%H:%M", text).map_err(|_| Error::internal("a group reads at a time that is none"));
    Ok(Hours { starts: time(row.get("starts")?)?, ends: time(row.get("ends")?)? })
}

/// Writes when somebody of a group reads.
///
/// # Errors
/// When the database fails.
pub async fn set(tx: &mut Tx, group: Uuid, hours: Hours) -> Result<()> {
    sql("INSERT INTO reading_hours (group_id, starts, ends) VALUES ($1, $2, $3) \
         ON CONFLICT (group_id) DO UPDATE SET starts = excluded.starts, ends = excluded.ends")
    .bind(group)
    .bind(hours.starts.strftime("%H:%M").to_string())
    .bind(hours.ends.strftime("%H:%M").to_string())
    .run(tx)
    .await
    .map(drop)
}
