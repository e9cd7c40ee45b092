//! Every statement on what has gone out.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{Gone, Told};

fn from_row(row: &Row) -> Result<Gone> {
    Ok(Gone {
        edition: row.get("edition_id")?,
        network: row.get("network_id")?,
        told: serde_json::from_value(row.get("told")?)?,
        gone_at: row.get("gone_at")?,
        posted_at: row.get("posted_at")?,
    })
}

/// Keeps what an edition told. One that goes once more replaces what went before, and stands where it stood.
pub(super) async fn put(tx: &mut Tx, group: Uuid, (edition, network): (Uuid, Uuid), told: &Told, open: bool, at: Timestamp) -> Result<()> {
    sql("INSERT INTO edition_news (edition_id, group_id, network_id, told, open_to_all, gone_at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (edition_id) DO UPDATE SET told = excluded.told, open_to_all = excluded.open_to_all, posted_at = NULL")
    .bind(edition)
    .bind(group)
    .bind(network)
    .bind(&serde_json::to_value(told)?)
    .bind(open)
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// What an edition told, if it was kept.
///
/// # Errors
/// When the database fails.
pub(crate) async fn find(on: impl Into<On<'_>>, group: Uuid, edition: Uuid) -> Result<Option<Gone>> {
    let row = sql("SELECT edition_id, network_id, told, gone_at, posted_at FROM edition_news WHERE group_id = $1 AND edition_id = $2");
    row.bind(group).bind(edition).optional(on).await?.as_ref().map(from_row).transpose()
}

/// What everybody can read of a network, the newest first: some, after so many others.
pub(super) async fn public(on: impl Into<On<'_>>, group: Uuid, network: Uuid, (limit, skip): (i64, i64)) -> Result<Vec<Gone>> {
    let rows = sql("SELECT edition_id, network_id, told, gone_at, posted_at FROM edition_news \
                    WHERE group_id = $1 AND network_id = $2 AND open_to_all ORDER BY gone_at DESC, edition_id DESC LIMIT $3 OFFSET $4");
    rows.bind(group).bind(network).bind(limit).bind(skip).all(on).await?.iter().map(from_row).collect()
}

/// How many of a network are newer than this one.
pub(super) async fn place(on: impl Into<On<'_>>, group: Uuid, network: Uuid, edition: Uuid) -> Result<i64> {
    let row = sql("SELECT COUNT(*) AS n FROM edition_news x JOIN edition_news y ON y.network_id = x.network_id AND y.edition_id = $3 \
                   WHERE x.group_id = $1 AND x.network_id = $2 AND x.open_to_all \
                   AND (x.gone_at > y.gone_at OR x.gone_at = y.gone_at AND x.edition_id > y.edition_id)");
    row.bind(group).bind(network).bind(edition).one(on).await?.get("n")
}

/// Notes that a card was posted.
pub(super) async fn set_posted(tx: &mut Tx, group: Uuid, edition: Uuid, at: Timestamp) -> Result<()> {
    sql("UPDATE edition_news SET posted_at = $3 WHERE group_id = $1 AND edition_id = $2")
        .bind(group)
        .bind(edition)
        .bind(at)
        .run(tx)
        .await
        .map(drop)
}

/// Only what was sent is kept as told, and with its own network.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let astray = sql("SELECT COUNT(*) AS n FROM edition_news x JOIN editions e ON e.id = x.edition_id \
                          WHERE e.sent_at IS NULL OR e.network_id <> x.network_id OR e.group_id <> x.group_id");
        counted(&mut problems, &astray.one(db).await?, "editions that are told of and were not sent")?;
        Ok(problems)
    })
}
