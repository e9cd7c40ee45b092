//! Every statement on the exchange.

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{self, Kind, Line};

fn from_row(row: &Row) -> Result<Line> {
    let kind: String = row.get("kind")?;
    Ok(Line {
        id: row.get("id")?,
        place: row.get("place")?,
        kind: Kind::from_key(&kind).ok_or_else(|| Error::internal("a line of an exchange has an unknown kind"))?,
        words: row.get("words")?,
        said_on: row.get("said_on")?,
    })
}

/// What was asked, answered and added about an issue, in order.
///
/// # Errors
/// When the database fails.
pub async fn lines(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<Line>> {
    let rows = sql(
        "SELECT e.id, e.place, e.kind, CASE WHEN f.id IS NULL THEN e.words ELSE '[hidden until the group’s administrator has looked at it]' END AS words, \
                    e.said_on FROM exchange e LEFT JOIN flags f ON f.issue_id = e.issue_id AND f.state = 'open' \
                    WHERE e.group_id = $1 AND e.issue_id = $2 ORDER BY e.place",
    );
    rows.bind(group).bind(issue).all(on).await?.iter().map(from_row).collect()
}

/// The question about an issue that waits for an answer.
pub(crate) async fn open_question(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Option<Line>> {
    Ok(model::open(&lines(on, group, issue).await?).cloned())
}

/// Writes a line; `person` is who asks, never who answers.
pub(super) async fn insert(tx: &mut Tx, group: Uuid, issue: Uuid, line: &Line, person: Option<Uuid>) -> Result<()> {
    sql("INSERT INTO exchange (id, group_id, issue_id, place, kind, words, person_id, said_on, told) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .bind(line.id)
        .bind(group)
        .bind(issue)
        .bind(line.place)
        .bind(line.kind.key())
        .bind(&line.words)
        .bind(person)
        .bind(line.said_on)
        .bind(line.kind == Kind::Question)
        .run(tx)
        .await
        .map(drop)
}

/// The groups whose reporters said something before a day that nobody was told of.
pub(super) async fn groups_untold(on: impl Into<On<'_>>, before: Date) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT DISTINCT group_id FROM exchange WHERE NOT told AND said_on < $1").bind(before);
    rows.all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

/// The numbers of issues of which nobody was told what their reporters said before a day.
pub(super) async fn untold(on: impl Into<On<'_>>, group: Uuid, before: Date) -> Result<Vec<i64>> {
    let rows = sql("SELECT DISTINCT i.number FROM exchange e JOIN issues i ON i.id = e.issue_id \
                    WHERE e.group_id = $1 AND NOT e.told AND e.said_on < $2 AND i.state <> 'withdrawn' ORDER BY i.number");
    rows.bind(group).bind(before).all(on).await?.iter().map(|row| row.get("number")).collect()
}

pub(super) async fn set_told(tx: &mut Tx, group: Uuid, before: Date) -> Result<()> {
    let statement = sql("UPDATE exchange SET told = TRUE WHERE group_id = $1 AND NOT told AND said_on < $2");
    statement.bind(group).bind(before).run(tx).await.map(drop)
}

/// A reporter is never named in an exchange, an issue that waits for an answer has a question, and lines stay in their group.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let named = sql("SELECT COUNT(*) AS n FROM exchange WHERE kind <> 'question' AND person_id IS NOT NULL");
        counted(&mut problems, &named.one(db).await?, "answers that say who gave them")?;
        let unasked = sql("SELECT COUNT(*) AS n FROM issues i WHERE i.state = 'asked' AND NOT EXISTS \
                           (SELECT 1 FROM exchange e WHERE e.issue_id = i.id AND e.kind = 'question')");
        counted(&mut problems, &unasked.one(db).await?, "issues that wait for an answer without a question")?;
        let strange = sql("SELECT COUNT(*) AS n FROM exchange e JOIN issues i ON i.id = e.issue_id WHERE e.group_id <> i.group_id");
        counted(&mut problems, &strange.one(db).await?, "lines of an exchange in another group than their issue")?;
        Ok(problems)
    })
}
