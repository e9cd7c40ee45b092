//! Every statement on networks.

use futures_util::future::BoxFuture;
use group::membership::Side;
use jiff::civil::{Date, Time};
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use terms::cadence::{Cadence, Every};

use super::model::{Limits, Network, Readers, Takes};

fn from_row(row: &Row) -> Result<Network> {
    let unknown = |what: &str| Error::internal(format!("a network has an unknown {what}"));
    let (takes, every, copy_time): (String, String, String) = (row.get("takes")?, row.get("every")?, row.get("copy_time")?);
    let side: String = row.get("side")?;
    Ok(Network {
        id: row.get("id")?,
        version: row.get("version")?,
        name: row.get("name")?,
        address: row.get("address")?,
        slug: row.get("slug")?,
        takes: Takes::from_key(&takes).ok_or_else(|| unknown("kind"))?,
        opening: row.get("opening")?,
        cadence: Cadence {
            every: Every::from_key(&every).ok_or_else(|| unknown("cadence"))?,
            copy_day: row.get("copy_day")?,
            copy_time: Time::strptime("%H:%M", &copy_time).map_err(|_| unknown("time"))?,
            out_day: row.get("out_day")?,
        },
        readers: Readers {
            side: Side::from_key(&side).ok_or_else(|| unknown("side"))?,
            audience: row.get("audience")?,
            reach: row.get("reach")?,
            contact: row.get("contact")?,
        },
        limits: Limits { headline: row.get("headline_words")?, body: row.get("body_words")? },
        ended_on: row.get("ended_on")?,
    })
}

/// The networks of a group that something goes to, by name.
///
/// # Errors
/// When the database fails.
pub async fn all(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Network>> {
    let rows = sql("SELECT id, version, name, address, slug, takes, opening, every, copy_day, copy_time, out_day, side, audience, reach, \
                    contact, headline_words, body_words, ended_on FROM networks \
                    WHERE group_id = $1 AND ended_on IS NULL ORDER BY LOWER(name), id");
    rows.bind(group).all(on).await?.iter().map(from_row).collect()
}

/// A network by its key, also one that has ended.
///
/// # Errors
/// [`Error::NotFound`] when the group has none.
pub async fn find(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Network> {
    let row = sql("SELECT id, version, name, address, slug, takes, opening, every, copy_day, copy_time, out_day, side, audience, reach, \
                    contact, headline_words, body_words, ended_on FROM networks \
                   WHERE group_id = $1 AND id = $2");
    from_row(&row.bind(group).bind(id).one(on).await?)
}

/// The public network that an address names, if something still goes to it.
///
/// # Errors
/// [`Error::NotFound`] when the group has none.
pub(crate) async fn public(on: impl Into<On<'_>>, group: Uuid, slug: &str) -> Result<Network> {
    let row = sql("SELECT id, version, name, address, slug, takes, opening, every, copy_day, copy_time, out_day, side, audience, reach, \
                    contact, headline_words, body_words, ended_on FROM networks \
                   WHERE group_id = $1 AND slug = $2 AND slug <> '' AND takes IN ('page', 'feed') AND ended_on IS NULL");
    from_row(&row.bind(group).bind(slug).one(on).await?)
}

/// The parts of public addresses that are taken, also by networks that have ended: what was linked once never leads elsewhere.
pub(super) async fn slugs(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<String>> {
    let rows = sql("SELECT slug FROM networks WHERE group_id = $1 AND slug <> '' ORDER BY slug");
    rows.bind(group).all(on).await?.iter().map(|row| row.get("slug")).collect()
}

/// The secret address of a network's channel, if it was given.
///
/// # Errors
/// When the database fails.
pub(crate) async fn webhook(on: impl Into<On<'_>>, group: Uuid, network: Uuid) -> Result<Option<String>> {
    let row = sql("SELECT webhook FROM network_webhooks WHERE group_id = $1 AND network_id = $2");
    row.bind(group).bind(network).optional(on).await?.map(|row| row.get("webhook")).transpose()
}

/// Keeps the secret address of a network's channel in place of the one before.
pub(super) async fn set_webhook(tx: &mut Tx, group: Uuid, network: Uuid, webhook: &str, day: Date) -> Result<()> {
    sql("INSERT INTO network_webhooks (network_id, group_id, webhook, set_on) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (network_id) DO UPDATE SET webhook = excluded.webhook, set_on = excluded.set_on")
    .bind(network)
    .bind(group)
    .bind(webhook)
    .bind(day)
    .run(tx)
    .await
    .map(drop)
}

/// Forgets the secret address of a network's channel: nothing is posted there any more.
pub(super) async fn forget_webhook(tx: &mut Tx, group: Uuid, network: Uuid) -> Result<()> {
    sql("DELETE FROM network_webhooks WHERE group_id = $1 AND network_id = $2").bind(group).bind(network).run(tx).await.map(drop)
}

/// The networks that the terms of reference have set up, by their keys.
pub(super) async fn by_terms(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT id FROM networks WHERE group_id = $1 AND by_terms AND ended_on IS NULL ORDER BY id");
    rows.bind(group).all(on).await?.iter().map(|row| row.get("id")).collect()
}

/// Notes that the terms of reference name a network.
pub(super) async fn set_by_terms(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<()> {
    sql("UPDATE networks SET by_terms = $3 WHERE group_id = $1 AND id = $2").bind(group).bind(id).bind(true).run(tx).await.map(drop)
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, network: &Network) -> Result<()> {
    sql("INSERT INTO networks (id, group_id, version, name, address, takes, opening, every, copy_day, copy_time, out_day, \
         side, audience, reach, contact, headline_words, body_words, slug) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)")
    .bind(network.id)
    .bind(group)
    .bind(network.version)
    .bind(&network.name)
    .bind(&network.address)
    .bind(network.takes.key())
    .bind(&network.opening)
    .bind(network.cadence.every.key())
    .bind(network.cadence.copy_day)
    .bind(network.cadence.copy_time.strftime("%H:%M").to_string())
    .bind(network.cadence.out_day)
    .bind(network.readers.side.key())
    .bind(&network.readers.audience)
    .bind(network.readers.reach)
    .bind(&network.readers.contact)
    .bind(network.limits.headline)
    .bind(network.limits.body)
    .bind(&network.slug)
    .run(tx)
    .await
    .map(drop)
}

/// Changes a network, if nobody else has since `version`.
pub(super) async fn update(tx: &mut Tx, group: Uuid, network: &Network, version: i64) -> Result<bool> {
    let changed =
        sql("UPDATE networks SET name = $4, address = $5, takes = $6, opening = $7, every = $8, copy_day = $9, copy_time = $10, \
                       out_day = $11, side = $12, audience = $13, reach = $14, contact = $15, headline_words = $16, body_words = $17, slug = $18, \
                       version = version + 1 WHERE group_id = $1 AND id = $2 AND version = $3 AND ended_on IS NULL")
        .bind(group)
        .bind(network.id)
        .bind(version)
        .bind(&network.name)
        .bind(&network.address)
        .bind(network.takes.key())
        .bind(&network.opening)
        .bind(network.cadence.every.key())
        .bind(network.cadence.copy_day)
        .bind(network.cadence.copy_time.strftime("%H:%M").to_string())
        .bind(network.cadence.out_day)
        .bind(network.readers.side.key())
        .bind(&network.readers.audience)
        .bind(network.readers.reach)
        .bind(&network.readers.contact)
        .bind(network.limits.headline)
        .bind(network.limits.body)
        .bind(&network.slug)
        .run(tx)
        .await?;
    Ok(changed == 1)
}

/// Ends a network; tells whether it had not ended already.
pub(super) async fn end(tx: &mut Tx, group: Uuid, id: Uuid, day: Date) -> Result<bool> {
    let ended = sql("UPDATE networks SET ended_on = $3 WHERE group_id = $1 AND id = $2 AND ended_on IS NULL");
    Ok(ended.bind(group).bind(id).bind(day).run(tx).await? == 1)
}

/// Each network has what its kind needs: an address, a public one, a channel; and a secret is kept of nothing else.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let lost =
            sql("SELECT COUNT(*) AS n FROM networks WHERE ended_on IS NULL AND (takes IN ('copy', 'list', 'minute') AND address = '' \
                        OR takes IN ('page', 'feed') AND slug = '')");
        counted(&mut problems, &lost.one(db).await?, "networks that nothing can reach")?;
        let mute =
            sql("SELECT COUNT(*) AS n FROM networks n LEFT JOIN network_webhooks w ON w.network_id = n.id AND w.group_id = n.group_id \
                        WHERE n.ended_on IS NULL AND n.takes = 'teams' AND w.network_id IS NULL");
        counted(&mut problems, &mute.one(db).await?, "channels without their address")?;
        let kept =
            sql("SELECT COUNT(*) AS n FROM network_webhooks w LEFT JOIN networks n ON n.id = w.network_id AND n.group_id = w.group_id \
                        AND n.takes = 'teams' AND n.ended_on IS NULL WHERE n.id IS NULL");
        counted(&mut problems, &kept.one(db).await?, "secret addresses of what is no channel")?;
        Ok(problems)
    })
}
