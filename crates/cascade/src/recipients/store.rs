//! Every statement on recipients.

use std::collections::HashMap;

use futures_util::future::BoxFuture;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{Counts, Recipient};

fn from_row(row: &Row) -> Result<Recipient> {
    Ok(Recipient { id: row.get("id")?, address: row.get("address")?, added_on: row.get("added_on")?, bounced_on: row.get("bounced_on")? })
}

/// How many addresses are on a list.
///
/// # Errors
/// When the database fails.
pub(crate) async fn count(on: impl Into<On<'_>>, group: Uuid, network: Uuid) -> Result<i64> {
    let row = sql("SELECT COUNT(*) AS n FROM recipients WHERE group_id = $1 AND network_id = $2 AND address <> ''");
    row.bind(group).bind(network).one(on).await?.get("n")
}

/// How a list stands.
pub(super) async fn counts(on: impl Into<On<'_>>, group: Uuid, network: Uuid) -> Result<Counts> {
    let row = sql("SELECT COALESCE(SUM(CASE WHEN r.address <> '' THEN 1 ELSE 0 END), 0) AS there, \
                   COALESCE(SUM(CASE WHEN r.address <> '' AND r.bounced_on IS NOT NULL THEN 1 ELSE 0 END), 0) AS bounced, \
                   COALESCE(SUM(CASE WHEN f.address_hash IS NOT NULL THEN 1 ELSE 0 END), 0) AS said_no \
                   FROM recipients r LEFT JOIN recipient_refusals f ON f.group_id = r.group_id AND f.address_hash = r.address_hash \
                   WHERE r.group_id = $1 AND r.network_id = $2");
    let row = row.bind(group).bind(network).one(on).await?;
    Ok(Counts { there: row.get("there")?, bounced: row.get("bounced")?, said_no: row.get("said_no")? })
}

/// Some addresses of a list, in their order, after so many others: all, those that hold what is sought, or those that came back.
pub(super) async fn page(
    on: impl Into<On<'_>>,
    (group, network): (Uuid, Uuid),
    sought: &str,
    bounced: bool,
    (limit, skip): (i64, i64),
) -> Result<Vec<Recipient>> {
    // What is sought is text: the signs that LIKE would read otherwise are told to be letters.
    let plain = sought.trim().to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let rows = sql("SELECT id, address, added_on, bounced_on FROM recipients WHERE group_id = $1 AND network_id = $2 AND address <> '' \
                    AND address LIKE $3 ESCAPE '\\' AND (NOT $4 OR bounced_on IS NOT NULL) ORDER BY address, id LIMIT $5 OFFSET $6");
    let rows = rows.bind(group).bind(network).bind(format!("%{plain}%")).bind(bounced).bind(limit).bind(skip);
    rows.all(on).await?.iter().map(from_row).collect()
}

/// Every address of a list, in its order.
pub(super) async fn all(on: impl Into<On<'_>>, group: Uuid, network: Uuid) -> Result<Vec<Recipient>> {
    let rows = sql("SELECT id, address, added_on, bounced_on FROM recipients WHERE group_id = $1 AND network_id = $2 AND address <> '' \
                    ORDER BY address, id");
    rows.bind(group).bind(network).all(on).await?.iter().map(from_row).collect()
}

/// Whom an edition goes to: who is on the list, has not said no, and whose mail does not come back.
pub(super) async fn reachable(on: impl Into<On<'_>>, group: Uuid, network: Uuid) -> Result<Vec<(Uuid, String)>> {
    let rows = sql("SELECT r.id, r.address FROM recipients r WHERE r.group_id = $1 AND r.network_id = $2 AND r.address <> '' \
                    AND r.bounced_on IS NULL AND NOT EXISTS (SELECT 1 FROM recipient_refusals f \
                    WHERE f.group_id = r.group_id AND f.address_hash = r.address_hash) ORDER BY r.address, r.id");
    rows.bind(group).bind(network).all(on).await?.iter().map(|row| Ok((row.get("id")?, row.get("address")?))).collect()
}

/// What a list knows of addresses, by their hash: whether each is on it now. Also those that were, so that they keep their key.
pub(super) async fn known(on: impl Into<On<'_>>, group: Uuid, network: Uuid) -> Result<HashMap<Vec<u8>, bool>> {
    let rows = sql("SELECT address_hash, address FROM recipients WHERE group_id = $1 AND network_id = $2");
    let known = |row: &Row| Ok((row.get("address_hash")?, !row.get::<String>("address")?.is_empty()));
    rows.bind(group).bind(network).all(on).await?.iter().map(known).collect()
}

/// Who has said no to the lists of a group, by the hash of their address.
pub(super) async fn refusals(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Vec<u8>>> {
    let rows = sql("SELECT address_hash FROM recipient_refusals WHERE group_id = $1");
    rows.bind(group).all(on).await?.iter().map(|row| row.get("address_hash")).collect()
}

/// Puts an address on a list. One that was on it before keeps its key, so that the links in its old mails still work.
pub(super) async fn put(tx: &mut Tx, (group, network): (Uuid, Uuid), id: Uuid, address: &str, hash: &[u8], day: Date) -> Result<()> {
    sql("INSERT INTO recipients (id, group_id, network_id, address, address_hash, added_on) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (network_id, address_hash) DO UPDATE SET address = excluded.address, added_on = excluded.added_on, \
         bounced_on = NULL WHERE recipients.address = ''")
    .bind(id)
    .bind(group)
    .bind(network)
    .bind(address)
    .bind(hash)
    .bind(day)
    .run(tx)
    .await
    .map(drop)
}

/// Takes an address off a list: the address is forgotten, its hash stays. Tells which address it was.
pub(super) async fn remove(tx: &mut Tx, group: Uuid, network: Uuid, id: Uuid) -> Result<Option<String>> {
    let row = sql("SELECT address FROM recipients WHERE group_id = $1 AND network_id = $2 AND id = $3 AND address <> ''");
    let Some(row) = row.bind(group).bind(network).bind(id).optional(&mut *tx).await? else { return Ok(None) };
    sql("UPDATE recipients SET address = '', bounced_on = NULL WHERE group_id = $1 AND network_id = $2 AND id = $3")
        .bind(group)
        .bind(network)
        .bind(id)
        .run(tx)
        .await?;
    row.get("address").map(Some)
}

/// Somebody has looked at an address whose mail came back, and says that it is right. Tells whether it had come back.
pub(super) async fn confirm(tx: &mut Tx, group: Uuid, network: Uuid, id: Uuid, at: Timestamp) -> Result<bool> {
    let confirmed = sql("UPDATE recipients SET bounced_on = NULL, confirmed_at = $4 \
                         WHERE group_id = $1 AND network_id = $2 AND id = $3 AND bounced_on IS NOT NULL");
    Ok(confirmed.bind(group).bind(network).bind(id).bind(at).run(tx).await? == 1)
}

/// Notes on every list of a group that mail to an address comes back for good, unless somebody has said since that it is right.
/// Tells on how many lists that was news.
pub(super) async fn set_bounced(tx: &mut Tx, group: Uuid, hash: &[u8], at: Timestamp, day: Date) -> Result<u64> {
    sql("UPDATE recipients SET bounced_on = $4 WHERE group_id = $1 AND address_hash = $2 AND address <> '' AND bounced_on IS NULL \
         AND (confirmed_at IS NULL OR confirmed_at < $3)")
    .bind(group)
    .bind(hash)
    .bind(at)
    .bind(day)
    .run(tx)
    .await
}

/// Whose a link is.
#[derive(Clone, Debug)]
pub(super) struct Owner {
    /// The recipient's key.
    pub(super) id: Uuid,
    /// What their address is known by.
    pub(super) hash: Vec<u8>,
    /// What the list is called.
    pub(super) network: String,
    /// Whether they have said no.
    pub(super) said_no: bool,
}

/// Whose a key is, also of somebody who is on no list any more.
pub(super) async fn owner(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Owner> {
    let row = sql("SELECT r.id, r.address_hash, n.name, f.address_hash AS refused FROM recipients r \
                   JOIN networks n ON n.id = r.network_id LEFT JOIN recipient_refusals f ON f.group_id = r.group_id \
                   AND f.address_hash = r.address_hash WHERE r.group_id = $1 AND r.id = $2");
    let row = row.bind(group).bind(id).one(on).await?;
    Ok(Owner {
        id: row.get("id")?,
        hash: row.get("address_hash")?,
        network: row.get("name")?,
        said_no: row.get::<Option<Vec<u8>>>("refused")?.is_some(),
    })
}

/// Keeps that somebody wants nothing of a group's lists, and forgets their address on all of them. Tells their addresses as they
/// stood, which are one.
pub(super) async fn refuse(tx: &mut Tx, group: Uuid, hash: &[u8], day: Date) -> Result<Vec<String>> {
    sql("INSERT INTO recipient_refusals (group_id, address_hash, refused_on) VALUES ($1, $2, $3) \
         ON CONFLICT (group_id, address_hash) DO NOTHING")
    .bind(group)
    .bind(hash)
    .bind(day)
    .run(&mut *tx)
    .await?;
    let rows = sql("SELECT DISTINCT address FROM recipients WHERE group_id = $1 AND address_hash = $2 AND address <> ''");
    let rows = rows.bind(group).bind(hash).all(&mut *tx).await?;
    sql("UPDATE recipients SET address = '', bounced_on = NULL WHERE group_id = $1 AND address_hash = $2")
        .bind(group)
        .bind(hash)
        .run(tx)
        .await?;
    rows.iter().map(|row| row.get("address")).collect()
}

/// Somebody wants it again: their address is back on the list whose link they had. Tells whether that list is still there.
pub(super) async fn want_again(tx: &mut Tx, group: Uuid, owner: &Owner, address: &str, day: Date) -> Result<bool> {
    sql("DELETE FROM recipient_refusals WHERE group_id = $1 AND address_hash = $2")
        .bind(group)
        .bind(owner.hash.as_slice())
        .run(&mut *tx)
        .await?;
    let back = sql("UPDATE recipients SET address = $3, added_on = $4, bounced_on = NULL WHERE group_id = $1 AND id = $2 \
                    AND network_id IN (SELECT id FROM networks WHERE group_id = $1 AND takes = 'recipients' AND ended_on IS NULL)");
    Ok(back.bind(group).bind(owner.id).bind(address).bind(day).run(tx).await? == 1)
}

/// Forgets every address of a list; the hashes stay, so that the links in old mails still work.
pub(super) async fn forget(tx: &mut Tx, group: Uuid, network: Uuid) -> Result<u64> {
    sql("UPDATE recipients SET address = '', bounced_on = NULL WHERE group_id = $1 AND network_id = $2 AND address <> ''")
        .bind(group)
        .bind(network)
        .run(tx)
        .await
}

/// The groups that keep a list.
pub(super) async fn groups(on: impl Into<On<'_>>) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT DISTINCT group_id FROM networks WHERE takes = 'recipients' AND ended_on IS NULL ORDER BY group_id");
    rows.all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

/// The editions that a group's lists were sent last, each with its network: what may still come back.
pub(super) async fn lately(on: impl Into<On<'_>>, group: Uuid, since: Timestamp) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT e.id FROM editions e JOIN networks n ON n.id = e.network_id \
                    WHERE e.group_id = $1 AND n.takes = 'recipients' AND e.sent_at >= $2 ORDER BY e.sent_at DESC, e.id");
    rows.bind(group).bind(since).all(on).await?.iter().map(|row| row.get("id")).collect()
}

/// Nobody who has said no has an address with us; addresses are kept of lists only.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let refused = sql("SELECT COUNT(*) AS n FROM recipients r JOIN recipient_refusals f ON f.group_id = r.group_id \
                           AND f.address_hash = r.address_hash WHERE r.address <> ''");
        counted(&mut problems, &refused.one(db).await?, "addresses kept of people who have said no")?;
        let astray = sql("SELECT COUNT(*) AS n FROM recipients r JOIN networks n ON n.id = r.network_id \
                          WHERE n.group_id <> r.group_id OR r.address <> '' AND (n.takes <> 'recipients' OR n.ended_on IS NOT NULL)");
        counted(&mut problems, &astray.one(db).await?, "addresses kept of what is no list")?;
        Ok(problems)
    })
}
