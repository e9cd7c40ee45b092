//! Every statement on versions and on what a group says about them.

use analysis::shortening::{Over, Room};
use futures_util::future::BoxFuture;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use meetings::decisions::{self, Decision};
use uuid::Uuid;

use super::model::{Rules, State, Version};

/// The version in a row that has its columns; `None` where there is none.
pub(crate) fn from_row(row: &Row) -> Result<Option<Version>> {
    let Some(version) = row.get::<Option<i64>>("version_number")? else { return Ok(None) };
    let state: String = row.get("version_state")?;
    Ok(Some(Version {
        version,
        state: State::from_key(&state).ok_or_else(|| Error::internal("a version is in an unknown state"))?,
        headline: row.get("headline")?,
        body: row.get("body")?,
        core: row.get("core")?,
        approved_at: row.get("version_approved_at")?,
        approved_by: row.get("approved_by")?,
        sent_at: row.get("version_sent_at")?,
    }))
}

/// A decision's place in a network: its edition, and its version there.
pub(crate) struct Placed {
    pub(crate) network: Uuid,
    pub(crate) edition: Uuid,
    pub(crate) closes_at: Timestamp,
    pub(crate) edition_sent: Option<Timestamp>,
    pub(crate) left_out: bool,
    pub(crate) decision: Decision,
    pub(crate) title: String,
    pub(crate) version: Option<Version>,
    /// The name of whoever approved it.
    pub(crate) approver: Option<String>,
}

/// A decision, named by its year and number, in all networks or in one, by the names of these.
pub(crate) async fn placed(on: impl Into<On<'_>>, group: Uuid, network: Option<Uuid>, (year, number): (i64, i64)) -> Result<Vec<Placed>> {
    let rows = sql(
        "SELECT d.id AS decision_id, d.item_id, d.year AS decision_year, d.number AS decision_number, d.words AS decision_words, \
                    d.decided_on, d.gps, d.consultants, d.quorum_gps, d.quorum_consultants, d.confirmed, \
                    d.what_changes, d.for_whom, d.from_when, d.who_to_ask, d.patients, d.cascades, \
                    d.manner, d.aside, d.gp_view, d.consultant_view, d.views_told, d.comes_back_on, d.review_on, d.ratified_in, \
                    COALESCE(s.group_title, i.title) AS title, x.left_out, x.network_id, x.edition_id, e.closes_at, e.sent_at AS edition_sent, \
                    v.version AS version_number, v.state AS version_state, v.headline, v.body, v.core, v.approved_at AS version_approved_at, \
                    v.approved_by, v.sent_at AS version_sent_at, p.name AS approver \
                    FROM edition_entries x JOIN decisions d ON d.id = x.decision_id JOIN items i ON i.id = d.item_id \
                    JOIN editions e ON e.id = x.edition_id JOIN networks n ON n.id = x.network_id LEFT JOIN issues s ON s.id = i.issue_id \
                    LEFT JOIN network_versions v ON v.network_id = x.network_id AND v.decision_id = x.decision_id \
                    LEFT JOIN people p ON p.id = v.approved_by \
                    WHERE x.group_id = $1 AND d.year = $3 AND d.number = $4 AND (x.network_id = $2 OR $2 IS NULL) ORDER BY LOWER(n.name), n.id",
    );
    let read = |row: &Row| {
        Ok(Placed {
            network: row.get("network_id")?,
            edition: row.get("edition_id")?,
            closes_at: row.get("closes_at")?,
            edition_sent: row.get("edition_sent")?,
            left_out: row.get("left_out")?,
            decision: decisions::from_row(row)?,
            title: row.get("title")?,
            version: from_row(row)?,
            approver: row.get("approver")?,
        })
    };
    rows.bind(group).bind(network).bind(year).bind(number).all(on).await?.iter().map(read).collect()
}

/// Notes that a network is to be told of a decision, in Brig's words. There already, nothing happens.
pub(crate) async fn enter(tx: &mut Tx, group: Uuid, network: Uuid, decision: Uuid, approved_at: Option<Timestamp>) -> Result<()> {
    sql("INSERT INTO network_versions (network_id, decision_id, group_id, version, state, headline, body, core, approved_at) \
         VALUES ($1, $2, $3, 1, 'draft', '', '', '', $4) ON CONFLICT (network_id, decision_id) DO NOTHING")
    .bind(network)
    .bind(decision)
    .bind(group)
    .bind(approved_at)
    .run(tx)
    .await
    .map(drop)
}

/// Keeps a version, if nobody else has changed it since `seen`; tells whether it was kept.
pub(super) async fn put(tx: &mut Tx, group: Uuid, (network, decision): (Uuid, Uuid), seen: i64, version: &Version) -> Result<bool> {
    let kept = sql(
        "INSERT INTO network_versions (network_id, decision_id, group_id, version, state, headline, body, core, approved_at, approved_by) \
                    VALUES ($1, $2, $3, 1, $5, $6, $7, $8, $9, $10) ON CONFLICT (network_id, decision_id) DO UPDATE SET \
                    version = network_versions.version + 1, state = excluded.state, headline = excluded.headline, body = excluded.body, \
                    core = excluded.core, approved_at = excluded.approved_at, approved_by = excluded.approved_by \
                    WHERE network_versions.version = $4 AND network_versions.sent_at IS NULL",
    )
    .bind(network)
    .bind(decision)
    .bind(group)
    .bind(seen)
    .bind(version.state.key())
    .bind(&version.headline)
    .bind(&version.body)
    .bind(&version.core)
    .bind(version.approved_at)
    .bind(version.approved_by)
    .run(tx)
    .await?;
    Ok(kept == 1)
}

/// When a decision's core has changed: what has not left and is in a person's words must be approved again; what goes in Brig's words,
/// which follow the core, waits from now on.
pub(crate) async fn core_changed(tx: &mut Tx, group: Uuid, decision: Uuid, now: Timestamp) -> Result<()> {
    sql("UPDATE network_versions SET version = version + 1, approved_at = $3, approved_by = NULL \
         WHERE group_id = $1 AND decision_id = $2 AND sent_at IS NULL AND state = 'draft' AND approved_at IS NOT NULL")
    .bind(group)
    .bind(decision)
    .bind(now)
    .run(&mut *tx)
    .await?;
    sql("UPDATE network_versions SET state = CASE WHEN state = 'approved' THEN 'edited' ELSE state END, version = version + 1, \
         approved_at = NULL, approved_by = NULL WHERE group_id = $1 AND decision_id = $2 AND sent_at IS NULL AND state <> 'draft'")
    .bind(group)
    .bind(decision)
    .run(tx)
    .await
    .map(drop)
}

/// Keeps the words in which a version left, and the room that there was.
pub(crate) async fn sent(
    tx: &mut Tx,
    group: Uuid,
    (network, decision): (Uuid, Uuid),
    (headline, body): (&str, &str),
    room: Room,
    now: Timestamp,
) -> Result<()> {
    let words = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    sql("UPDATE network_versions SET headline = $4, body = $5, headline_words = $6, body_words = $7, sent_at = $8, version = version + 1 \
         WHERE group_id = $1 AND network_id = $2 AND decision_id = $3 AND sent_at IS NULL")
    .bind(group)
    .bind(network)
    .bind(decision)
    .bind(headline)
    .bind(body)
    .bind(words(room.headline))
    .bind(words(room.body))
    .bind(now)
    .run(tx)
    .await
    .map(drop)
}

/// Forgets the versions of a network that have not left.
pub(crate) async fn delete_unsent(tx: &mut Tx, group: Uuid, network: Uuid) -> Result<()> {
    sql("DELETE FROM network_versions WHERE group_id = $1 AND network_id = $2 AND sent_at IS NULL \
         AND NOT EXISTS (SELECT 1 FROM edition_entries x WHERE x.network_id = network_versions.network_id AND x.decision_id = network_versions.decision_id)")
        .bind(group)
        .bind(network)
        .run(tx)
        .await
        .map(drop)
}

/// What a group says about versions.
///
/// # Errors
/// When the database fails.
pub async fn rules(on: impl Into<On<'_>>, group: Uuid) -> Result<Rules> {
    let row = sql("SELECT hold_minutes, by_hand, tell_days FROM version_rules WHERE group_id = $1");
    let Some(row) = row.bind(group).optional(on).await? else { return Ok(Rules::default()) };
    Ok(Rules { hold_minutes: row.get("hold_minutes")?, by_hand: row.get("by_hand")?, tell_days: row.get("tell_days")? })
}

pub(super) async fn set_rules(tx: &mut Tx, group: Uuid, rules: Rules) -> Result<()> {
    sql("INSERT INTO version_rules (group_id, hold_minutes, by_hand, tell_days) VALUES ($1, $2, $3, $4) ON CONFLICT (group_id) DO UPDATE SET \
         hold_minutes = excluded.hold_minutes, by_hand = excluded.by_hand, tell_days = excluded.tell_days")
    .bind(group)
    .bind(rules.hold_minutes)
    .bind(rules.by_hand)
    .bind(rules.tell_days)
    .run(tx)
    .await
    .map(drop)
}

/// The groups for which an edition is open that closes before an instant.
pub(super) async fn groups_with_open(on: impl Into<On<'_>>, before: Timestamp) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT DISTINCT group_id FROM editions WHERE sent_at IS NULL AND closes_at < $1");
    rows.bind(before).all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

/// The day on which a group was told last what waits.
pub(super) async fn told_on(on: impl Into<On<'_>>, group: Uuid) -> Result<Option<Date>> {
    let row = sql("SELECT told_on FROM version_notices WHERE group_id = $1");
    row.bind(group).optional(on).await?.map(|row| row.get("told_on")).transpose()
}

pub(super) async fn set_told(tx: &mut Tx, group: Uuid, day: Date) -> Result<()> {
    sql("INSERT INTO version_notices (group_id, told_on) VALUES ($1, $2) ON CONFLICT (group_id) DO UPDATE SET told_on = excluded.told_on")
        .bind(group)
        .bind(day)
        .run(tx)
        .await
        .map(drop)
}

/// Nothing was sent without somebody's approval or over the room that there was, and what was sent went with an edition that has left.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let unapproved =
            sql("SELECT COUNT(*) AS n FROM network_versions WHERE sent_at IS NOT NULL AND (approved_at IS NULL OR state = 'edited')");
        counted(&mut problems, &unapproved.one(db).await?, "versions that were sent and not approved")?;
        let astray = sql("SELECT COUNT(*) AS n FROM network_versions v LEFT JOIN edition_entries x ON x.network_id = v.network_id \
                          AND x.decision_id = v.decision_id LEFT JOIN editions e ON e.id = x.edition_id WHERE x.group_id IS NULL \
                          OR x.group_id <> v.group_id OR (v.sent_at IS NULL) <> (e.sent_at IS NULL OR x.left_out)");
        counted(&mut problems, &astray.one(db).await?, "versions that are sent and their edition is not, or the other way")?;
        let early = sql("SELECT COUNT(*) AS n FROM network_versions v JOIN edition_entries x ON x.network_id = v.network_id \
                         AND x.decision_id = v.decision_id JOIN editions e ON e.id = x.edition_id WHERE v.approved_at >= e.closes_at AND v.sent_at IS NOT NULL");
        counted(&mut problems, &early.one(db).await?, "versions that were approved after the deadline of their edition")?;
        let rows = sql("SELECT headline, body, headline_words, body_words FROM network_versions WHERE sent_at IS NOT NULL").all(db).await?;
        let mut long = 0;
        for row in &rows {
            let room = |n: i64| usize::try_from(n).unwrap_or_default();
            let room = Room { headline: room(row.get("headline_words")?), body: room(row.get("body_words")?) };
            let (headline, body): (String, String) = (row.get("headline")?, row.get("body")?);
            long += usize::from(!Over::of(&headline, &body, room).fits());
        }
        if long > 0 {
            problems.push(format!("{long} versions that were sent are longer than their network has room for"));
        }
        Ok(problems)
    })
}
