//! Every statement on signposts.

use kernel::{On, Result, Tx, sql};
use uuid::Uuid;

use super::model::Signposts;

/// The signposts of a group: its own, or the first words.
///
/// # Errors
/// When the database fails.
pub async fn of(on: impl Into<On<'_>>, group: Uuid) -> Result<Signposts> {
    let row = sql("SELECT version, urgent, incident, complaint, patient, conduct FROM signposts WHERE group_id = $1");
    let Some(row) = row.bind(group).optional(on).await? else { return Ok(Signposts::default()) };
    let words = [row.get("urgent")?, row.get("incident")?, row.get("complaint")?, row.get("patient")?, row.get("conduct")?];
    Ok(Signposts { version: row.get("version")?, words })
}

/// Writes the signposts of a group.
pub(super) async fn put(tx: &mut Tx, group: Uuid, posts: &Signposts) -> Result<()> {
    let [urgent, incident, complaint, patient, conduct] = &posts.words;
    sql("INSERT INTO signposts (group_id, version, urgent, incident, complaint, patient, conduct) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (group_id) DO UPDATE SET version = excluded.version, urgent = excluded.urgent, incident = excluded.incident, \
         complaint = excluded.complaint, patient = excluded.patient, conduct = excluded.conduct")
    .bind(group)
    .bind(posts.version)
    .bind(urgent)
    .bind(incident)
    .bind(complaint)
    .bind(patient)
    .bind(conduct)
    .run(tx)
    .await
    .map(drop)
}
