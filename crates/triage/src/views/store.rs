//! Every statement on the two sides' views.

use futures_util::future::BoxFuture;
use group::membership::Side;
use jiff::Timestamp;
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{Outcome, View};

fn from_row(row: &Row) -> Result<View> {
    let (side, outcome): (String, String) = (row.get("side")?, row.get("outcome")?);
    let unknown = || Error::internal("a view has an unknown side or outcome");
    Ok(View {
        side: Side::from_key(&side).ok_or_else(unknown)?,
        person: row.get("person_id")?,
        name: row.get("name")?,
        outcome: Outcome::from_key(&outcome).ok_or_else(unknown)?,
        theme: row.get("theme")?,
    })
}

/// The views on an issue, the GP side's first.
pub(super) async fn views(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<View>> {
    let rows = sql("SELECT v.side, v.person_id, p.name, v.outcome, v.theme FROM triage_views v JOIN people p ON p.id = v.person_id \
                    WHERE v.group_id = $1 AND v.issue_id = $2 ORDER BY v.side DESC");
    rows.bind(group).bind(issue).all(on).await?.iter().map(from_row).collect()
}

/// Writes a side's view, or writes it anew.
pub(super) async fn put(tx: &mut Tx, group: Uuid, issue: Uuid, view: &View, at: Timestamp) -> Result<()> {
    sql("INSERT INTO triage_views (issue_id, group_id, side, person_id, outcome, theme, given_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (issue_id, side) DO UPDATE SET person_id = excluded.person_id, outcome = excluded.outcome, theme = excluded.theme, \
         given_at = excluded.given_at")
    .bind(issue)
    .bind(group)
    .bind(view.side.key())
    .bind(view.person)
    .bind(view.outcome.key())
    .bind(&view.theme)
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// Gives the views on an issue to the one that leads on in its place.
pub(super) async fn hand_on(tx: &mut Tx, group: Uuid, from: Uuid, to: Uuid) -> Result<()> {
    sql("DELETE FROM triage_views WHERE group_id = $1 AND issue_id = $2").bind(group).bind(to).run(&mut *tx).await?;
    sql("UPDATE triage_views SET issue_id = $3 WHERE group_id = $1 AND issue_id = $2")
        .bind(group)
        .bind(from)
        .bind(to)
        .run(tx)
        .await
        .map(drop)
}

/// Every triaged issue has the views of both sides, and they are the same.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let alone = sql("SELECT COUNT(*) AS n FROM issues i LEFT JOIN triage_views g ON g.issue_id = i.id AND g.side = 'gp' \
                         LEFT JOIN triage_views c ON c.issue_id = i.id AND c.side = 'consultant' \
                         WHERE i.state = 'triaged' AND (g.outcome IS DISTINCT FROM c.outcome OR g.theme IS DISTINCT FROM c.theme OR g.side IS NULL)");
        let mut problems = Vec::new();
        counted(&mut problems, &alone.one(db).await?, "triaged issues on which the two sides did not agree")?;
        Ok(problems)
    })
}
