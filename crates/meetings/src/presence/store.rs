//! Every statement on coming and going, and on who was counted for a decision.

use futures_util::future::BoxFuture;
use group::membership::Side;
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::Move;

/// Who came and went at a meeting.
pub(crate) async fn moves(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Move>> {
    let rows = sql("SELECT c.item_id, c.person_id, c.here FROM comings c JOIN items i ON i.id = c.item_id \
                    WHERE c.group_id = $1 AND i.meeting_id = $2 ORDER BY i.position, i.number, c.person_id");
    let read = |row: &Row| Ok(Move { item: row.get("item_id")?, person: row.get("person_id")?, here: row.get("here")? });
    rows.bind(group).bind(meeting).all(on).await?.iter().map(read).collect()
}

/// Writes that somebody comes or goes at an item, in place of what was said of them there before.
pub(crate) async fn put(tx: &mut Tx, group: Uuid, step: Move) -> Result<()> {
    sql("INSERT INTO comings (item_id, person_id, group_id, here) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (item_id, person_id) DO UPDATE SET here = excluded.here")
    .bind(step.item)
    .bind(step.person)
    .bind(group)
    .bind(step.here)
    .run(tx)
    .await
    .map(drop)
}

/// Whether anybody came or went at an item.
pub(crate) async fn moved_at(tx: &mut Tx, group: Uuid, item: Uuid) -> Result<bool> {
    let row = sql("SELECT COUNT(*) AS n FROM comings WHERE group_id = $1 AND item_id = $2");
    Ok(row.bind(group).bind(item).one(tx).await?.get::<i64>("n")? > 0)
}

/// Keeps who was counted for a decision, in place of who was before.
pub(crate) async fn count(tx: &mut Tx, group: Uuid, decision: Uuid, people: &[(Uuid, Side)]) -> Result<()> {
    sql("DELETE FROM counted WHERE group_id = $1 AND decision_id = $2").bind(group).bind(decision).run(&mut *tx).await?;
    for (person, side) in people {
        sql("INSERT INTO counted (decision_id, person_id, group_id, side) VALUES ($1, $2, $3, $4)")
            .bind(decision)
            .bind(*person)
            .bind(group)
            .bind(side.key())
            .run(&mut *tx)
            .await?;
    }
    Ok(())
}

/// Each decision's quorum is the number of those who were counted for it, and each of them was at its meeting.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let odd = sql("SELECT COUNT(*) AS n FROM (SELECT d.id FROM decisions d JOIN counted c ON c.decision_id = d.id \
                       GROUP BY d.id, d.gps, d.consultants HAVING COUNT(*) FILTER (WHERE c.side = 'gp') <> d.gps \
                       OR COUNT(*) FILTER (WHERE c.side = 'consultant') <> d.consultants) odd");
        counted(&mut problems, &odd.one(db).await?, "decisions whose quorum is not those who were counted")?;
        let absent = sql("SELECT COUNT(*) AS n FROM counted c JOIN decisions d ON d.id = c.decision_id \
                          LEFT JOIN attendances a ON a.meeting_id = d.meeting_id AND a.person_id = c.person_id AND a.presence = 'present' AND a.core \
                          WHERE a.person_id IS NULL OR a.side <> c.side");
        counted(&mut problems, &absent.one(db).await?, "people counted for a decision who were not there")?;
        let unknown = sql("SELECT COUNT(*) AS n FROM decisions d LEFT JOIN counted c ON c.decision_id = d.id \
                           WHERE c.decision_id IS NULL AND d.gps + d.consultants > 0 \
                           AND EXISTS (SELECT 1 FROM attendances a WHERE a.meeting_id = d.meeting_id)");
        counted(&mut problems, &unknown.one(db).await?, "decisions of which nobody knows who was there")?;
        Ok(problems)
    })
}
