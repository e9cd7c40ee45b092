//! Every statement on decisions.

use futures_util::future::BoxFuture;
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::{
    model::{Decision, Quorum},
    outcome::KeyOutcome,
};

/// A decision of a row that holds every column of `decisions`, its key as `decision_id`, its words as `decision_words`.
///
/// # Errors
/// When a column is missing.
pub fn from_row(row: &Row) -> Result<Decision> {
    Ok(Decision {
        id: row.get("decision_id")?,
        item: row.get("item_id")?,
        year: row.get("decision_year")?,
        number: row.get("decision_number")?,
        words: row.get("decision_words")?,
        outcome: KeyOutcome {
            what_changes: row.get("what_changes")?,
            for_whom: row.get("for_whom")?,
            from_when: row.get("from_when")?,
            who_to_ask: row.get("who_to_ask")?,
            cascades: row.get("cascades")?,
        },
        decided_on: row.get("decided_on")?,
        quorum: Quorum {
            gps: row.get("gps")?,
            consultants: row.get("consultants")?,
            gps_needed: row.get("quorum_gps")?,
            consultants_needed: row.get("quorum_consultants")?,
        },
        confirmed: row.get("confirmed")?,
    })
}

/// The decision on an item.
pub(crate) async fn by_item(on: impl Into<On<'_>>, group: Uuid, item: Uuid) -> Result<Option<Decision>> {
    let row =
        sql("SELECT id AS decision_id, item_id, year AS decision_year, number AS decision_number, words AS decision_words, decided_on, \
                   gps, consultants, quorum_gps, quorum_consultants, confirmed, what_changes, for_whom, from_when, who_to_ask, cascades \
                   FROM decisions WHERE group_id = $1 AND item_id = $2");
    row.bind(group).bind(item).optional(on).await?.as_ref().map(from_row).transpose()
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, meeting: Uuid, decision: &Decision) -> Result<()> {
    sql("INSERT INTO decisions (id, group_id, item_id, year, number, words, decided_on, gps, consultants, quorum_gps, quorum_consultants, confirmed, \
         meeting_id, what_changes, for_whom, from_when, who_to_ask, cascades) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)")
    .bind(decision.id)
    .bind(group)
    .bind(decision.item)
    .bind(decision.year)
    .bind(decision.number)
    .bind(&decision.words)
    .bind(decision.decided_on)
    .bind(decision.quorum.gps)
    .bind(decision.quorum.consultants)
    .bind(decision.quorum.gps_needed)
    .bind(decision.quorum.consultants_needed)
    .bind(decision.confirmed)
    .bind(meeting)
    .bind(&decision.outcome.what_changes)
    .bind(&decision.outcome.for_whom)
    .bind(decision.outcome.from_when)
    .bind(&decision.outcome.who_to_ask)
    .bind(decision.outcome.cascades)
    .run(tx)
    .await
    .map(drop)
}

pub(super) async fn set_words(tx: &mut Tx, group: Uuid, id: Uuid, words: &str, outcome: &KeyOutcome) -> Result<()> {
    sql("UPDATE decisions SET words = $3, what_changes = $4, for_whom = $5, from_when = $6, who_to_ask = $7, cascades = $8 \
         WHERE group_id = $1 AND id = $2 AND NOT confirmed")
    .bind(group)
    .bind(id)
    .bind(words)
    .bind(&outcome.what_changes)
    .bind(&outcome.for_whom)
    .bind(outcome.from_when)
    .bind(&outcome.who_to_ask)
    .bind(outcome.cascades)
    .run(tx)
    .await
    .map(drop)
}

pub(super) async fn delete(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<()> {
    sql("DELETE FROM decisions WHERE group_id = $1 AND id = $2 AND NOT confirmed").bind(group).bind(id).run(tx).await.map(drop)
}

/// Corrects who was there, for every decision of a meeting that is not confirmed yet.
pub(crate) async fn set_quorum(tx: &mut Tx, group: Uuid, meeting: Uuid, quorum: Quorum) -> Result<()> {
    sql("UPDATE decisions SET gps = $3, consultants = $4, quorum_gps = $5, quorum_consultants = $6 \
         WHERE group_id = $1 AND meeting_id = $2 AND NOT confirmed")
    .bind(group)
    .bind(meeting)
    .bind(quorum.gps)
    .bind(quorum.consultants)
    .bind(quorum.gps_needed)
    .bind(quorum.consultants_needed)
    .run(tx)
    .await
    .map(drop)
}

/// Confirms every decision of a meeting.
pub(crate) async fn confirm(tx: &mut Tx, group: Uuid, meeting: Uuid) -> Result<()> {
    sql("UPDATE decisions SET confirmed = TRUE WHERE group_id = $1 AND meeting_id = $2").bind(group).bind(meeting).run(tx).await.map(drop)
}

/// Every decision was made by a quorum of both sides, and the ledger says that it was made.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let few = sql("SELECT COUNT(*) AS n FROM decisions WHERE gps < quorum_gps OR consultants < quorum_consultants");
        counted(&mut problems, &few.one(db).await?, "decisions made without a quorum")?;
        let unsaid = sql("SELECT COUNT(*) AS n FROM decisions d LEFT JOIN ledger l ON l.scope_id = d.group_id AND l.thing_id = d.id \
                          AND l.verb = 'decision.made' WHERE l.seq IS NULL");
        counted(&mut problems, &unsaid.one(db).await?, "decisions that are not in the ledger")?;
        Ok(problems)
    })
}
