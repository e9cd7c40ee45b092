//! The things that the numbers of a report count.

use std::collections::BTreeSet;

use group::groups::Group;
use jiff::civil::Date;
use kernel::{On, Result, Row, sql};
use meetings::interests;
use uuid::Uuid;

use super::{Counted, Reports, decision, meeting};

/// The most things of a list: more than a group has in a year.
const MOST: i64 = 1_000;

fn report(group: &Group, row: &Row) -> Result<Counted> {
    let reference = group.reference(row.get("number")?);
    let title: Option<String> = row.get("group_title")?;
    Ok(Counted { path: format!("/issues/{reference}"), reference, words: title.unwrap_or_else(|| "Not worded by the group yet".into()) })
}

/// The reports of a period that are counted.
pub(super) async fn reports(on: impl Into<On<'_>>, group: &Group, (from, to): (Date, Date), of: &Reports<'_>) -> Result<Vec<Counted>> {
    let rows = sql("SELECT number, group_title FROM issues WHERE group_id = $1 AND raised_on >= $2 AND raised_on <= $3 \
                    AND ($4 IS NULL OR COALESCE(theme, '') = $4) AND ($5 IS NULL OR COALESCE(sector, '') = $5) \
                    AND ($6 IS NULL OR COALESCE(direction, '') = $6) \
                    AND CASE WHEN state = 'withdrawn' THEN 'withdrawn' WHEN kind = 'praise' THEN 'praise' ELSE 'trouble' END = $7 \
                    ORDER BY number LIMIT $8");
    let text = |text: Option<&str>| text.map(str::to_owned);
    let rows = rows.bind(group.id).bind(from).bind(to).bind(text(of.theme)).bind(text(of.sector)).bind(text(of.direction));
    rows.bind(of.what).bind(MOST).all(on).await?.iter().map(|row| report(group, row)).collect()
}

/// The reports of which it was first said in a period what is done, or to which a decision was first told; those that are merged with
/// them among them.
pub(super) async fn answered(on: impl Into<On<'_>>, group: &Group, (from, to): (Date, Date), triage: bool) -> Result<Vec<Counted>> {
    let rows = sql("WITH w AS (SELECT id, issue_id, said_on FROM replies WHERE group_id = $1 \
                      AND CASE WHEN $4 THEN outcome <> '' ELSE outcome = '' AND decision <> '' END \
                      UNION ALL SELECT r.id, h.issue_id, r.said_on FROM hearings h JOIN replies r ON r.id = h.reply_id \
                      WHERE h.group_id = $1 AND h.kind = 'merged' AND CASE WHEN $4 THEN r.outcome <> '' ELSE r.outcome = '' AND r.decision <> '' END) \
                    SELECT i.number, i.group_title FROM w JOIN issues i ON i.id = w.issue_id WHERE w.said_on >= $2 AND w.said_on <= $3 \
                    AND NOT EXISTS (SELECT 1 FROM w b WHERE b.issue_id = w.issue_id AND b.id < w.id) ORDER BY i.number LIMIT $5");
    rows.bind(group.id).bind(from).bind(to).bind(triage).bind(MOST).all(on).await?.iter().map(|row| report(group, row)).collect()
}

/// The reports on which something is still to be decided or done.
pub(super) async fn open(on: impl Into<On<'_>>, group: &Group) -> Result<Vec<Counted>> {
    let rows = sql("SELECT number, group_title FROM issues WHERE group_id = $1 AND kind <> 'praise' \
                    AND state IN ('new', 'asked', 'triaged', 'with-service', 'interim', 'delegated', 'scheduled', 'in-progress') \
                    ORDER BY number LIMIT $2");
    rows.bind(group.id).bind(MOST).all(on).await?.iter().map(|row| report(group, row)).collect()
}

/// What is said of a decision of an item that is closed to its reader.
const UNSAID: &str = "a decision of a reserved item in which you declared an interest";

/// The decisions with these references, as the report names them; of those of closed items their reference alone.
pub(super) async fn decisions(on: impl Into<On<'_>>, group: &Group, named: &[String], closed: &BTreeSet<Uuid>) -> Result<Vec<Counted>> {
    let rows = sql("SELECT year, number, words, item_id FROM decisions WHERE group_id = $1 AND confirmed ORDER BY year, number");
    let all = rows.bind(group.id).all(on).await?;
    let mut found = Vec::new();
    for row in &all {
        let reference = meetings::references::decision(row.get("year")?, row.get("number")?);
        // An outcome that was told to several reporters is one each time that it is counted.
        for _ in named.iter().filter(|name| **name == reference) {
            let words: String = row.get("words")?;
            found.push(decision(&reference, if closed.contains(&row.get("item_id")?) { UNSAID } else { &words }));
        }
    }
    Ok(found)
}

/// The actions that were set in a period, closed in it, open at its end, or carried forward and open at its
/// end; those of before too. Of those of closed items their number alone.
pub(super) async fn actions(
    on: impl Into<On<'_>>,
    group: Uuid,
    (from, to): (Date, Date),
    which: &str,
    closed: &BTreeSet<Uuid>,
) -> Result<Vec<Counted>> {
    let rows = sql(
        "SELECT number, words, item_id FROM (SELECT number, words, item_id, set_on, closed_on, carried FROM actions WHERE group_id = $1 \
                    UNION ALL SELECT number, words, NULL, NULL, closed_on, carried FROM past_actions WHERE group_id = $1) a \
                    WHERE CASE $4 WHEN 'set' THEN set_on >= $2 AND set_on <= $3 WHEN 'closed' THEN closed_on >= $2 AND closed_on <= $3 \
                    WHEN 'open' THEN (set_on IS NULL OR set_on <= $3) AND (closed_on IS NULL OR closed_on > $3) \
                    ELSE (set_on IS NULL OR set_on <= $3) AND (closed_on IS NULL OR closed_on > $3) AND carried > 0 END ORDER BY number LIMIT $5",
    );
    let read = |row: &Row| {
        let reference = format!("A-{:04}", row.get::<i64>("number")?);
        let item: Option<Uuid> = row.get("item_id")?;
        let words = if item.is_some_and(|item| closed.contains(&item)) { interests::UNNAMED.to_owned() } else { row.get("words")? };
        Ok(Counted { path: format!("/actions/{reference}"), reference, words })
    };
    rows.bind(group).bind(from).bind(to).bind(which).bind(MOST).all(on).await?.iter().map(read).collect()
}

/// The meetings held in a period, with how many were there.
pub(super) async fn meetings(on: impl Into<On<'_>>, group: Uuid, (from, to): (Date, Date)) -> Result<Vec<Counted>> {
    let rows = sql("SELECT m.number, m.held_on, COUNT(a.person_id) AS there FROM meetings m \
                    LEFT JOIN attendances a ON a.meeting_id = m.id AND a.presence = 'present' \
                    WHERE m.group_id = $1 AND m.held_on >= $2 AND m.held_on <= $3 AND m.state IN ('confirmed', 'adjourned') AND m.minutes > 0 \
                    GROUP BY m.number, m.held_on ORDER BY m.held_on, m.number LIMIT $4");
    let read = |row: &Row| Ok(meeting(row.get("number")?, row.get("held_on")?, row.get("there")?));
    rows.bind(group).bind(from).bind(to).bind(MOST).all(on).await?.iter().map(read).collect()
}
