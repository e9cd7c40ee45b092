//! Every statement on mail that came back.

use std::collections::BTreeMap;

use kernel::{On, Result, Row, sql};
use uuid::Uuid;

use super::model::{Back, Returned, What};

fn back(row: &Row) -> Result<Back> {
    Ok(Back { at: row.get("at")?, status: row.get("status")? })
}

/// That the mail of an edition came back which went last, if it did.
pub(crate) async fn of_edition(on: impl Into<On<'_>>, group: Uuid, edition: Uuid) -> Result<Option<Back>> {
    let row = sql("SELECT b.at, b.status FROM editions e JOIN mail_bounces b ON b.cause_id = e.mail_cause AND b.scope_id = e.group_id \
                   WHERE e.group_id = $1 AND e.id = $2 AND b.mail_id IS NOT NULL AND b.permanent AND b.kind = 'edition' \
                   ORDER BY b.at DESC LIMIT 1");
    row.bind(group).bind(edition).optional(on).await?.as_ref().map(back).transpose()
}

/// The groups whose last mail with the minute of a meeting came back.
pub(crate) async fn of_minute(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<BTreeMap<Uuid, Back>> {
    let rows = sql("SELECT c.network_id, b.at, b.status FROM minute_copies c JOIN mail_bounces b ON b.cause_id = c.mail_cause \
                    AND b.scope_id = c.group_id WHERE c.group_id = $1 AND c.meeting_id = $2 AND b.permanent AND b.kind = 'minute'");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(|row| Ok((row.get("network_id")?, back(row)?))).collect()
}

/// The sendings of a report or a letter whose last mail came back.
pub(crate) async fn of_sendings(on: impl Into<On<'_>>, group: Uuid, about: Uuid) -> Result<BTreeMap<Uuid, Back>> {
    let rows =
        sql("SELECT s.id, b.at, b.status FROM sendings s JOIN mail_bounces b ON b.cause_id = s.mail_cause AND b.scope_id = s.group_id \
                    WHERE s.group_id = $1 AND s.about_id = $2 AND b.permanent AND b.kind IN ('report', 'letter')");
    rows.bind(group).bind(about).all(on).await?.iter().map(|row| Ok((row.get("id")?, back(row)?))).collect()
}

fn returned(row: &Row, what: What) -> Result<Returned> {
    Ok(Returned {
        mail: row.get("mail_id")?,
        what,
        who: row.get("who")?,
        address: row.get("address")?,
        at: row.get("at")?,
        status: row.get("status")?,
    })
}

/// What came back of all that the group wrote to others, was not sent once more and was not left; the newest first.
///
/// # Errors
/// When the database fails.
pub async fn standing(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Returned>> {
    let mut on = on.into();
    let mut all = Vec::new();
    let editions = sql("SELECT b.mail_id, b.at, b.status, n.name AS who, n.address, e.id, e.network_id, e.out_on FROM mail_bounces b \
                        JOIN editions e ON e.mail_cause = b.cause_id AND e.group_id = b.scope_id JOIN networks n ON n.id = e.network_id \
                        WHERE b.scope_id = $1 AND b.mail_id IS NOT NULL AND b.permanent AND b.left_on IS NULL AND b.kind = 'edition' \
                        AND n.ended_on IS NULL");
    for row in &editions.bind(group).all(on.again()).await? {
        let what = What::Edition { edition: row.get("id")?, network: row.get("network_id")?, out_on: row.get("out_on")? };
        all.push(returned(row, what)?);
    }
    let minutes = sql(
        "SELECT b.mail_id, b.at, b.status, n.name AS who, n.address, c.network_id, m.id, m.number, m.held_on FROM mail_bounces b \
                       JOIN minute_copies c ON c.mail_cause = b.cause_id AND c.group_id = b.scope_id JOIN networks n ON n.id = c.network_id \
                       JOIN meetings m ON m.id = c.meeting_id WHERE b.scope_id = $1 AND b.mail_id IS NOT NULL AND b.permanent \
                       AND b.left_on IS NULL AND b.kind = 'minute' AND n.ended_on IS NULL",
    );
    for row in &minutes.bind(group).all(on.again()).await? {
        let what =
            What::Minute { meeting: (row.get("id")?, row.get("number")?), network: row.get("network_id")?, held_on: row.get("held_on")? };
        all.push(returned(row, what)?);
    }
    let sendings = sql(
        "SELECT b.mail_id, b.at, b.status, s.name AS who, s.email AS address, s.id, s.kind, COALESCE(r.number, l.number, 0) AS number \
                        FROM mail_bounces b JOIN sendings s ON s.mail_cause = b.cause_id AND s.group_id = b.scope_id \
                        LEFT JOIN reports r ON r.id = s.about_id LEFT JOIN letters l ON l.id = s.about_id WHERE b.scope_id = $1 \
                        AND b.mail_id IS NOT NULL AND b.permanent AND b.left_on IS NULL AND b.kind IN ('report', 'letter')",
    );
    for row in &sendings.bind(group).all(on.again()).await? {
        let (number, id) = (row.get("number")?, row.get("id")?);
        let what = if row.get::<String>("kind")? == "letter" { What::Letter(number, id) } else { What::Report(number, id) };
        all.push(returned(row, what)?);
    }
    let asked =
        sql("SELECT b.mail_id, b.at, b.status, CASE WHEN c.name <> '' THEN c.name ELSE c.post END AS who, c.email AS address, a.number \
                     FROM mail_bounces b JOIN commissions c ON c.mail_cause = b.cause_id AND c.group_id = b.scope_id \
                     JOIN actions a ON a.id = c.action_id WHERE b.scope_id = $1 AND b.mail_id IS NOT NULL AND b.permanent \
                     AND b.left_on IS NULL AND b.kind = 'action-letter' AND c.stands");
    for row in &asked.bind(group).all(on).await? {
        all.push(returned(row, What::Action(row.get("number")?))?);
    }
    all.sort_by(|one, other| (other.at, &one.who, one.mail).cmp(&(one.at, &other.who, other.mail)));
    Ok(all)
}
