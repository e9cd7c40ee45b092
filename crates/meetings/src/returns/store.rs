//! Every statement on what comes back.

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use crate::{decisions::Manner, references};

/// A decision whose day has come, or comes with the next meeting.
#[derive(Clone, Debug)]
pub(super) struct Due {
    pub(super) id: Uuid,
    /// The day that brings it back.
    pub(super) on: Date,
    pub(super) reference: String,
    /// What it was about.
    pub(super) title: String,
    /// Why its item was reserved; empty for an open one.
    pub(super) reserved: String,
    /// Whether it was put off, and not decided.
    pub(super) put_off: bool,
}

fn due(row: &Row) -> Result<Due> {
    let manner: String = row.get("manner")?;
    let manner = Manner::from_key(&manner).ok_or_else(|| Error::internal("a decision was made in an unknown manner"))?;
    Ok(Due {
        id: row.get("id")?,
        on: row.get("due_on")?,
        reference: references::decision(row.get("year")?, row.get("number")?),
        title: row.get("title")?,
        reserved: row.get("reserved")?,
        put_off: !manner.settles(),
    })
}

/// The groups that have something to bring back by a day, or by their next meeting after it.
pub(super) async fn groups(on: impl Into<On<'_>>, today: Date) -> Result<Vec<Uuid>> {
    // The groups with a day that has not brought anything back; which of them are due is looked at under each group's lock.
    let rows =
        sql("SELECT DISTINCT d.group_id FROM decisions d WHERE d.confirmed AND (d.review_on IS NOT NULL OR d.comes_back_on IS NOT NULL) \
                    AND NOT EXISTS (SELECT 1 FROM decision_returns r WHERE r.decision_id = d.id \
                      AND r.due_on = COALESCE(d.comes_back_on, d.review_on)) \
                    AND (COALESCE(d.comes_back_on, d.review_on) <= $1 \
                      OR EXISTS (SELECT 1 FROM meetings m WHERE m.group_id = d.group_id AND m.state = 'planned' \
                        AND m.held_on >= COALESCE(d.comes_back_on, d.review_on)))");
    rows.bind(today).all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

/// What is due for a group by a day, the earliest first. An issue that was put off waits for a meeting as an issue, and not twice.
pub(super) async fn due_by(on: impl Into<On<'_>>, group: Uuid, day: Date) -> Result<Vec<Due>> {
    let rows = sql("SELECT d.id, d.year, d.number, d.manner, i.reserved, COALESCE(s.group_title, i.title) AS title, \
                    COALESCE(d.comes_back_on, d.review_on) AS due_on FROM decisions d JOIN items i ON i.id = d.item_id \
                    LEFT JOIN issues s ON s.id = i.issue_id WHERE d.group_id = $1 AND d.confirmed \
                    AND COALESCE(d.comes_back_on, d.review_on) <= $2 AND (s.id IS NULL OR s.state NOT IN ('triaged', 'scheduled')) \
                    AND NOT EXISTS (SELECT 1 FROM decision_returns r WHERE r.decision_id = d.id \
                      AND r.due_on = COALESCE(d.comes_back_on, d.review_on)) ORDER BY due_on, d.year, d.number LIMIT 200");
    rows.bind(group).bind(day).all(on).await?.iter().map(due).collect()
}

/// Notes that a day has brought a decision back.
pub(super) async fn put(tx: &mut Tx, group: Uuid, due: &Due, today: Date) -> Result<()> {
    sql("INSERT INTO decision_returns (decision_id, due_on, group_id, back_on) VALUES ($1, $2, $3, $4)")
        .bind(due.id)
        .bind(due.on)
        .bind(group)
        .bind(today)
        .run(tx)
        .await
        .map(drop)
}

/// Only confirmed decisions have come back, each to its own group.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let astray = sql("SELECT COUNT(*) AS n FROM decision_returns r JOIN decisions d ON d.id = r.decision_id \
                          WHERE NOT d.confirmed OR d.group_id <> r.group_id");
        counted(&mut problems, &astray.one(db).await?, "decisions that came back and are not confirmed, or are another group's")?;
        Ok(problems)
    })
}
