//! Every statement on the settings of triage.

use kernel::{On, Result, Tx, sql};
use uuid::Uuid;

use super::model::Settings;
use crate::views::Outcome;

/// How a group triages: as it has said, or as groups begin.
///
/// # Errors
/// When the database fails.
pub async fn of(on: impl Into<On<'_>>, group: Uuid) -> Result<Settings> {
    let row =
        sql("SELECT version, in_use, watch_reports, watch_places, out_reasons, fix_now, to_group, interim, delegated, watched, answered, \
                   sent_out FROM triage_settings WHERE group_id = $1");
    let Some(row) = row.bind(group).optional(on).await? else { return Ok(Settings::default()) };
    let in_use: String = row.get("in_use")?;
    Ok(Settings {
        version: row.get("version")?,
        in_use: in_use.split(' ').filter_map(Outcome::from_key).collect(),
        words: [
            row.get("fix_now")?,
            row.get("to_group")?,
            row.get("interim")?,
            row.get("delegated")?,
            row.get("watched")?,
            row.get("answered")?,
            row.get("sent_out")?,
        ],
        out_reasons: row.get("out_reasons")?,
        watch_reports: row.get("watch_reports")?,
        watch_places: row.get("watch_places")?,
    })
}

/// Writes how a group triages.
pub(super) async fn put(tx: &mut Tx, group: Uuid, settings: &Settings) -> Result<()> {
    let [fix_now, to_group, interim, delegated, watched, answered, sent_out] = &settings.words;
    sql("INSERT INTO triage_settings (group_id, version, in_use, watch_reports, watch_places, out_reasons, fix_now, to_group, interim, \
         delegated, watched, answered, sent_out) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
         ON CONFLICT (group_id) DO UPDATE SET version = excluded.version, in_use = excluded.in_use, watch_reports = excluded.watch_reports, \
         watch_places = excluded.watch_places, out_reasons = excluded.out_reasons, fix_now = excluded.fix_now, to_group = excluded.to_group, \
         interim = excluded.interim, delegated = excluded.delegated, watched = excluded.watched, answered = excluded.answered, \
         sent_out = excluded.sent_out")
    .bind(group)
    .bind(settings.version)
    .bind(settings.in_use.iter().map(|outcome| outcome.key()).collect::<Vec<_>>().join(" "))
    .bind(settings.watch_reports)
    .bind(settings.watch_places)
    .bind(&settings.out_reasons)
    .bind(fix_now)
    .bind(to_group)
    .bind(interim)
    .bind(delegated)
    .bind(watched)
    .bind(answered)
    .bind(sent_out)
    .run(tx)
    .await
    .map(drop)
}
