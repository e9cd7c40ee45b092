//! Every statement on editions and what is in them.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use meetings::decisions;
use uuid::Uuid;

use super::{
    course::{Slot, There},
    model::{Corrected, Edition, Entry},
};
use crate::versions;

fn from_row(row: &Row) -> Result<Edition> {
    Ok(Edition {
        id: row.get("id")?,
        network: row.get("network_id")?,
        name: row.get("name")?,
        closes_at: row.get("closes_at")?,
        out_on: row.get("out_on")?,
        sent_at: row.get("sent_at")?,
        told: row.get("told")?,
        calls: row.get("calls")?,
        waiting: 0,
        early: false,
        note: String::new(),
        leaves: None,
    })
}

/// The edition with a key, as its row says: what goes with it and when it leaves is for its entries to say.
pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Edition> {
    let row = sql("SELECT e.id, e.network_id, n.name, e.closes_at, e.out_on, e.sent_at, e.early, e.note, \
                   (SELECT COUNT(*) FROM edition_entries x WHERE x.edition_id = e.id AND NOT x.left_out) + \
                    (SELECT COUNT(*) FROM edition_corrections y WHERE y.edition_id = e.id) AS told, \
                   (SELECT COUNT(*) FROM theme_call_copies y WHERE y.edition_id = e.id) AS calls \
                   FROM editions e JOIN networks n ON n.id = e.network_id WHERE e.group_id = $1 AND e.id = $2");
    let row = row.bind(group).bind(id).one(on).await?;
    Ok(Edition { early: row.get("early")?, note: row.get("note")?, ..from_row(&row)? })
}

/// The editions of a group that are not sent yet, the next to close first, as their rows say.
pub(super) async fn open(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Edition>> {
    let rows = sql("SELECT e.id, e.network_id, n.name, e.closes_at, e.out_on, e.sent_at, e.early, e.note, \
                    (SELECT COUNT(*) FROM edition_entries x WHERE x.edition_id = e.id AND NOT x.left_out) + \
                    (SELECT COUNT(*) FROM edition_corrections y WHERE y.edition_id = e.id) AS told, \
                   (SELECT COUNT(*) FROM theme_call_copies y WHERE y.edition_id = e.id) AS calls \
                    FROM editions e JOIN networks n ON n.id = e.network_id WHERE e.group_id = $1 AND e.sent_at IS NULL ORDER BY e.closes_at, e.id");
    let read = |row: &Row| Ok(Edition { early: row.get("early")?, note: row.get("note")?, ..from_row(row)? });
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

/// The editions that were sent last, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn recent(on: impl Into<On<'_>>, group: Uuid, limit: i64) -> Result<Vec<Edition>> {
    let rows = sql("SELECT e.id, e.network_id, n.name, e.closes_at, e.out_on, e.sent_at, \
                    (SELECT COUNT(*) FROM edition_entries x WHERE x.edition_id = e.id AND NOT x.left_out) + \
                    (SELECT COUNT(*) FROM edition_corrections y WHERE y.edition_id = e.id) AS told, \
                   (SELECT COUNT(*) FROM theme_call_copies y WHERE y.edition_id = e.id) AS calls \
                    FROM editions e JOIN networks n ON n.id = e.network_id WHERE e.group_id = $1 AND e.sent_at IS NOT NULL \
                    ORDER BY e.sent_at DESC, e.id LIMIT $2");
    rows.bind(group).bind(limit).all(on).await?.iter().map(from_row).collect()
}

/// The editions of a network that were sent last, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_network(on: impl Into<On<'_>>, group: Uuid, network: Uuid, limit: i64) -> Result<Vec<Edition>> {
    let rows = sql("SELECT e.id, e.network_id, n.name, e.closes_at, e.out_on, e.sent_at, \
                    (SELECT COUNT(*) FROM edition_entries x WHERE x.edition_id = e.id AND NOT x.left_out) + \
                    (SELECT COUNT(*) FROM edition_corrections y WHERE y.edition_id = e.id) AS told, \
                   (SELECT COUNT(*) FROM theme_call_copies y WHERE y.edition_id = e.id) AS calls \
                    FROM editions e JOIN networks n ON n.id = e.network_id WHERE e.group_id = $1 AND e.network_id = $2 \
                    AND e.sent_at IS NOT NULL ORDER BY e.sent_at DESC, e.id LIMIT $3");
    rows.bind(group).bind(network).bind(limit).all(on).await?.iter().map(from_row).collect()
}

/// What is in an edition, or in all editions of a group that are not sent; each with its edition, in no order.
pub(super) async fn entries(on: impl Into<On<'_>>, group: Uuid, edition: Option<Uuid>) -> Result<Vec<(Uuid, Entry)>> {
    let mut on = on.into();
    let rows = sql(
        "SELECT d.id AS decision_id, d.item_id, d.year AS decision_year, d.number AS decision_number, d.words AS decision_words, \
                    d.decided_on, d.gps, d.consultants, d.quorum_gps, d.quorum_consultants, d.confirmed, \
                    d.what_changes, d.for_whom, d.from_when, d.who_to_ask, d.patients, d.cascades, \
                    d.manner, d.aside, d.gp_view, d.consultant_view, d.views_told, d.comes_back_on, d.review_on, d.ratified_in, \
                    COALESCE(s.group_title, i.title) AS title, i.issue_id, x.good_news, x.edition_id, x.left_out, x.position, \
                    v.version AS version_number, v.state AS version_state, v.headline, v.body, v.core, v.approved_at AS version_approved_at, \
                    v.approved_by, v.sent_at AS version_sent_at, CAST(NULL AS TEXT) AS words_before, CAST(NULL AS TEXT) AS why \
                    FROM edition_entries x JOIN editions e ON e.id = x.edition_id JOIN decisions d ON d.id = x.decision_id \
                    JOIN items i ON i.id = d.item_id LEFT JOIN issues s ON s.id = i.issue_id \
                    LEFT JOIN network_versions v ON v.network_id = x.network_id AND v.decision_id = x.decision_id \
                    WHERE x.group_id = $1 AND (x.edition_id = $2 OR $2 IS NULL AND e.sent_at IS NULL)",
    );
    let told = rows.bind(group).bind(edition).all(on.again()).await?;
    let rows = sql(
        "SELECT d.id AS decision_id, d.item_id, d.year AS decision_year, d.number AS decision_number, d.words AS decision_words, \
                    d.decided_on, d.gps, d.consultants, d.quorum_gps, d.quorum_consultants, d.confirmed, \
                    d.what_changes, d.for_whom, d.from_when, d.who_to_ask, d.patients, d.cascades, \
                    d.manner, d.aside, d.gp_view, d.consultant_view, d.views_told, d.comes_back_on, d.review_on, d.ratified_in, \
                    COALESCE(s.group_title, i.title) AS title, i.issue_id, FALSE AS good_news, x.edition_id, FALSE AS left_out, \
                    CAST(NULL AS BIGINT) AS position, CAST(NULL AS BIGINT) AS version_number, c.words_before, c.why, c.id AS correction_id, \
                    x.approved_at FROM edition_corrections x JOIN editions e ON e.id = x.edition_id \
                    JOIN decision_corrections c ON c.id = x.correction_id JOIN decisions d ON d.id = c.decision_id \
                    JOIN items i ON i.id = d.item_id LEFT JOIN issues s ON s.id = i.issue_id \
                    WHERE x.group_id = $1 AND (x.edition_id = $2 OR $2 IS NULL AND e.sent_at IS NULL)",
    );
    let corrected = rows.bind(group).bind(edition).all(on).await?;
    corrected.iter().chain(&told).map(entry).collect()
}

fn entry(row: &Row) -> Result<(Uuid, Entry)> {
    let (before, why): (Option<String>, Option<String>) = (row.get("words_before")?, row.get("why")?);
    let corrects = match before.zip(why) {
        Some((before, why)) => Some(Corrected { id: row.get("correction_id")?, before, why, approved_at: row.get("approved_at")? }),
        None => None,
    };
    let entry = Entry {
        decision: decisions::from_row(row)?,
        title: row.get("title")?,
        raised: row.get::<Option<Uuid>>("issue_id")?.is_some(),
        good_news: row.get("good_news")?,
        left_out: row.get("left_out")?,
        position: row.get("position")?,
        corrects,
        version: versions::from_row(row)?,
    };
    Ok((row.get("edition_id")?, entry))
}

/// How many reports stand behind what an edition tells: those that its decisions were made on, what is merged with them, and whoever
/// said "me too" or whose report the group called the same; each once, and none that was taken back.
pub(super) async fn reports(on: impl Into<On<'_>>, group: Uuid, edition: Uuid) -> Result<u64> {
    let row = sql("WITH w AS (SELECT m.issue_id AS lead_id FROM edition_entries x JOIN decisions d ON d.id = x.decision_id \
                     JOIN items m ON m.id = d.item_id WHERE x.group_id = $1 AND x.edition_id = $2 AND NOT x.left_out AND m.issue_id IS NOT NULL) \
                   SELECT COUNT(*) AS n FROM issues i WHERE i.group_id = $1 AND i.state <> 'withdrawn' AND i.id IN ( \
                     SELECT lead_id FROM w \
                     UNION SELECT r.report_id FROM merged_reports r JOIN w ON w.lead_id = r.lead_id WHERE r.group_id = $1 \
                     UNION SELECT CASE WHEN l.report_id = w.lead_id THEN l.issue_id ELSE l.report_id END FROM issue_links l \
                       JOIN w ON w.lead_id IN (l.report_id, l.issue_id) WHERE l.group_id = $1 AND l.how IN ('me-too', 'same') \
                       AND NOT EXISTS (SELECT 1 FROM issue_links n WHERE n.report_id = l.report_id AND n.issue_id = l.issue_id AND n.how = 'no') \
                     UNION SELECT l.report_id FROM issue_links l JOIN merged_reports r ON r.report_id = l.issue_id JOIN w ON w.lead_id = r.lead_id \
                       WHERE r.group_id = $1 AND l.how = 'me-too' \
                       AND NOT EXISTS (SELECT 1 FROM issue_links n WHERE n.report_id = l.report_id AND n.issue_id = l.issue_id AND n.how = 'no'))");
    let n: i64 = row.bind(group).bind(edition).one(on).await?.get("n")?;
    Ok(n.unsigned_abs())
}

/// The networks that were sent a decision and are still there.
pub(super) async fn told_of(on: impl Into<On<'_>>, group: Uuid, decision: Uuid) -> Result<Vec<Uuid>> {
    let rows =
        sql("SELECT x.network_id FROM edition_entries x JOIN editions e ON e.id = x.edition_id JOIN networks n ON n.id = x.network_id \
                    WHERE x.group_id = $1 AND x.decision_id = $2 AND NOT x.left_out AND e.sent_at IS NOT NULL AND n.ended_on IS NULL");
    rows.bind(group).bind(decision).all(on).await?.iter().map(|row| row.get("network_id")).collect()
}

/// Where a decision waits in an edition whose deadline has come: the network, and the edition.
pub(super) async fn closed_with(on: impl Into<On<'_>>, group: Uuid, decision: Uuid, now: Timestamp) -> Result<Vec<(Uuid, Uuid)>> {
    let rows = sql("SELECT x.network_id, x.edition_id FROM edition_entries x JOIN editions e ON e.id = x.edition_id \
                    WHERE x.group_id = $1 AND x.decision_id = $2 AND NOT x.left_out AND e.sent_at IS NULL AND e.closes_at <= $3");
    let rows = rows.bind(group).bind(decision).bind(now).all(on).await?;
    rows.iter().map(|row| Ok((row.get("network_id")?, row.get("edition_id")?))).collect()
}

/// The correction of a decision that was made last.
pub(super) async fn last_correction(on: impl Into<On<'_>>, group: Uuid, decision: Uuid) -> Result<Option<Uuid>> {
    let row = sql(
        "SELECT id FROM decision_corrections WHERE group_id = $1 AND decision_id = $2 AND corrected_on IS NOT NULL ORDER BY id DESC LIMIT 1",
    );
    row.bind(group).bind(decision).optional(on).await?.map(|row| row.get("id")).transpose()
}

/// Puts a correction into an edition, once for each network.
pub(super) async fn put_correction(tx: &mut Tx, group: Uuid, network: Uuid, edition: Uuid, correction: Uuid, at: Timestamp) -> Result<()> {
    sql("INSERT INTO edition_corrections (network_id, correction_id, group_id, edition_id, approved_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (network_id, correction_id) DO NOTHING")
    .bind(network)
    .bind(correction)
    .bind(group)
    .bind(edition)
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// The decisions that a meeting confirmed and that go to the networks: its own, and those of earlier meetings that it made good; none
/// of a reserved item.
pub(super) async fn to_tell(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Uuid>> {
    let rows = sql(
        "SELECT d.id FROM decisions d JOIN items i ON i.id = d.item_id WHERE d.group_id = $1 AND (d.meeting_id = $2 OR d.ratified_in = $2) \
                    AND d.confirmed AND d.cascades AND i.reserved = '' ORDER BY d.year, d.number",
    );
    rows.bind(group).bind(meeting).all(on).await?.iter().map(|row| row.get("id")).collect()
}

/// The editions of a network whose deadlines are ahead, or were planned to be.
pub(super) async fn there(on: impl Into<On<'_>>, group: Uuid, network: Uuid, now: Timestamp) -> Result<Vec<There<Uuid>>> {
    let rows = sql("SELECT id, COALESCE(planned_at, closes_at) AS planned_at, closes_at, out_on, sent_at FROM editions \
                    WHERE group_id = $1 AND network_id = $2 AND (closes_at > $3 OR planned_at > $3)");
    rows.bind(group).bind(network).bind(now).all(on).await?.iter().map(there_of).collect()
}

pub(super) fn there_of(row: &Row) -> Result<There<Uuid>> {
    let sent: Option<Timestamp> = row.get("sent_at")?;
    Ok(There {
        key: row.get("id")?,
        planned_at: row.get("planned_at")?,
        closes_at: row.get("closes_at")?,
        out_on: row.get("out_on")?,
        sent: sent.is_some(),
    })
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, id: Uuid, network: Uuid, slot: &Slot<Uuid>) -> Result<()> {
    sql("INSERT INTO editions (id, group_id, network_id, closes_at, out_on, planned_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(group)
        .bind(network)
        .bind(slot.deadline.closes_at)
        .bind(slot.deadline.out_on)
        .bind(slot.planned_at)
        .run(tx)
        .await
        .map(drop)
}

/// Puts a decision into an edition. A decision is told to a network once; told already, nothing happens.
pub(super) async fn put(tx: &mut Tx, group: Uuid, network: Uuid, edition: Uuid, decision: Uuid) -> Result<()> {
    sql("INSERT INTO edition_entries (network_id, decision_id, group_id, edition_id, left_out) VALUES ($1, $2, $3, $4, FALSE) \
         ON CONFLICT (network_id, decision_id) DO NOTHING")
    .bind(network)
    .bind(decision)
    .bind(group)
    .bind(edition)
    .run(tx)
    .await
    .map(drop)
}

/// Leaves a decision out of an edition, or takes it back in; tells whether it is in there.
pub(super) async fn set_left_out(tx: &mut Tx, group: Uuid, edition: Uuid, (year, number): (i64, i64), left_out: bool) -> Result<bool> {
    let changed = sql("UPDATE edition_entries SET left_out = $5 WHERE group_id = $1 AND edition_id = $2 \
                       AND decision_id = (SELECT id FROM decisions WHERE group_id = $1 AND year = $3 AND number = $4)");
    Ok(changed.bind(group).bind(edition).bind(year).bind(number).bind(left_out).run(tx).await? == 1)
}

/// Has what waits in an edition go over to another: a decision, by its key.
pub(super) async fn move_entry(tx: &mut Tx, group: Uuid, (from, to): (Uuid, Uuid), decision: Uuid) -> Result<()> {
    sql("UPDATE edition_entries SET edition_id = $3, position = NULL WHERE group_id = $1 AND edition_id = $2 AND decision_id = $4")
        .bind(group)
        .bind(from)
        .bind(to)
        .bind(decision)
        .run(tx)
        .await
        .map(drop)
}

/// The same of a correction.
pub(super) async fn move_correction(tx: &mut Tx, group: Uuid, (from, to): (Uuid, Uuid), correction: Uuid) -> Result<()> {
    sql("UPDATE edition_corrections SET edition_id = $3 WHERE group_id = $1 AND edition_id = $2 AND correction_id = $4")
        .bind(group)
        .bind(from)
        .bind(to)
        .bind(correction)
        .run(tx)
        .await
        .map(drop)
}

/// Approves a correction in an edition, or stops it; tells whether it is in there and stood otherwise.
pub(super) async fn set_approved(tx: &mut Tx, group: Uuid, edition: Uuid, correction: Uuid, at: Option<Timestamp>) -> Result<bool> {
    let changed = sql("UPDATE edition_corrections SET approved_at = $4 WHERE group_id = $1 AND edition_id = $2 AND correction_id = $3 \
                       AND (approved_at IS NULL) <> ($4 IS NULL)");
    Ok(changed.bind(group).bind(edition).bind(correction).bind(at).run(tx).await? == 1)
}

/// Puts a decision of an edition into its place.
pub(super) async fn set_position(tx: &mut Tx, group: Uuid, edition: Uuid, decision: Uuid, position: i64) -> Result<()> {
    sql("UPDATE edition_entries SET position = $4 WHERE group_id = $1 AND edition_id = $2 AND decision_id = $3")
        .bind(group)
        .bind(edition)
        .bind(decision)
        .bind(position)
        .run(tx)
        .await
        .map(drop)
}

/// Says that a decision is good news, or not; tells whether it is in there and was said otherwise.
pub(super) async fn set_good_news(tx: &mut Tx, group: Uuid, edition: Uuid, (year, number): (i64, i64), good: bool) -> Result<bool> {
    let changed = sql("UPDATE edition_entries SET good_news = $5 WHERE group_id = $1 AND edition_id = $2 AND good_news <> $5 \
                       AND decision_id = (SELECT id FROM decisions WHERE group_id = $1 AND year = $3 AND number = $4)");
    Ok(changed.bind(group).bind(edition).bind(year).bind(number).bind(good).run(tx).await? == 1)
}

/// Has an edition go as soon as it may, or at its time again.
pub(super) async fn set_early(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<()> {
    sql("UPDATE editions SET early = $3 WHERE group_id = $1 AND id = $2 AND sent_at IS NULL")
        .bind(group)
        .bind(id)
        .bind(true)
        .run(tx)
        .await
        .map(drop)
}

/// Sets the sentence above what an edition tells.
pub(super) async fn set_note(tx: &mut Tx, group: Uuid, id: Uuid, note: &str) -> Result<()> {
    sql("UPDATE editions SET note = $3 WHERE group_id = $1 AND id = $2 AND sent_at IS NULL")
        .bind(group)
        .bind(id)
        .bind(note)
        .run(tx)
        .await
        .map(drop)
}

/// Forgets an edition in which nothing is any more.
pub(super) async fn delete(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<()> {
    sql("DELETE FROM editions WHERE group_id = $1 AND id = $2 AND sent_at IS NULL").bind(group).bind(id).run(tx).await.map(drop)
}

/// Marks an edition as sent; tells whether it was not before.
pub(super) async fn set_sent(tx: &mut Tx, group: Uuid, id: Uuid, at: Timestamp) -> Result<bool> {
    let sent = sql("UPDATE editions SET sent_at = $3 WHERE group_id = $1 AND id = $2 AND sent_at IS NULL");
    Ok(sent.bind(group).bind(id).bind(at).run(tx).await? == 1)
}

/// Notes by which mail an edition went last.
pub(super) async fn set_mail(tx: &mut Tx, group: Uuid, id: Uuid, cause: Uuid) -> Result<()> {
    let set = sql("UPDATE editions SET mail_cause = $3 WHERE group_id = $1 AND id = $2");
    set.bind(group).bind(id).bind(cause).run(tx).await.map(drop)
}

/// Takes back every edition of a network that is not sent.
pub(super) async fn delete_open(tx: &mut Tx, group: Uuid, network: Uuid) -> Result<()> {
    sql("DELETE FROM edition_corrections WHERE group_id = $1 AND network_id = $2 AND edition_id IN (SELECT id FROM editions WHERE network_id = $2 AND sent_at IS NULL)")
        .bind(group)
        .bind(network)
        .run(&mut *tx)
        .await?;
    sql("DELETE FROM edition_entries WHERE group_id = $1 AND network_id = $2 AND edition_id IN (SELECT id FROM editions WHERE network_id = $2 AND sent_at IS NULL)")
        .bind(group)
        .bind(network)
        .run(&mut *tx)
        .await?;
    sql("DELETE FROM theme_call_copies WHERE group_id = $1 AND network_id = $2 AND posted_on IS NULL")
        .bind(group)
        .bind(network)
        .run(&mut *tx)
        .await?;
    sql("DELETE FROM editions WHERE group_id = $1 AND network_id = $2 AND sent_at IS NULL")
        .bind(group)
        .bind(network)
        .run(tx)
        .await
        .map(drop)
}

/// The editions of every group that are not sent and close before an instant or go early, the earliest first: group and key.
pub(super) async fn closing_before(on: impl Into<On<'_>>, instant: Timestamp) -> Result<Vec<(Uuid, Uuid)>> {
    let rows = sql("SELECT group_id, id FROM editions WHERE sent_at IS NULL AND (closes_at <= $1 OR early) ORDER BY closes_at, id");
    rows.bind(instant).all(on).await?.iter().map(|row| Ok((row.get("group_id")?, row.get("id")?))).collect()
}

/// Only confirmed decisions are in editions, each with its network; nothing waits for a network that has ended; what was
/// sent is in the ledger.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let early = sql(
            "SELECT COUNT(*) AS n FROM edition_entries x JOIN decisions d ON d.id = x.decision_id WHERE NOT d.confirmed OR NOT d.cascades",
        );
        counted(&mut problems, &early.one(db).await?, "decisions in an edition that are not confirmed or stay in the minute")?;
        let astray = sql("SELECT COUNT(*) AS n FROM edition_entries x JOIN editions e ON e.id = x.edition_id \
                          WHERE x.network_id <> e.network_id OR x.group_id <> e.group_id");
        counted(&mut problems, &astray.one(db).await?, "entries in another network's edition")?;
        let late = sql(
            "SELECT COUNT(*) AS n FROM editions e JOIN networks n ON n.id = e.network_id WHERE e.sent_at IS NULL AND n.ended_on IS NOT NULL",
        );
        counted(&mut problems, &late.one(db).await?, "editions that wait for a network that has ended")?;
        let unsaid = sql("SELECT COUNT(*) AS n FROM editions e LEFT JOIN ledger l ON l.scope_id = e.group_id AND l.thing_id = e.id \
                          AND l.verb = 'edition.sent' WHERE e.sent_at IS NOT NULL AND l.seq IS NULL");
        counted(&mut problems, &unsaid.one(db).await?, "sent editions that are not in the ledger")?;
        Ok(problems)
    })
}
