//! Every statement on packs: approvals, what was frozen, and the files that were made.

use futures_util::future::BoxFuture;
use group::membership::Side;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{Approval, Pack};

/// Which sides have approved the agenda with its papers, and which state of it.
pub(super) async fn approvals(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Approval>> {
    let rows =
        sql("SELECT a.side, a.person_id, p.name, a.deputy, a.content_hash FROM pack_approvals a JOIN people p ON p.id = a.person_id \
                    WHERE a.group_id = $1 AND a.meeting_id = $2 ORDER BY a.side DESC");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(Approval::from_row).collect()
}

pub(super) async fn put_approval(tx: &mut Tx, group: Uuid, meeting: Uuid, approval: &Approval, at: Timestamp) -> Result<()> {
    sql("INSERT INTO pack_approvals (meeting_id, side, group_id, person_id, deputy, content_hash, approved_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (meeting_id, side) DO UPDATE SET person_id = excluded.person_id, \
         deputy = excluded.deputy, content_hash = excluded.content_hash, approved_at = excluded.approved_at")
    .bind(meeting)
    .bind(approval.side.key())
    .bind(group)
    .bind(approval.person)
    .bind(approval.deputy)
    .bind(approval.content_hash.as_slice())
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// Whether a pack of a meeting was frozen.
///
/// # Errors
/// When the database fails.
pub(crate) async fn is_frozen(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<bool> {
    let row = sql("SELECT 1 AS there FROM packs WHERE group_id = $1 AND meeting_id = $2 LIMIT 1");
    Ok(row.bind(group).bind(meeting).optional(on).await?.is_some())
}

fn pack_of(row: &Row) -> Result<Pack> {
    let (state, listing): (String, String) = (row.get("state")?, row.get("listing")?);
    Ok(Pack {
        id: row.get("id")?,
        number: row.get("number")?,
        sent: state == "sent",
        frozen_on: row.get("frozen_on")?,
        steps: (row.get("done")?, row.get("steps")?),
        listing: serde_json::from_str(&listing)?,
    })
}

/// What was frozen of a meeting, the pack first and then what went out after it.
pub(super) async fn packs(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Pack>> {
    let rows = sql("SELECT id, number, state, frozen_on, done, steps, listing FROM packs \
                    WHERE group_id = $1 AND meeting_id = $2 ORDER BY number");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(pack_of).collect()
}

/// The number of the meeting that a pack belongs to, and its key.
pub(super) async fn meeting_of(on: impl Into<On<'_>>, group: Uuid, pack: Uuid) -> Result<(i64, Uuid)> {
    let row = sql("SELECT m.number, m.id FROM packs p JOIN meetings m ON m.id = p.meeting_id WHERE p.group_id = $1 AND p.id = $2");
    let row = row.bind(group).bind(pack).one(on).await?;
    Ok((row.get("number")?, row.get("id")?))
}

/// What is frozen.
pub(super) struct New<'a> {
    pub(super) id: Uuid,
    pub(super) meeting: Uuid,
    pub(super) number: i64,
    pub(super) listing: &'a str,
    pub(super) hash: &'a [u8],
    pub(super) on: Date,
    pub(super) steps: i64,
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, new: &New<'_>) -> Result<()> {
    sql("INSERT INTO packs (id, group_id, meeting_id, number, state, listing, content_hash, frozen_on, done, steps) \
         VALUES ($1, $2, $3, $4, 'making', $5, $6, $7, 0, $8)")
    .bind(new.id)
    .bind(group)
    .bind(new.meeting)
    .bind(new.number)
    .bind(new.listing)
    .bind(new.hash)
    .bind(new.on)
    .bind(new.steps)
    .run(tx)
    .await
    .map(drop)
}

pub(super) async fn set_done(tx: &mut Tx, group: Uuid, pack: Uuid, done: i64) -> Result<()> {
    sql("UPDATE packs SET done = $3 WHERE group_id = $1 AND id = $2").bind(group).bind(pack).bind(done).run(tx).await.map(drop)
}

/// Notes that a pack is made; tells whether it was not yet.
pub(super) async fn set_sent(tx: &mut Tx, group: Uuid, pack: Uuid) -> Result<bool> {
    let changed = sql("UPDATE packs SET state = 'sent', done = steps WHERE group_id = $1 AND id = $2 AND state = 'making'");
    Ok(changed.bind(group).bind(pack).run(tx).await? == 1)
}

/// Keeps a file of a pack: with everything in it, or without what is reserved.
pub(super) async fn put_file(tx: &mut Tx, group: Uuid, (id, pack): (Uuid, Uuid), everything: bool, name: &str, file: &[u8]) -> Result<()> {
    sql("INSERT INTO pack_files (id, group_id, pack_id, everything, file_name, file_kind, file) VALUES ($1, $2, $3, $4, $5, 'pdf', $6)")
        .bind(id)
        .bind(group)
        .bind(pack)
        .bind(everything)
        .bind(name)
        .bind(file)
        .run(tx)
        .await
        .map(drop)
}

/// Which files there are of a meeting's packs: the pack's number, and whether everything is in it.
pub(super) async fn files(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<(i64, bool)>> {
    let rows = sql("SELECT p.number, f.everything FROM pack_files f JOIN packs p ON p.id = f.pack_id \
                    WHERE p.group_id = $1 AND p.meeting_id = $2 ORDER BY p.number, f.everything DESC");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(|row| Ok((row.get("number")?, row.get("everything")?))).collect()
}

/// A file of a pack with how its name ends: what was taken out of the record is plain text.
pub(super) async fn file(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid, number: i64, everything: bool) -> Result<(String, Vec<u8>)> {
    let row = sql("SELECT f.file_kind, f.file FROM pack_files f JOIN packs p ON p.id = f.pack_id \
                   WHERE p.group_id = $1 AND p.meeting_id = $2 AND p.number = $3 AND f.everything = $4");
    let row = row.bind(group).bind(meeting).bind(number).bind(everything).one(on).await?;
    Ok((row.get("file_kind")?, row.get("file")?))
}

/// Planned meetings whose agenda and papers the other side has approved and this one not.
pub(super) async fn waiting(on: impl Into<On<'_>>, group: Uuid, side: Side) -> Result<Vec<(i64, Date)>> {
    let rows = sql("SELECT m.number, m.held_on FROM meetings m JOIN pack_approvals a ON a.meeting_id = m.id AND a.side <> $2 \
                    LEFT JOIN packs p ON p.meeting_id = m.id LEFT JOIN pack_approvals o ON o.meeting_id = m.id AND o.side = $2 \
                    WHERE m.group_id = $1 AND m.state = 'planned' AND p.id IS NULL AND o.person_id IS NULL ORDER BY m.held_on, m.number");
    rows.bind(group).bind(side.key()).all(on).await?.iter().map(|row| Ok((row.get("number")?, row.get("held_on")?))).collect()
}

/// No pack went out that one side alone approved, and each that went out has its file.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let alone = sql("SELECT COUNT(*) AS n FROM packs p \
                         LEFT JOIN pack_approvals g ON g.meeting_id = p.meeting_id AND g.side = 'gp' AND g.content_hash = p.content_hash \
                         LEFT JOIN pack_approvals c ON c.meeting_id = p.meeting_id AND c.side = 'consultant' AND c.content_hash = p.content_hash \
                         WHERE p.number = 1 AND (g.person_id IS NULL OR c.person_id IS NULL OR g.person_id = c.person_id)");
        counted(&mut problems, &alone.one(db).await?, "packs that went out without both sides")?;
        let without = sql("SELECT COUNT(*) AS n FROM packs p LEFT JOIN pack_files f ON f.pack_id = p.id AND f.everything \
                           WHERE p.state = 'sent' AND f.id IS NULL");
        counted(&mut problems, &without.one(db).await?, "packs that went out without a file")?;
        Ok(problems)
    })
}
