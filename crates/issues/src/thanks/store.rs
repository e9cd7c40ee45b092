//! Every statement on thanks that were passed on.

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use kernel::{Db, On, Result, Tx, sql, verify::counted};
use uuid::Uuid;

/// Thanks as they were passed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// Those who did it.
    pub to_whom: String,
    /// What was said to them.
    pub words: String,
    /// Whether it was said by mail; else somebody told them.
    pub mailed: bool,
    /// The day.
    pub passed_on: Date,
}

/// How an issue's thanks were passed on, if they were.
///
/// # Errors
/// When the database fails.
pub async fn of(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Option<Passed>> {
    let row = sql("SELECT to_whom, words, mailed, passed_on FROM thanks WHERE group_id = $1 AND issue_id = $2");
    let Some(row) = row.bind(group).bind(issue).optional(on).await? else { return Ok(None) };
    Ok(Some(Passed {
        to_whom: row.get("to_whom")?,
        words: row.get("words")?,
        mailed: row.get("mailed")?,
        passed_on: row.get("passed_on")?,
    }))
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, issue: Uuid, passed: &Passed) -> Result<()> {
    sql("INSERT INTO thanks (issue_id, group_id, to_whom, words, mailed, passed_on) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(issue)
        .bind(group)
        .bind(&passed.to_whom)
        .bind(&passed.words)
        .bind(passed.mailed)
        .bind(passed.passed_on)
        .run(tx)
        .await
        .map(drop)
}

/// What is passed on is thanks, and what says so was.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let odd = sql("SELECT COUNT(*) AS n FROM issues i LEFT JOIN thanks t ON t.issue_id = i.id \
                       WHERE (i.state = 'passed-on' AND (t.issue_id IS NULL OR i.kind <> 'praise')) OR (t.issue_id IS NOT NULL AND i.state <> 'passed-on')");
        counted(&mut problems, &odd.one(db).await?, "thanks that say they were passed on and were not, or the other way round")?;
        Ok(problems)
    })
}
