//! Every statement on merged reports, on who hears of which outcome, and on reports that were made of another.

use std::collections::{BTreeMap, HashMap};

use futures_util::future::BoxFuture;
use group::groups::Group;
use jiff::civil::Date;
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::{
    model::{Forest, Place},
    weight::Alike,
};
use crate::issues::{self, Harm, Issue, Sector, State};

/// The trees of some leads: every report that is merged into one of them, or into one that is.
pub(super) async fn forest(on: impl Into<On<'_>>, group: Uuid, [one, other]: [Uuid; 2]) -> Result<Forest> {
    let rows = sql("SELECT report_id, into_id, state FROM merged_reports WHERE group_id = $1 AND lead_id IN ($2, $3)");
    let rows = rows.bind(group).bind(one).bind(other).all(on).await?;
    let read = |row: &Row| {
        let state: String = row.get("state")?;
        let state = State::from_key(&state).ok_or_else(|| Error::internal("a merged report was in an unknown state"))?;
        Ok((row.get("report_id")?, Place { into: row.get("into_id")?, state }))
    };
    Ok(Forest::new(rows.iter().map(read).collect::<Result<Vec<_>>>()?))
}

/// Who leads a report; itself, if it is not merged.
///
/// # Errors
/// When the database fails.
pub async fn lead_of(on: impl Into<On<'_>>, group: Uuid, report: Uuid) -> Result<Uuid> {
    let row = sql("SELECT lead_id FROM merged_reports WHERE group_id = $1 AND report_id = $2").bind(group).bind(report);
    row.optional(on).await?.map_or(Ok(report), |row| row.get("lead_id"))
}

/// Writes what has changed of a forest.
pub(super) async fn put(tx: &mut Tx, group: Uuid, (before, after): (&Forest, &Forest), today: Date) -> Result<()> {
    let known: BTreeMap<Uuid, Place> = before.merged().collect();
    for (report, place) in after.merged() {
        let lead = after.lead(report);
        if known.get(&report) == Some(&place) && before.lead(report) == lead {
            continue;
        }
        sql("INSERT INTO merged_reports (report_id, group_id, into_id, lead_id, state, merged_on) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (report_id) DO UPDATE SET into_id = excluded.into_id, lead_id = excluded.lead_id")
        .bind(report)
        .bind(group)
        .bind(place.into)
        .bind(lead)
        .bind(place.state.key())
        .bind(today)
        .run(&mut *tx)
        .await?;
    }
    let left: BTreeMap<Uuid, Place> = after.merged().collect();
    for report in known.keys().filter(|report| !left.contains_key(report)) {
        sql("DELETE FROM merged_reports WHERE group_id = $1 AND report_id = $2").bind(group).bind(*report).run(&mut *tx).await?;
    }
    Ok(())
}

/// A merged report's own state, to which it comes back, goes on meanwhile: a question about it was asked or answered.
pub(crate) async fn set_own_state(tx: &mut Tx, group: Uuid, report: Uuid, from: State, to: State) -> Result<()> {
    sql("UPDATE merged_reports SET state = $4 WHERE group_id = $1 AND report_id = $2 AND state = $3")
        .bind(group)
        .bind(report)
        .bind(from.key())
        .bind(to.key())
        .run(tx)
        .await
        .map(drop)
}

/// The reports that are merged under a lead, by key.
pub(crate) async fn reports_of(on: impl Into<On<'_>>, group: Uuid, lead: Uuid) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT report_id FROM merged_reports WHERE group_id = $1 AND lead_id = $2 ORDER BY report_id");
    rows.bind(group).bind(lead).all(on).await?.iter().map(|row| row.get("report_id")).collect()
}

/// Whether the text of one of two reports is hidden, while somebody looks at it.
pub(super) async fn hidden(on: impl Into<On<'_>>, group: Uuid, [one, other]: [Uuid; 2]) -> Result<bool> {
    let row = sql("SELECT COUNT(*) AS n FROM flags WHERE group_id = $1 AND issue_id IN ($2, $3) AND state = 'open'");
    Ok(row.bind(group).bind(one).bind(other).one(on).await?.get::<i64>("n")? > 0)
}

/// A report as it stands on its lead's page, or on the page of what it was made of.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) id: Uuid,
    pub(crate) number: i64,
    pub(crate) title: Option<String>,
    pub(crate) words: String,
    pub(crate) raised_on: Date,
}

fn line(row: &Row) -> Result<Line> {
    Ok(Line {
        id: row.get("id")?,
        number: row.get("number")?,
        title: row.get("group_title")?,
        words: row.get("words")?,
        raised_on: row.get("raised_on")?,
    })
}

/// The reports under a lead, the oldest first.
pub(crate) async fn lines(on: impl Into<On<'_>>, group: Uuid, lead: Uuid) -> Result<Vec<Line>> {
    let rows = sql("SELECT i.id, i.number, i.group_title, i.words, i.raised_on FROM merged_reports m JOIN issues i ON i.id = m.report_id \
                    WHERE m.group_id = $1 AND m.lead_id = $2 ORDER BY i.number");
    rows.bind(group).bind(lead).all(on).await?.iter().map(line).collect()
}

/// What a report is dealt with together with, as references.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beside {
    pub(crate) lead: Option<String>,
    pub(crate) reports: Vec<String>,
}

/// The report that leads an issue, or those that it leads.
pub(crate) async fn beside(db: &Db, group: &Group, issue: &Issue) -> Result<Beside> {
    if issue.state == State::Merged {
        let lead = issues::by_id(db, group.id, lead_of(db, group.id, issue.id).await?).await?;
        return Ok(Beside { lead: Some(group.reference(lead.number)), reports: Vec::new() });
    }
    let reports = lines(db, group.id, issue.id).await?.iter().map(|line| group.reference(line.number)).collect();
    Ok(Beside { lead: None, reports })
}

/// What two reports are that were one: the report that it was made of, and those that were made of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    pub(crate) of: Option<Line>,
    pub(crate) made: Vec<Line>,
}

/// What a report was made of, and what was made of it.
pub(crate) async fn parts(on: impl Into<On<'_>>, group: Uuid, report: Uuid) -> Result<Parts> {
    let rows = sql("SELECT i.id, i.number, i.group_title, i.words, i.raised_on, s.report_id FROM split_reports s \
                    JOIN issues i ON i.id = CASE WHEN s.report_id = $2 THEN s.from_id ELSE s.report_id END \
                    WHERE s.group_id = $1 AND (s.report_id = $2 OR s.from_id = $2) ORDER BY i.number");
    let mut parts = Parts::default();
    for row in &rows.bind(group).bind(report).all(on).await? {
        if row.get::<Uuid>("report_id")? == report {
            parts.of = Some(line(row)?);
        } else {
            parts.made.push(line(row)?);
        }
    }
    Ok(parts)
}

/// Notes of what a report was made.
pub(super) async fn put_part(tx: &mut Tx, group: Uuid, report: Uuid, from: Uuid, day: Date) -> Result<()> {
    sql("INSERT INTO split_reports (report_id, group_id, from_id, split_on) VALUES ($1, $2, $3, $4)")
        .bind(report)
        .bind(group)
        .bind(from)
        .bind(day)
        .run(tx)
        .await
        .map(drop)
}

/// Each report of a fault: its sector and its workplace, which are only counted.
pub(super) async fn alike(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<Alike>> {
    // A report that was made of another of them is the same report. What the group called not the same does not count, nor what
    // was taken back.
    let rows = sql("SELECT i.id, i.number, i.harm, i.sector, i.workplace FROM issues i JOIN ( \
           SELECT id FROM issues WHERE group_id = $1 AND id = $2 \
           UNION SELECT report_id FROM merged_reports WHERE group_id = $1 AND lead_id = $2 \
           UNION SELECT CASE WHEN l.report_id = $2 THEN l.issue_id ELSE l.report_id END FROM issue_links l \
             WHERE l.group_id = $1 AND (l.report_id = $2 OR l.issue_id = $2) AND l.how IN ('me-too', 'same') \
             AND NOT EXISTS (SELECT 1 FROM issue_links n WHERE n.report_id = l.report_id AND n.issue_id = l.issue_id AND n.how = 'no') \
           UNION SELECT l.report_id FROM issue_links l JOIN merged_reports m ON m.report_id = l.issue_id \
             WHERE m.group_id = $1 AND m.lead_id = $2 AND l.how = 'me-too' \
             AND NOT EXISTS (SELECT 1 FROM issue_links n WHERE n.report_id = l.report_id AND n.issue_id = l.issue_id AND n.how = 'no') \
         ) c ON c.id = i.id WHERE i.state <> 'withdrawn' AND NOT EXISTS (SELECT 1 FROM split_reports s \
           JOIN merged_reports m ON m.report_id = s.report_id WHERE s.report_id = i.id AND m.lead_id = $2 AND (s.from_id = $2 \
           OR s.from_id IN (SELECT report_id FROM merged_reports WHERE lead_id = $2)))");
    let read = |row: &Row| {
        let (sector, workplace): (Option<String>, Option<String>) = (row.get("sector")?, row.get("workplace")?);
        Ok(Alike {
            id: row.get("id")?,
            number: row.get("number")?,
            harm: row.get::<Option<String>>("harm")?.as_deref().and_then(Harm::from_key),
            sector: sector.as_deref().and_then(Sector::from_key),
            workplace: workplace.unwrap_or_default(),
        })
    };
    rows.bind(group).bind(issue).all(on).await?.iter().map(read).collect()
}

/// The same of every issue that waits for triage or is set aside; or, `for_meetings`, of those that wait for one or are on an agenda.
pub(super) async fn places_of_waiting(
    on: impl Into<On<'_>>,
    group: Uuid,
    for_meetings: bool,
) -> Result<HashMap<Uuid, Vec<(Option<Sector>, String)>>> {
    // From the few that wait, and not from all that the group has ever had: every page of a meeting asks this.
    let rows = sql("WITH w AS (SELECT id FROM issues WHERE group_id = $1 \
           AND state IN ('new', 'asked', 'interim', 'watched', 'triaged', 'scheduled') \
           AND CASE WHEN state IN ('triaged', 'scheduled') THEN 1 ELSE 0 END = $2) \
         SELECT c.lead_id, i.sector, i.workplace FROM ( \
           SELECT id AS lead_id, id AS report_id FROM w \
           UNION SELECT m.lead_id, m.report_id FROM w JOIN merged_reports m ON m.lead_id = w.id \
           UNION SELECT l.report_id, l.issue_id FROM w JOIN issue_links l ON l.report_id = w.id WHERE l.how IN ('me-too', 'same') \
             AND NOT EXISTS (SELECT 1 FROM issue_links n WHERE n.report_id = l.report_id AND n.issue_id = l.issue_id AND n.how = 'no') \
           UNION SELECT l.issue_id, l.report_id FROM w JOIN issue_links l ON l.issue_id = w.id WHERE l.how IN ('me-too', 'same') \
             AND NOT EXISTS (SELECT 1 FROM issue_links n WHERE n.report_id = l.report_id AND n.issue_id = l.issue_id AND n.how = 'no') \
           UNION SELECT m.lead_id, l.report_id FROM w JOIN merged_reports m ON m.lead_id = w.id JOIN issue_links l ON l.issue_id = m.report_id \
             WHERE l.how = 'me-too' \
             AND NOT EXISTS (SELECT 1 FROM issue_links n WHERE n.report_id = l.report_id AND n.issue_id = l.issue_id AND n.how = 'no') \
         ) c JOIN issues i ON i.id = c.report_id WHERE i.state <> 'withdrawn' \
         AND NOT EXISTS (SELECT 1 FROM split_reports s JOIN merged_reports m ON m.report_id = s.report_id WHERE s.report_id = i.id \
           AND m.lead_id = c.lead_id AND (s.from_id = c.lead_id OR s.from_id IN (SELECT report_id FROM merged_reports WHERE lead_id = c.lead_id)))");
    let mut all: HashMap<Uuid, Vec<(Option<Sector>, String)>> = HashMap::new();
    for row in &rows.bind(group).bind(i64::from(for_meetings)).all(on).await? {
        let (sector, workplace): (Option<String>, Option<String>) = (row.get("sector")?, row.get("workplace")?);
        all.entry(row.get("lead_id")?).or_default().push((sector.as_deref().and_then(Sector::from_key), workplace.unwrap_or_default()));
    }
    Ok(all)
}

/// Writes down who hears of an outcome beside the reporter of its issue: everybody whose report is merged with it, and everybody
/// who said of one of these "me too".
pub(crate) async fn hear(tx: &mut Tx, group: Uuid, reply: Uuid) -> Result<()> {
    sql("INSERT INTO hearings (reply_id, issue_id, group_id, kind) SELECT r.id, m.report_id, r.group_id, 'merged' FROM replies r \
         JOIN merged_reports m ON m.lead_id = r.issue_id WHERE r.group_id = $1 AND r.id = $2")
    .bind(group)
    .bind(reply)
    .run(&mut *tx)
    .await?;
    sql("INSERT INTO hearings (reply_id, issue_id, group_id, kind) SELECT DISTINCT r.id, l.report_id, r.group_id, 'me-too' FROM replies r \
         JOIN issue_links l ON l.issue_id = r.issue_id OR l.issue_id IN (SELECT report_id FROM merged_reports WHERE lead_id = r.issue_id) \
         JOIN issues i ON i.id = l.report_id \
         WHERE r.group_id = $1 AND r.id = $2 AND r.answers AND l.how = 'me-too' AND l.report_id <> r.issue_id AND i.state <> 'withdrawn' \
         AND NOT EXISTS (SELECT 1 FROM issue_links n WHERE n.report_id = l.report_id AND n.issue_id = l.issue_id AND n.how = 'no') \
         AND NOT EXISTS (SELECT 1 FROM hearings h WHERE h.reply_id = r.id AND h.issue_id = l.report_id)")
    .bind(group)
    .bind(reply)
    .run(tx)
    .await
    .map(drop)
}

/// Who hears of an outcome beside the reporter of its issue, and has not taken their report back: whether their report is merged
/// with it.
pub(crate) async fn hearers(on: impl Into<On<'_>>, group: Uuid, reply: Uuid) -> Result<Vec<(Uuid, bool)>> {
    let rows = sql("SELECT h.issue_id, h.kind FROM hearings h JOIN issues i ON i.id = h.issue_id \
                    WHERE h.group_id = $1 AND h.reply_id = $2 AND i.state <> 'withdrawn' ORDER BY h.issue_id");
    let read = |row: &Row| Ok((row.get("issue_id")?, row.get::<String>("kind")? == "merged"));
    rows.bind(group).bind(reply).all(on).await?.iter().map(read).collect()
}

/// The days on which those were raised who have their first answer by an outcome of the report that leads theirs.
pub(crate) async fn first_heard(on: impl Into<On<'_>>, group: Uuid, reply: Uuid) -> Result<Vec<Date>> {
    let rows = sql("SELECT i.raised_on FROM hearings h JOIN issues i ON i.id = h.issue_id WHERE h.group_id = $1 AND h.reply_id = $2 \
                    AND h.kind = 'merged' AND NOT EXISTS (SELECT 1 FROM replies r WHERE r.issue_id = h.issue_id AND r.answers) \
                    AND NOT EXISTS (SELECT 1 FROM hearings o JOIN replies c ON c.id = o.reply_id \
                      WHERE o.issue_id = h.issue_id AND o.kind = 'merged' AND c.answers AND o.reply_id <> h.reply_id)");
    rows.bind(group).bind(reply).all(on).await?.iter().map(|row| row.get("raised_on")).collect()
}

/// Trees have no ring and one lead each, merged reports say so, and who hears of an outcome is of its group.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let apart = sql("SELECT COUNT(*) AS n FROM issues i FULL JOIN merged_reports m ON m.report_id = i.id \
                         WHERE (i.state = 'merged' AND m.report_id IS NULL) OR (m.report_id IS NOT NULL AND i.state <> 'merged')");
        counted(&mut problems, &apart.one(db).await?, "reports that are merged and do not say so, or say so and are not")?;
        let strange = sql(
            "SELECT COUNT(*) AS n FROM merged_reports m JOIN issues i ON i.id = m.report_id JOIN issues l ON l.id = m.lead_id \
                           JOIN issues o ON o.id = m.into_id LEFT JOIN merged_reports x ON x.report_id = m.lead_id \
                           WHERE x.report_id IS NOT NULL OR i.group_id <> m.group_id OR l.group_id <> m.group_id OR o.group_id <> m.group_id \
                           OR l.state = 'withdrawn'",
        );
        counted(&mut problems, &strange.one(db).await?, "merged reports whose lead is merged, was taken back or is another group's")?;
        // A report whose lead is also whose it went under, or who leads that one too, cannot be in a ring: its lead is in no tree.
        let astray = sql("SELECT COUNT(*) AS n FROM merged_reports m LEFT JOIN merged_reports o ON o.report_id = m.into_id \
                          WHERE m.into_id <> m.lead_id AND (o.report_id IS NULL OR o.lead_id <> m.lead_id)");
        counted(&mut problems, &astray.one(db).await?, "merged reports in another tree than what they are merged into")?;
        problems.extend(rings(db).await?);
        let elsewhere = sql("SELECT COUNT(*) AS n FROM hearings h JOIN replies r ON r.id = h.reply_id JOIN issues i ON i.id = h.issue_id \
                             WHERE h.group_id <> r.group_id OR h.group_id <> i.group_id OR h.issue_id = r.issue_id");
        counted(&mut problems, &elsewhere.one(db).await?, "outcomes heard twice or in another group")?;
        let parts = sql("SELECT COUNT(*) AS n FROM split_reports s JOIN issues i ON i.id = s.report_id JOIN issues f ON f.id = s.from_id \
                         WHERE s.group_id <> i.group_id OR s.group_id <> f.group_id OR f.number >= i.number OR f.known <> i.known");
        counted(&mut problems, &parts.one(db).await?, "reports made of another that differ in group or in how their reporter is known")?;
        Ok(problems)
    })
}

/// Walks every tree up to its lead.
async fn rings(db: &Db) -> Result<Option<String>> {
    let rows = sql("SELECT report_id, into_id, lead_id FROM merged_reports").all(db).await?;
    let read = |row: &Row| Ok((row.get("report_id")?, (row.get("into_id")?, row.get("lead_id")?)));
    let merged: BTreeMap<Uuid, (Uuid, Uuid)> = rows.iter().map(read).collect::<Result<_>>()?;
    let forest = Forest::new(merged.iter().map(|(report, (into, _))| (*report, Place { into: *into, state: State::New })));
    let wrong = merged.iter().filter(|(report, (_, lead))| forest.lead(**report) != *lead || merged.contains_key(lead)).count();
    Ok((wrong > 0).then(|| format!("merged reports that no path leads to their lead: {wrong}")))
}
