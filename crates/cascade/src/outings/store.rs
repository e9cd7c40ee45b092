//! Every statement on whether editions came out.

use futures_util::future::BoxFuture;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{Asking, Outing, Told};

fn from_row(row: &Row) -> Result<Outing> {
    let (state, comes_on): (String, Option<Date>) = (row.get("state")?, row.get("comes_on")?);
    let again_on: Option<Date> = row.get("again_on")?;
    let again: i64 = row.get("again")?;
    Ok(Outing {
        edition: row.get("edition_id")?,
        network: row.get("network_id")?,
        name: row.get("name")?,
        address: row.get("address")?,
        out_on: row.get("out_on")?,
        told: Told::from_key(&state, comes_on).ok_or_else(|| Error::internal("what an editor said is unknown"))?,
        asked_on: row.get("asked_on")?,
        reminded_on: row.get("reminded_on")?,
        comes_on,
        answered_at: row.get("answered_at")?,
        again: again_on.map(|day| (day, again)),
    })
}

/// What is known of an edition whose editor was asked.
pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, edition: Uuid) -> Result<Outing> {
    let row = sql(
        "SELECT o.edition_id, o.network_id, n.name, n.address, e.out_on, o.state, o.asked_on, o.reminded_on, o.comes_on, o.answered_at, \
                   o.again_on, o.again FROM edition_outings o JOIN editions e ON e.id = o.edition_id JOIN networks n ON n.id = o.network_id \
                   WHERE o.group_id = $1 AND o.edition_id = $2",
    );
    from_row(&row.bind(group).bind(edition).one(on).await?)
}

/// The edition that a link is of, by the hash of its secret.
pub(super) async fn by_token(on: impl Into<On<'_>>, group: Uuid, hash: &[u8]) -> Result<Option<Outing>> {
    let row = sql(
        "SELECT o.edition_id, o.network_id, n.name, n.address, e.out_on, o.state, o.asked_on, o.reminded_on, o.comes_on, o.answered_at, \
                   o.again_on, o.again FROM edition_outings o JOIN editions e ON e.id = o.edition_id JOIN networks n ON n.id = o.network_id \
                   WHERE o.group_id = $1 AND o.token_hash = $2",
    );
    row.bind(group).bind(hash).optional(on).await?.as_ref().map(from_row).transpose()
}

/// The editions of a group whose editors were asked, the newest first.
pub(crate) async fn recent(on: impl Into<On<'_>>, group: Uuid, limit: i64) -> Result<Vec<Outing>> {
    let rows = sql(
        "SELECT o.edition_id, o.network_id, n.name, n.address, e.out_on, o.state, o.asked_on, o.reminded_on, o.comes_on, o.answered_at, \
                    o.again_on, o.again FROM edition_outings o JOIN editions e ON e.id = o.edition_id JOIN networks n ON n.id = o.network_id \
                    WHERE o.group_id = $1 ORDER BY e.out_on DESC, o.edition_id LIMIT $2",
    );
    rows.bind(group).bind(limit).all(on).await?.iter().map(from_row).collect()
}

/// An edition of a network that has gone: its key, when it was to come out, when it was sent, and what its editor says.
pub(crate) struct Gone {
    pub(crate) edition: Uuid,
    pub(crate) out_on: Date,
    pub(crate) sent_at: Timestamp,
    pub(crate) outing: Option<Outing>,
}

/// The editions of a network that have gone, the newest first.
pub(crate) async fn of_network(on: impl Into<On<'_>>, group: Uuid, network: Uuid, limit: i64) -> Result<Vec<Gone>> {
    let rows = sql(
        "SELECT e.id AS edition_id, e.network_id, n.name, n.address, e.out_on, e.sent_at, o.state, o.asked_on, o.reminded_on, o.comes_on, \
                    o.answered_at, o.again_on, COALESCE(o.again, 0) AS again FROM editions e JOIN networks n ON n.id = e.network_id \
                    LEFT JOIN edition_outings o ON o.edition_id = e.id WHERE e.group_id = $1 AND e.network_id = $2 AND e.sent_at IS NOT NULL \
                    ORDER BY e.closes_at DESC, e.id LIMIT $3",
    );
    let read = |row: &Row| {
        let asked = row.get::<Option<Date>>("asked_on")?.is_some();
        Ok(Gone {
            edition: row.get("edition_id")?,
            out_on: row.get("out_on")?,
            sent_at: row.get("sent_at")?,
            outing: if asked { Some(from_row(row)?) } else { None },
        })
    };
    rows.bind(group).bind(network).bind(limit).all(on).await?.iter().map(read).collect()
}

/// The editions of every group whose editors were not asked and may be: sent, not empty, to come out from one day to another.
pub(super) async fn to_ask(on: impl Into<On<'_>>, from: Date, to: Date) -> Result<Vec<(Uuid, Uuid)>> {
    let rows = sql(
        "SELECT e.group_id, e.id FROM editions e JOIN networks n ON n.id = e.network_id LEFT JOIN edition_outings o ON o.edition_id = e.id \
                    WHERE e.out_on >= $1 AND e.out_on <= $2 AND e.sent_at IS NOT NULL AND n.takes = 'copy' AND n.asked_out AND n.ended_on IS NULL \
                    AND o.edition_id IS NULL AND (EXISTS (SELECT 1 FROM edition_entries x WHERE x.edition_id = e.id AND NOT x.left_out) \
                    OR EXISTS (SELECT 1 FROM edition_corrections y WHERE y.edition_id = e.id) \
                    OR EXISTS (SELECT 1 FROM theme_call_copies z WHERE z.edition_id = e.id)) ORDER BY e.out_on, e.id",
    );
    rows.bind(from).bind(to).all(on).await?.iter().map(|row| Ok((row.get("group_id")?, row.get("id")?))).collect()
}

/// The editions of every group whose editors were asked, have not answered and were not asked once more.
pub(super) async fn to_remind(on: impl Into<On<'_>>) -> Result<Vec<(Uuid, Uuid)>> {
    let rows = sql("SELECT o.group_id, o.edition_id FROM edition_outings o JOIN networks n ON n.id = o.network_id \
                    WHERE o.state = 'waits' AND o.reminded_on IS NULL AND n.asked_out AND n.ended_on IS NULL ORDER BY o.asked_on, o.edition_id");
    rows.all(on).await?.iter().map(|row| Ok((row.get("group_id")?, row.get("edition_id")?))).collect()
}

/// The network of an edition, and the day on which it comes out.
pub(super) async fn edition(on: impl Into<On<'_>>, group: Uuid, edition: Uuid) -> Result<(Uuid, Date)> {
    let row = sql("SELECT network_id, out_on FROM editions WHERE group_id = $1 AND id = $2").bind(group).bind(edition).one(on).await?;
    Ok((row.get("network_id")?, row.get("out_on")?))
}

/// What the decisions of an edition are about, in the group's words.
pub(super) async fn titles(on: impl Into<On<'_>>, group: Uuid, edition: Uuid) -> Result<Vec<String>> {
    let rows = sql("SELECT COALESCE(s.group_title, i.title) AS title FROM edition_entries x JOIN decisions d ON d.id = x.decision_id \
                    JOIN items i ON i.id = d.item_id LEFT JOIN issues s ON s.id = i.issue_id \
                    WHERE x.group_id = $1 AND x.edition_id = $2 AND NOT x.left_out ORDER BY d.year, d.number");
    rows.bind(group).bind(edition).all(on).await?.iter().map(|row| row.get("title")).collect()
}

/// Notes that the editor of an edition is asked.
pub(super) async fn insert(tx: &mut Tx, group: Uuid, edition: Uuid, day: Date, hash: &[u8]) -> Result<()> {
    sql("INSERT INTO edition_outings (edition_id, group_id, network_id, token_hash, asked_on, state, again) \
         SELECT id, group_id, network_id, $3, $4, 'waits', 0 FROM editions WHERE group_id = $1 AND id = $2")
    .bind(group)
    .bind(edition)
    .bind(hash)
    .bind(day)
    .run(tx)
    .await
    .map(drop)
}

/// Notes that they are asked once more, by a new link.
pub(super) async fn set_reminded(tx: &mut Tx, group: Uuid, edition: Uuid, day: Date, hash: &[u8]) -> Result<()> {
    sql("UPDATE edition_outings SET reminded_on = $3, token_hash = $4 WHERE group_id = $1 AND edition_id = $2")
        .bind(group)
        .bind(edition)
        .bind(day)
        .bind(hash)
        .run(tx)
        .await
        .map(drop)
}

/// Writes what an editor says.
pub(super) async fn set_told(tx: &mut Tx, group: Uuid, edition: Uuid, told: Told, comes_on: Option<Date>, at: Timestamp) -> Result<()> {
    sql("UPDATE edition_outings SET state = $3, comes_on = $4, answered_at = $5 WHERE group_id = $1 AND edition_id = $2")
        .bind(group)
        .bind(edition)
        .bind(told.key())
        .bind(comes_on)
        .bind(at)
        .run(tx)
        .await
        .map(drop)
}

/// Notes that its decisions were put into the next edition.
pub(super) async fn set_again(tx: &mut Tx, group: Uuid, edition: Uuid, day: Date, decisions: i64) -> Result<()> {
    sql("UPDATE edition_outings SET again_on = $3, again = $4 WHERE group_id = $1 AND edition_id = $2")
        .bind(group)
        .bind(edition)
        .bind(day)
        .bind(decisions)
        .run(tx)
        .await
        .map(drop)
}

/// Whether the editor of a network is asked.
pub(crate) async fn asking(on: impl Into<On<'_>>, group: Uuid, network: Uuid) -> Result<Asking> {
    let row =
        sql("SELECT asked_out, remind_out_days FROM networks WHERE group_id = $1 AND id = $2").bind(group).bind(network).one(on).await?;
    Ok(Asking { asked: row.get("asked_out")?, remind_days: row.get("remind_out_days")? })
}

pub(super) async fn set_asking(tx: &mut Tx, group: Uuid, network: Uuid, asking: Asking) -> Result<()> {
    sql("UPDATE networks SET asked_out = $3, remind_out_days = $4 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(network)
        .bind(asking.asked)
        .bind(asking.remind_days)
        .run(tx)
        .await
        .map(drop)
}

/// Editors are asked only about what was sent to them.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let astray = sql("SELECT COUNT(*) AS n FROM edition_outings o JOIN editions e ON e.id = o.edition_id \
                          WHERE e.sent_at IS NULL OR e.group_id <> o.group_id OR e.network_id <> o.network_id");
        counted(&mut problems, &astray.one(db).await?, "editors asked about an edition that they were not sent")?;
        let odd = sql("SELECT COUNT(*) AS n FROM edition_outings WHERE state NOT IN ('waits', 'yes', 'no', 'later') \
                       OR (state = 'later' AND comes_on IS NULL) OR (state = 'waits') <> (answered_at IS NULL) OR (again_on IS NOT NULL AND state <> 'no')");
        counted(&mut problems, &odd.one(db).await?, "editions of which nobody knows whether they came out")?;
        Ok(problems)
    })
}
