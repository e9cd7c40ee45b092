//! Every statement on decisions.

use futures_util::future::BoxFuture;
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::{
    manner::{How, Manner},
    model::{Decision, Quorum},
    outcome::KeyOutcome,
};

/// A decision of a row that holds every column of `decisions`, its key as `decision_id`, its words as `decision_words`.
///
/// # Errors
/// When a column is missing.
pub fn from_row(row: &Row) -> Result<Decision> {
    let manner: String = row.get("manner")?;
    Ok(Decision {
        id: row.get("decision_id")?,
        item: row.get("item_id")?,
        year: row.get("decision_year")?,
        number: row.get("decision_number")?,
        words: row.get("decision_words")?,
        how: How {
            manner: Manner::from_key(&manner).ok_or_else(|| Error::internal("a decision was made in an unknown manner"))?,
            aside: row.get("aside")?,
            gp_view: row.get("gp_view")?,
            consultant_view: row.get("consultant_view")?,
            views_told: row.get("views_told")?,
            comes_back_on: row.get("comes_back_on")?,
            review_on: row.get("review_on")?,
        },
        outcome: KeyOutcome {
            what_changes: row.get("what_changes")?,
            for_whom: row.get("for_whom")?,
            from_when: row.get("from_when")?,
            who_to_ask: row.get("who_to_ask")?,
            patients: row.get("patients")?,
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
        ratified_in: row.get("ratified_in")?,
    })
}

/// The decision on an item.
pub(crate) async fn by_item(on: impl Into<On<'_>>, group: Uuid, item: Uuid) -> Result<Option<Decision>> {
    let row = sql(
        "SELECT id AS decision_id, item_id, year AS decision_year, number AS decision_number, words AS decision_words, decided_on, \
                   gps, consultants, quorum_gps, quorum_consultants, confirmed, what_changes, for_whom, from_when, who_to_ask, patients, cascades, \
                   manner, aside, gp_view, consultant_view, views_told, comes_back_on, review_on, ratified_in \
                   FROM decisions WHERE group_id = $1 AND item_id = $2",
    );
    row.bind(group).bind(item).optional(on).await?.as_ref().map(from_row).transpose()
}

/// The decision that a reference names.
pub(crate) async fn by_reference(on: impl Into<On<'_>>, group: Uuid, (year, number): (i64, i64)) -> Result<Decision> {
    let row = sql(
        "SELECT id AS decision_id, item_id, year AS decision_year, number AS decision_number, words AS decision_words, decided_on, \
                   gps, consultants, quorum_gps, quorum_consultants, confirmed, what_changes, for_whom, from_when, who_to_ask, patients, cascades, \
                   manner, aside, gp_view, consultant_view, views_told, comes_back_on, review_on, ratified_in \
                   FROM decisions WHERE group_id = $1 AND year = $2 AND number = $3",
    );
    from_row(&row.bind(group).bind(year).bind(number).one(on).await?)
}

/// Gives a decision that holds other words.
pub(crate) async fn correct(tx: &mut Tx, group: Uuid, id: Uuid, words: &str) -> Result<()> {
    sql("UPDATE decisions SET words = $3 WHERE group_id = $1 AND id = $2 AND confirmed")
        .bind(group)
        .bind(id)
        .bind(words)
        .run(tx)
        .await
        .map(drop)
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, meeting: Uuid, decision: &Decision) -> Result<()> {
    sql("INSERT INTO decisions (id, group_id, item_id, year, number, words, decided_on, gps, consultants, quorum_gps, quorum_consultants, confirmed, \
         meeting_id, what_changes, for_whom, from_when, who_to_ask, cascades, patients, manner, aside, gp_view, consultant_view, views_told, \
         comes_back_on, review_on) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)")
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
    .bind(&decision.outcome.patients)
    .bind(decision.how.manner.key())
    .bind(&decision.how.aside)
    .bind(&decision.how.gp_view)
    .bind(&decision.how.consultant_view)
    .bind(decision.how.views_told)
    .bind(decision.how.comes_back_on)
    .bind(decision.how.review_on)
    .run(tx)
    .await
    .map(drop)
}

pub(super) async fn set_words(tx: &mut Tx, group: Uuid, id: Uuid, words: &str, how: &How, outcome: &KeyOutcome) -> Result<()> {
    sql(
        "UPDATE decisions SET words = $3, what_changes = $4, for_whom = $5, from_when = $6, who_to_ask = $7, cascades = $8, patients = $9, \
         manner = $10, aside = $11, gp_view = $12, consultant_view = $13, views_told = $14, comes_back_on = $15, review_on = $16 \
         WHERE group_id = $1 AND id = $2 AND NOT confirmed",
    )
    .bind(group)
    .bind(id)
    .bind(words)
    .bind(&outcome.what_changes)
    .bind(&outcome.for_whom)
    .bind(outcome.from_when)
    .bind(&outcome.who_to_ask)
    .bind(outcome.cascades)
    .bind(&outcome.patients)
    .bind(how.manner.key())
    .bind(&how.aside)
    .bind(&how.gp_view)
    .bind(&how.consultant_view)
    .bind(how.views_told)
    .bind(how.comes_back_on)
    .bind(how.review_on)
    .run(tx)
    .await
    .map(drop)
}

pub(super) async fn delete(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<()> {
    sql("DELETE FROM decisions WHERE group_id = $1 AND id = $2 AND NOT confirmed").bind(group).bind(id).run(tx).await.map(drop)
}

/// Corrects who was there for a decision that is not confirmed yet.
pub(crate) async fn set_quorum(tx: &mut Tx, group: Uuid, id: Uuid, quorum: Quorum) -> Result<()> {
    sql("UPDATE decisions SET gps = $3, consultants = $4, quorum_gps = $5, quorum_consultants = $6 \
         WHERE group_id = $1 AND id = $2 AND NOT confirmed")
    .bind(group)
    .bind(id)
    .bind(quorum.gps)
    .bind(quorum.consultants)
    .bind(quorum.gps_needed)
    .bind(quorum.consultants_needed)
    .run(tx)
    .await
    .map(drop)
}

/// Confirms every decision of a meeting that had a quorum, and those of earlier meetings that it makes good.
pub(crate) async fn confirm(tx: &mut Tx, group: Uuid, meeting: Uuid) -> Result<()> {
    sql("UPDATE decisions SET confirmed = TRUE WHERE group_id = $1 AND (ratified_in = $2 \
         OR meeting_id = $2 AND gps >= quorum_gps AND consultants >= quorum_consultants)")
    .bind(group)
    .bind(meeting)
    .run(tx)
    .await
    .map(drop)
}

/// The decisions that were made without a quorum and wait for one, or that a meeting makes good; each with the number of its meeting.
pub(crate) async fn unquorate(on: impl Into<On<'_>>, group: Uuid, made_good_by: Option<Uuid>) -> Result<Vec<(Decision, i64)>> {
    let rows = sql(
        "SELECT d.id AS decision_id, d.item_id, d.year AS decision_year, d.number AS decision_number, d.words AS decision_words, \
                    d.decided_on, d.gps, d.consultants, d.quorum_gps, d.quorum_consultants, d.confirmed, d.what_changes, d.for_whom, \
                    d.from_when, d.who_to_ask, d.patients, d.cascades, d.manner, d.aside, d.gp_view, d.consultant_view, d.views_told, \
                    d.comes_back_on, d.review_on, d.ratified_in, m.number AS meeting_number \
                    FROM decisions d JOIN meetings m ON m.id = d.meeting_id WHERE d.group_id = $1 AND m.state IN ('confirmed', 'adjourned') \
                    AND ($2 IS NULL AND NOT d.confirmed OR d.ratified_in = $2) ORDER BY d.year, d.number",
    );
    rows.bind(group).bind(made_good_by).all(on).await?.iter().map(|row| Ok((from_row(row)?, row.get("meeting_number")?))).collect()
}

/// Says which later meeting makes a decision good, or that none does.
pub(crate) async fn ratify(tx: &mut Tx, group: Uuid, id: Uuid, meeting: Option<Uuid>) -> Result<()> {
    sql("UPDATE decisions SET ratified_in = $3 WHERE group_id = $1 AND id = $2 AND NOT confirmed")
        .bind(group)
        .bind(id)
        .bind(meeting)
        .run(tx)
        .await
        .map(drop)
}

/// Every decision that holds had a quorum of both sides, then or later, and the ledger says that it was made.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let few = sql("SELECT COUNT(*) AS n FROM decisions WHERE confirmed AND ratified_in IS NULL \
                       AND (gps < quorum_gps OR consultants < quorum_consultants)");
        counted(&mut problems, &few.one(db).await?, "decisions that hold without a quorum")?;
        let open = sql("SELECT COUNT(*) AS n FROM decisions WHERE confirmed AND cascades AND manner IN ('deferred', 'not-agreed')");
        counted(&mut problems, &open.one(db).await?, "decisions that settle nothing and go to the networks")?;
        let unsaid = sql("SELECT COUNT(*) AS n FROM decisions d LEFT JOIN ledger l ON l.scope_id = d.group_id AND l.thing_id = d.id \
                          AND l.verb = 'decision.made' WHERE l.seq IS NULL");
        counted(&mut problems, &unsaid.one(db).await?, "decisions that are not in the ledger")?;
        Ok(problems)
    })
}
