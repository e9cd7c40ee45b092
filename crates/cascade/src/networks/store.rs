//! Every statement on networks.

use group::membership::Side;
use jiff::civil::{Date, Time};
use kernel::{Error, On, Result, Row, Tx, sql};
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
    let rows =
        sql("SELECT id, version, name, address, takes, opening, every, copy_day, copy_time, out_day, side, audience, reach, contact, \
                    headline_words, body_words, ended_on FROM networks \
                    WHERE group_id = $1 AND ended_on IS NULL ORDER BY LOWER(name), id");
    rows.bind(group).all(on).await?.iter().map(from_row).collect()
}

/// A network by its key, also one that has ended.
///
/// # Errors
/// [`Error::NotFound`] when the group has none.
pub async fn find(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Network> {
    let row =
        sql("SELECT id, version, name, address, takes, opening, every, copy_day, copy_time, out_day, side, audience, reach, contact, \
                    headline_words, body_words, ended_on FROM networks \
                   WHERE group_id = $1 AND id = $2");
    from_row(&row.bind(group).bind(id).one(on).await?)
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
         side, audience, reach, contact, headline_words, body_words) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)")
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
    .run(tx)
    .await
    .map(drop)
}

/// Changes a network, if nobody else has since `version`.
pub(super) async fn update(tx: &mut Tx, group: Uuid, network: &Network, version: i64) -> Result<bool> {
    let changed =
        sql("UPDATE networks SET name = $4, address = $5, takes = $6, opening = $7, every = $8, copy_day = $9, copy_time = $10, \
                       out_day = $11, side = $12, audience = $13, reach = $14, contact = $15, headline_words = $16, body_words = $17, \
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
        .run(tx)
        .await?;
    Ok(changed == 1)
}

/// Ends a network; tells whether it had not ended already.
pub(super) async fn end(tx: &mut Tx, group: Uuid, id: Uuid, day: Date) -> Result<bool> {
    let ended = sql("UPDATE networks SET ended_on = $3 WHERE group_id = $1 AND id = $2 AND ended_on IS NULL");
    Ok(ended.bind(group).bind(id).bind(day).run(tx).await? == 1)
}
