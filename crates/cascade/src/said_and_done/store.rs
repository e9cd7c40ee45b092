//! Every statement on what was said and done.

use issues::issues::State;
use kernel::{Error, On, Result, Row, Tx, sql};
use meetings::decisions;
use uuid::Uuid;

use super::model::{Became, Entry};

fn entry(row: &Row) -> Result<Entry> {
    let decision = decisions::from_row(row)?;
    let state: String = row.get("state")?;
    let state = State::from_key(&state).ok_or_else(|| Error::internal("an issue has an unknown state"))?;
    Ok(Entry {
        decision: decision.id,
        reference: decision.reference(),
        title: row.get("group_title")?,
        text: row.get("group_text")?,
        what: decision.outcome.what(&decision.words),
        for_whom: decision.outcome.for_whom,
        from_when: decision.outcome.from_when,
        decided_on: decision.decided_on,
        reports: row.get("reports")?,
        outcome: Became::of(row.get("could_not")?, state, row.get("held")?, row.get("came_back")?),
    })
}

/// What came of what was said, the newest first, at most so many: confirmed decisions that everybody is told of, on issues that
/// the group has worded. What is flagged is not told while somebody looks at it. With its own report those count that are merged
/// with it, that say "me too" of it, or that the group set beside it as the same.
///
/// # Errors
/// When the database fails.
pub async fn entries(on: impl Into<On<'_>>, group: Uuid, most: i64) -> Result<Vec<Entry>> {
    let rows = sql(
        "SELECT d.id AS decision_id, d.item_id, d.year AS decision_year, d.number AS decision_number, d.words AS decision_words, \
                    d.decided_on, d.gps, d.consultants, d.quorum_gps, d.quorum_consultants, d.confirmed, d.what_changes, d.for_whom, d.from_when, \
                    d.who_to_ask, d.patients, d.cascades, \
                    d.manner, d.aside, d.gp_view, d.consultant_view, d.views_told, d.comes_back_on, d.review_on, d.ratified_in, i.group_title, i.group_text, i.state, c.words AS could_not, \
                    1 + (SELECT COUNT(*) FROM (SELECT l.report_id FROM issue_links l WHERE l.issue_id = i.id AND l.how IN ('me-too', 'same') \
                      UNION SELECT m.report_id FROM merged_reports m WHERE m.lead_id = i.id) c) AS reports, \
                    (SELECT COUNT(*) FROM replies r JOIN outcome_answers a ON a.reply_id = r.id WHERE r.issue_id = i.id AND a.answer = 'held') AS held, \
                    (SELECT COUNT(*) FROM replies r JOIN outcome_answers a ON a.reply_id = r.id WHERE r.issue_id = i.id AND a.answer = 'came-back') AS came_back \
                    FROM decisions d JOIN items t ON t.id = d.item_id JOIN issues i ON i.id = t.issue_id \
                    LEFT JOIN could_nots c ON c.decision_id = d.id \
                    WHERE d.group_id = $1 AND d.confirmed AND d.cascades AND t.reserved = '' AND i.group_title IS NOT NULL AND i.group_text IS NOT NULL \
                    AND NOT EXISTS (SELECT 1 FROM flags f WHERE f.issue_id = i.id AND f.state = 'open') \
                    ORDER BY d.year DESC, d.number DESC LIMIT $2",
    );
    rows.bind(group).bind(most).all(on).await?.iter().map(entry).collect()
}

/// Whether everybody may read the page.
///
/// # Errors
/// When the database fails.
pub async fn is_public(on: impl Into<On<'_>>, group: Uuid) -> Result<bool> {
    let row = sql("SELECT said_and_done FROM public_pages WHERE group_id = $1").bind(group).optional(on).await?;
    row.map_or(Ok(false), |row| row.get("said_and_done"))
}

pub(super) async fn set_public(tx: &mut Tx, group: Uuid, public: bool) -> Result<()> {
    sql("INSERT INTO public_pages (group_id, said_and_done) VALUES ($1, $2) ON CONFLICT (group_id) DO UPDATE SET said_and_done = excluded.said_and_done")
        .bind(group)
        .bind(public)
        .run(tx)
        .await
        .map(drop)
}

/// The key of a confirmed decision.
pub(super) async fn decision(on: impl Into<On<'_>>, group: Uuid, (year, number): (i64, i64)) -> Result<Uuid> {
    let row = sql("SELECT id FROM decisions WHERE group_id = $1 AND year = $2 AND number = $3 AND confirmed");
    row.bind(group).bind(year).bind(number).one(on).await?.get("id")
}

/// Writes why the group could not, or with no words takes it back.
pub(super) async fn set_could_not(tx: &mut Tx, group: Uuid, decision: Uuid, words: &str) -> Result<()> {
    sql("DELETE FROM could_nots WHERE group_id = $1 AND decision_id = $2").bind(group).bind(decision).run(&mut *tx).await?;
    if words.is_empty() {
        return Ok(());
    }
    sql("INSERT INTO could_nots (decision_id, group_id, words) VALUES ($1, $2, $3)")
        .bind(decision)
        .bind(group)
        .bind(words)
        .run(tx)
        .await
        .map(drop)
}
