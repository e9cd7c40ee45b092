//! Every statement on files of reporters.

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{Kind, Line};

fn line(row: &Row) -> Result<Line> {
    let kind: String = row.get("kind")?;
    let kind = Kind::from_key(&kind).ok_or_else(|| Error::internal("a file has an unknown kind"))?;
    Ok(Line { number: row.get("number")?, kind, added_on: row.get("added_on")? })
}

/// The files of an issue, in the order in which they came.
///
/// # Errors
/// When the database fails.
pub async fn lines(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<Line>> {
    let rows = sql("SELECT number, kind, added_on FROM issue_files WHERE group_id = $1 AND issue_id = $2 ORDER BY number");
    rows.bind(group).bind(issue).all(on).await?.iter().map(line).collect()
}

/// The files of an issue, each with how many characters of it are kept.
pub(super) async fn measured(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<(Line, i64)>> {
    let rows = sql("SELECT number, kind, added_on, CAST(LENGTH(words) AS BIGINT) AS characters FROM issue_files \
                    WHERE group_id = $1 AND issue_id = $2 ORDER BY number");
    rows.bind(group).bind(issue).all(on).await?.iter().map(|row| Ok((line(row)?, row.get("characters")?))).collect()
}

/// The words by which an issue is found through its files: the first of each, and none while it is flagged.
///
/// # Errors
/// When the database fails.
pub(crate) async fn found_by(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<String>> {
    let rows = sql("SELECT SUBSTR(words, 1, 20000) AS words FROM issue_files a WHERE group_id = $1 AND issue_id = $2 \
                    AND NOT EXISTS (SELECT 1 FROM flags f WHERE f.issue_id = a.issue_id AND f.state = 'open') ORDER BY number");
    rows.bind(group).bind(issue).all(on).await?.iter().map(|row| row.get("words")).collect()
}

/// A file and its words; while its issue is flagged nobody reads them.
pub(super) async fn one(on: impl Into<On<'_>>, group: Uuid, issue: Uuid, number: i64) -> Result<(Line, String)> {
    let row = sql(
        "SELECT a.number, a.kind, a.added_on, CASE WHEN EXISTS (SELECT 1 FROM flags f WHERE f.issue_id = a.issue_id AND f.state = 'open') \
                   THEN '[hidden until the group’s administrator has looked at it]' ELSE a.words END AS words \
                   FROM issue_files a WHERE a.group_id = $1 AND a.issue_id = $2 AND a.number = $3",
    );
    let row = row.bind(group).bind(issue).bind(number).one(on).await?;
    Ok((line(&row)?, row.get("words")?))
}

/// Whether an issue has a file with just these words.
pub(super) async fn has(on: impl Into<On<'_>>, group: Uuid, issue: Uuid, words: &str) -> Result<bool> {
    let row = sql("SELECT COUNT(*) AS n FROM issue_files WHERE group_id = $1 AND issue_id = $2 AND words = $3");
    Ok(row.bind(group).bind(issue).bind(words).one(on).await?.get::<i64>("n")? > 0)
}

pub(super) async fn insert(
    tx: &mut Tx,
    group: Uuid,
    issue: Uuid,
    id: Uuid,
    (number, kind, words, day): (i64, Kind, &str, Date),
) -> Result<()> {
    sql("INSERT INTO issue_files (id, group_id, issue_id, number, kind, words, added_on) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(group)
        .bind(issue)
        .bind(number)
        .bind(kind.key())
        .bind(words)
        .bind(day)
        .run(tx)
        .await
        .map(drop)
}

/// Deletes a file; tells whether there was one.
pub(super) async fn delete(tx: &mut Tx, group: Uuid, issue: Uuid, number: i64) -> Result<bool> {
    let statement = sql("DELETE FROM issue_files WHERE group_id = $1 AND issue_id = $2 AND number = $3");
    Ok(statement.bind(group).bind(issue).bind(number).run(tx).await? == 1)
}

/// Deletes all files of an issue.
pub(super) async fn delete_all(tx: &mut Tx, group: Uuid, issue: Uuid) -> Result<()> {
    sql("DELETE FROM issue_files WHERE group_id = $1 AND issue_id = $2").bind(group).bind(issue).run(tx).await.map(drop)
}

/// Files stay in the group of their issue, and go with an issue that is taken back.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let strange = sql("SELECT COUNT(*) AS n FROM issue_files a JOIN issues i ON i.id = a.issue_id WHERE a.group_id <> i.group_id");
        counted(&mut problems, &strange.one(db).await?, "files in another group than their issue")?;
        let left = sql("SELECT COUNT(*) AS n FROM issue_files a JOIN issues i ON i.id = a.issue_id WHERE i.state = 'withdrawn'");
        counted(&mut problems, &left.one(db).await?, "files of issues that were taken back")?;
        Ok(problems)
    })
}
