//! Every statement on papers.

use futures_util::future::BoxFuture;
use jiff::{Timestamp, tz::TimeZone};
use kernel::{Db, Error, On, Result, Row, Tx, clock, sql, verify::counted};
use uuid::Uuid;

use super::model::{Kind, Paper, State};

/// Days before a meeting by which papers are due, until the group says otherwise.
const DAYS_BEFORE: i64 = 7;

/// How many days before a meeting papers are due.
pub(super) async fn days_before(on: impl Into<On<'_>>, group: Uuid) -> Result<i64> {
    let row = sql("SELECT days_before FROM paper_rules WHERE group_id = $1").bind(group).optional(on).await?;
    row.map_or(Ok(DAYS_BEFORE), |row| row.get("days_before"))
}

pub(super) async fn put_days_before(tx: &mut Tx, group: Uuid, days: i64) -> Result<()> {
    sql("INSERT INTO paper_rules (group_id, days_before) VALUES ($1, $2) ON CONFLICT (group_id) DO UPDATE SET days_before = excluded.days_before")
        .bind(group)
        .bind(days)
        .run(tx)
        .await
        .map(drop)
}

fn from_row(row: &Row, zone: &TimeZone) -> Result<Paper> {
    let (kind, state): (String, String) = (row.get("file_kind")?, row.get("state")?);
    let unknown = || Error::internal("a paper has an unknown word");
    Ok(Paper {
        id: row.get("id")?,
        item: row.get("on_item")?,
        letter: row.get("letter")?,
        version: row.get("version")?,
        state: State::from_key(&state).ok_or_else(unknown)?,
        title: row.get("title")?,
        pages: row.get("pages")?,
        vouched: row.get("vouched")?,
        late: row.get("late")?,
        brought_by: row.get("brought_by")?,
        by: row.get("name")?,
        brought_on: clock::day_of(row.get::<Timestamp>("brought_at")?, zone),
        kind: Kind::from_key(&kind).ok_or_else(unknown)?,
    })
}

/// All papers of a meeting's items in all their versions, by letter and the newest first; those of the items that they go on
/// from are among them.
///
/// # Errors
/// When the database fails.
pub(crate) async fn of_meeting(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid, zone: &TimeZone) -> Result<Vec<Paper>> {
    let rows = sql("WITH RECURSIVE thread (on_item, at_item) AS ( \
           SELECT id, id FROM items WHERE group_id = $1 AND meeting_id = $2 \
           UNION ALL SELECT t.on_item, i.follows FROM thread t JOIN items i ON i.id = t.at_item WHERE i.follows IS NOT NULL) \
         SELECT t.on_item, p.id, p.letter, p.version, p.state, p.title, p.pages, p.vouched, p.late, p.brought_by, p.brought_at, p.file_kind, w.name \
         FROM thread t JOIN papers p ON p.item_id = t.at_item JOIN people w ON w.id = p.brought_by \
         WHERE p.group_id = $1 ORDER BY t.on_item, p.letter, p.version DESC, p.id");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(|row| from_row(row, zone)).collect()
}

/// How many versions of papers a meeting's own items have, and how many bytes those have that are the ones to read.
pub(super) async fn amount(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<(i64, i64)> {
    let row = sql("SELECT COUNT(*) AS n, COALESCE(SUM(CASE WHEN p.state = 'current' THEN LENGTH(p.file) ELSE 0 END), 0) AS bytes \
                   FROM papers p JOIN items i ON i.id = p.item_id WHERE p.group_id = $1 AND i.meeting_id = $2");
    let row = row.bind(group).bind(meeting).one(on).await?;
    Ok((row.get("n")?, row.get("bytes")?))
}

/// The file of a paper.
///
/// # Errors
/// [`Error::NotFound`] when the group has none with this key.
pub(super) async fn file(on: impl Into<On<'_>>, group: Uuid, paper: Uuid) -> Result<Vec<u8>> {
    sql("SELECT file FROM papers WHERE group_id = $1 AND id = $2").bind(group).bind(paper).one(on).await?.get("file")
}

/// The kind, the text and the file of a paper, while it is there.
///
/// # Errors
/// When the database fails.
pub(crate) async fn whole(on: impl Into<On<'_>>, group: Uuid, paper: Uuid) -> Result<Option<(Kind, String, Vec<u8>)>> {
    let row =
        sql("SELECT file_kind, content, file FROM papers WHERE group_id = $1 AND id = $2").bind(group).bind(paper).optional(on).await?;
    let read = |row: Row| {
        let kind: String = row.get("file_kind")?;
        let kind = Kind::from_key(&kind).ok_or_else(|| Error::internal("a paper has an unknown kind of file"))?;
        Ok((kind, row.get("content")?, row.get("file")?))
    };
    row.map(read).transpose()
}

/// A version of a paper to be kept.
pub(super) struct New<'a> {
    pub(super) id: Uuid,
    pub(super) item: Uuid,
    pub(super) letter: i64,
    pub(super) version: i64,
    pub(super) title: &'a str,
    pub(super) content: &'a str,
    pub(super) pages: i64,
    pub(super) vouched: bool,
    pub(super) late: bool,
    pub(super) by: Uuid,
    pub(super) at: Timestamp,
    pub(super) file_name: &'a str,
    pub(super) kind: Kind,
    pub(super) file: &'a [u8],
}

/// Keeps a version of a paper with its file.
pub(super) async fn insert(tx: &mut Tx, group: Uuid, new: &New<'_>) -> Result<()> {
    sql("INSERT INTO papers (id, group_id, item_id, letter, version, state, title, content, pages, vouched, late, brought_by, brought_at, \
         file_name, file_kind, file) VALUES ($1, $2, $3, $4, $5, 'current', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)")
    .bind(new.id)
    .bind(group)
    .bind(new.item)
    .bind(new.letter)
    .bind(new.version)
    .bind(new.title)
    .bind(new.content)
    .bind(new.pages)
    .bind(new.vouched)
    .bind(new.late)
    .bind(new.by)
    .bind(new.at)
    .bind(new.file_name)
    .bind(new.kind.key())
    .bind(new.file)
    .run(tx)
    .await
    .map(drop)
}

pub(super) async fn set_state(tx: &mut Tx, group: Uuid, paper: Uuid, state: State) -> Result<()> {
    sql("UPDATE papers SET state = $3 WHERE group_id = $1 AND id = $2").bind(group).bind(paper).bind(state.key()).run(tx).await.map(drop)
}

/// Forgets one version of a paper.
pub(super) async fn delete(tx: &mut Tx, group: Uuid, paper: Uuid) -> Result<()> {
    sql("DELETE FROM papers WHERE group_id = $1 AND id = $2").bind(group).bind(paper).run(tx).await.map(drop)
}

/// Whether an item has papers that can still be read.
pub(super) async fn any(on: impl Into<On<'_>>, group: Uuid, item: Uuid) -> Result<bool> {
    let row = sql("SELECT 1 AS there FROM papers WHERE group_id = $1 AND item_id = $2 AND state = 'current' LIMIT 1");
    Ok(row.bind(group).bind(item).optional(on).await?.is_some())
}

/// Forgets the papers of an item that leaves its agenda.
///
/// # Errors
/// When the database fails.
pub(crate) async fn forget(tx: &mut Tx, group: Uuid, item: Uuid) -> Result<()> {
    sql("DELETE FROM papers WHERE group_id = $1 AND item_id = $2").bind(group).bind(item).run(tx).await.map(drop)
}

/// Of each paper one version is the one to read, and the ledger says that each was brought.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let double = sql("SELECT COUNT(*) AS n FROM (SELECT item_id, letter FROM papers WHERE state = 'current' \
                          GROUP BY item_id, letter HAVING COUNT(*) > 1) d");
        counted(&mut problems, &double.one(db).await?, "papers of which two versions are the one to read")?;
        let unsaid = sql("SELECT COUNT(*) AS n FROM papers p LEFT JOIN ledger l ON l.scope_id = p.group_id AND l.thing_id = p.id \
                          AND l.verb = 'paper.brought' WHERE l.seq IS NULL");
        counted(&mut problems, &unsaid.one(db).await?, "papers that are not in the ledger")?;
        Ok(problems)
    })
}
