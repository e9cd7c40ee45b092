//! Every statement on vectors and links.

use std::collections::HashMap;

use analysis::likeness::{Marks, Vector};
use futures_util::future::BoxFuture;
use group::groups::{self, Group};
use jiff::civil::Date;
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::How;
use crate::issues::{Kind, State};

/// A text that has no vector of this engine yet.
#[derive(Clone, Debug)]
pub(super) struct Unread {
    pub(super) group: Uuid,
    pub(super) issue: Uuid,
    pub(super) number: i64,
    pub(super) version: i64,
    pub(super) text: String,
}

/// Issues whose text or wording has no vector of this engine and of their group's abbreviations: of all groups, the newest first.
pub(super) async fn unread(on: impl Into<On<'_>>, engine: &str, limit: i64) -> Result<Vec<Unread>> {
    let rows = sql("SELECT i.group_id, i.id, i.number, i.version, i.words, i.group_title, i.group_text FROM issues i \
                    LEFT JOIN counters w ON w.scope_id = i.group_id AND w.name = 'own-words' \
                    LEFT JOIN issue_vectors v ON v.issue_id = i.id AND v.version = i.version \
                    AND v.engine = $1 || COALESCE('+w' || CAST(w.n AS TEXT), '') \
                    WHERE v.issue_id IS NULL ORDER BY i.number DESC, i.id LIMIT $2");
    rows.bind(engine).bind(limit).all(on).await?.iter().map(read_unread).collect()
}

fn read_unread(row: &Row) -> Result<Unread> {
    let (words, title, text): (String, Option<String>, Option<String>) =
        (row.get("words")?, row.get("group_title")?, row.get("group_text")?);
    let parts = [title, text, Some(words)].into_iter().flatten().collect::<Vec<_>>();
    Ok(Unread {
        group: row.get("group_id")?,
        issue: row.get("id")?,
        number: row.get("number")?,
        version: row.get("version")?,
        text: parts.join("\n"),
    })
}

/// Those among a group's latest `of` issues that were never read, the newest first. What an anonymous reporter raised is read
/// by the next round only, and is to be found until then as well.
pub(super) async fn never_read(db: &Db, group: Uuid, of: i64, limit: i64) -> Result<Vec<Unread>> {
    let rows = sql("SELECT i.group_id, i.id, i.number, i.version, i.words, i.group_title, i.group_text FROM issues i \
                    LEFT JOIN issue_vectors v ON v.issue_id = i.id \
                    WHERE i.group_id = $1 AND i.number > (SELECT MAX(l.number) FROM issues l WHERE l.group_id = $1) - $2 \
                    AND v.issue_id IS NULL ORDER BY i.number DESC LIMIT $3");
    rows.bind(group).bind(of).bind(limit).all(db).await?.iter().map(read_unread).collect()
}

/// Writes an issue's vector, or writes it anew.
pub(super) async fn put(tx: &mut Tx, unread: &Unread, engine: &str, vector: &Vector) -> Result<()> {
    let stamp = groups::next_number(tx, unread.group, "vectors").await?;
    sql("INSERT INTO issue_vectors (issue_id, group_id, number, version, engine, stamp, vector) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (issue_id) DO UPDATE SET version = excluded.version, engine = excluded.engine, stamp = excluded.stamp, \
         vector = excluded.vector")
    .bind(unread.issue)
    .bind(unread.group)
    .bind(unread.number)
    .bind(unread.version)
    .bind(engine)
    .bind(stamp)
    .bind(vector.to_bytes())
    .run(tx)
    .await
    .map(drop)
}

/// Forgets what an issue's text was compared by, because the text was replaced. The new text is read by the next job.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Tx, group: Uuid, issue: Uuid) -> Result<()> {
    let stamp = groups::next_number(tx, group, "vectors").await?;
    // The row stays without its vector, so that every process learns of it by the stamp.
    sql("UPDATE issue_vectors SET version = 0, stamp = $3, vector = $4 WHERE group_id = $1 AND issue_id = $2")
        .bind(group)
        .bind(issue)
        .bind(stamp)
        .bind(Vec::<u8>::new())
        .run(tx)
        .await
        .map(drop)
}

/// What has changed since a stamp: numbers with their vectors, none where it was forgotten, and the latest stamp.
pub(super) async fn changed(db: &Db, group: Uuid, engine: &str, since: i64) -> Result<(Vec<(i64, Option<Vector>)>, i64)> {
    let rows = sql("SELECT number, engine, stamp, vector FROM issue_vectors WHERE group_id = $1 AND stamp > $2 ORDER BY stamp");
    let mut out = (Vec::new(), since);
    for row in &rows.bind(group).bind(since).all(db).await? {
        let (bytes, of): (Vec<u8>, String) = (row.get("vector")?, row.get("engine")?);
        out.0.push((row.get("number")?, (of == engine).then(|| Vector::from_bytes(&bytes)).flatten()));
        out.1 = row.get("stamp")?;
    }
    Ok(out)
}

/// The reports that are merged, each with the one that leads it, to which whoever asks is referred.
pub(super) async fn leads(db: &Db, group: Uuid) -> Result<HashMap<i64, i64>> {
    let rows = sql(
        "SELECT i.number, l.number AS lead FROM merged_reports m JOIN issues i ON i.id = m.report_id JOIN issues l ON l.id = m.lead_id \
                    WHERE m.group_id = $1",
    );
    rows.bind(group).all(db).await?.iter().map(|row| Ok((row.get("number")?, row.get("lead")?))).collect()
}

/// Issues that nobody is referred to: thanks, or what was taken back, sent elsewhere, or dealt with and raised before `before`.
pub(super) async fn over(db: &Db, group: Uuid, before: Date) -> Result<Vec<i64>> {
    let rows = sql("SELECT number FROM issues WHERE group_id = $1 AND (state IN ('withdrawn', 'out') OR kind = 'praise') \
                    UNION ALL SELECT number FROM issues WHERE group_id = $1 AND state IN ('discussed', 'done', 'answered') AND raised_on < $2");
    rows.bind(group).bind(before).all(db).await?.iter().map(|row| row.get("number")).collect()
}

/// An issue as others are referred to it.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) number: i64,
    pub(super) title: Option<String>,
    pub(super) text: Option<String>,
    pub(super) words: String,
    pub(super) raised_on: Date,
    pub(super) state: State,
    pub(super) praise: bool,
}

fn told_of(row: &Row) -> Result<Told> {
    let (state, kind): (String, String) = (row.get("state")?, row.get("kind")?);
    Ok(Told {
        number: row.get("number")?,
        title: row.get("group_title")?,
        text: row.get("group_text")?,
        words: row.get("words")?,
        raised_on: row.get("raised_on")?,
        state: State::from_key(&state).ok_or_else(|| Error::internal("an issue has an unknown state"))?,
        praise: Kind::from_key(&kind) == Some(Kind::Praise),
    })
}

/// Up to five issues by their numbers.
pub(super) async fn told(db: &Db, group: Uuid, numbers: &[i64]) -> Result<Vec<Told>> {
    let at = |place: usize| numbers.get(place).copied().unwrap_or(-1);
    let rows = sql("SELECT number, group_title, group_text, words, raised_on, state, kind FROM issues \
                    WHERE group_id = $1 AND number IN ($2, $3, $4, $5, $6)");
    let rows = rows.bind(group).bind(at(0)).bind(at(1)).bind(at(2)).bind(at(3)).bind(at(4)).all(db).await?;
    rows.iter().map(told_of).collect()
}

/// What somebody said of two reports.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// The later report.
    pub(super) report: Uuid,
    /// The earlier one.
    pub(super) issue: Uuid,
    pub(super) by_reporter: bool,
    pub(super) how: How,
    pub(super) person: Option<Uuid>,
    pub(super) given_on: Date,
    /// What they were compared on, where both had a vector.
    pub(super) marks: Option<Marks>,
}

/// Writes what somebody said, in place of what that side said before.
pub(super) async fn put_link(tx: &mut Tx, group: Uuid, link: &Link) -> Result<()> {
    let mark = |place: usize| link.marks.map(|marks| f64::from(marks[place]));
    sql("INSERT INTO issue_links (report_id, issue_id, group_id, by_reporter, how, person_id, given_on, meaning, fault, words) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (report_id, issue_id, by_reporter) DO UPDATE SET \
         how = excluded.how, person_id = excluded.person_id, given_on = excluded.given_on, meaning = excluded.meaning, \
         fault = excluded.fault, words = excluded.words")
    .bind(link.report)
    .bind(link.issue)
    .bind(group)
    .bind(link.by_reporter)
    .bind(link.how.key())
    .bind(link.person)
    .bind(link.given_on)
    .bind(mark(0))
    .bind(mark(1))
    .bind(mark(2))
    .run(tx)
    .await
    .map(drop)
}

/// Takes away what somebody said. Tells whether there was something.
pub(super) async fn drop_link(tx: &mut Tx, group: Uuid, report: Uuid, issue: Uuid, by_reporter: bool) -> Result<bool> {
    let gone = sql("DELETE FROM issue_links WHERE group_id = $1 AND report_id = $2 AND issue_id = $3 AND by_reporter = $4");
    Ok(gone.bind(group).bind(report).bind(issue).bind(by_reporter).run(tx).await? > 0)
}

/// What was said of an issue and another.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) other: Told,
    pub(super) how: How,
    pub(super) by_reporter: bool,
    /// Whether the issue asked about is the later one, so that its own reporter said it.
    pub(super) own: bool,
}

/// All that was said of an issue and others, by number.
pub(super) async fn said(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<Said>> {
    let rows =
        sql("SELECT i.number, i.group_title, i.group_text, i.words, i.raised_on, i.state, i.kind, l.how, l.by_reporter, l.report_id \
                    FROM issue_links l JOIN issues i ON i.id = CASE WHEN l.report_id = $2 THEN l.issue_id ELSE l.report_id END \
                    WHERE l.group_id = $1 AND (l.report_id = $2 OR l.issue_id = $2) ORDER BY i.number, l.by_reporter");
    let read = |row: &Row| {
        let how: String = row.get("how")?;
        Ok(Said {
            other: told_of(row)?,
            how: How::from_key(&how).unwrap_or(How::Related),
            by_reporter: row.get("by_reporter")?,
            own: row.get::<Uuid>("report_id")? == issue,
        })
    };
    rows.bind(group).bind(issue).all(on).await?.iter().map(read).collect()
}

/// The issues in one state that a report is, or is linked to.
///
/// # Errors
/// When the database fails.
pub async fn near(on: impl Into<On<'_>>, group: Uuid, report: Uuid, state: State) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT i.id FROM issues i WHERE i.group_id = $1 AND i.id = $2 AND i.state = $3 \
                    UNION SELECT i.id FROM issue_links l JOIN issues i ON i.id = l.issue_id WHERE l.report_id = $2 AND i.group_id = $1 AND i.state = $3 \
                    UNION SELECT i.id FROM issue_links l JOIN issues i ON i.id = l.report_id WHERE l.issue_id = $2 AND i.group_id = $1 AND i.state = $3 \
                    ORDER BY 1");
    rows.bind(group).bind(report).bind(state.key()).all(on).await?.iter().map(|row| row.get("id")).collect()
}

/// The references of the issues that people set beside an issue as related.
pub(crate) async fn related(on: impl Into<On<'_>>, group: &Group, issue: Uuid) -> Result<Vec<String>> {
    let all = said(on, group.id, issue).await?;
    Ok(all.iter().filter(|said| said.how == How::Related).map(|said| group.reference(said.other.number)).collect())
}

/// A group's answers, the latest first, as its weights are learnt from them.
pub(super) async fn answers(db: &Db, group: Uuid) -> Result<Vec<(Marks, bool)>> {
    let rows = sql("SELECT how, meaning, fault, words FROM issue_links WHERE group_id = $1 AND meaning IS NOT NULL AND how <> 'related' \
                    ORDER BY given_on DESC, report_id, issue_id LIMIT 1000");
    let read = |row: &Row| {
        let (how, mark): (String, _) = (row.get("how")?, |name| row.get::<f64>(name).map(|mark| mark as f32));
        Ok(([mark("meaning")?, mark("fault")?, mark("words")?], How::from_key(&how).is_some_and(How::counts)))
    };
    rows.bind(group).all(db).await?.iter().map(read).collect()
}

/// Links join two reports of one group, the later to the earlier.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let wrong = sql("SELECT COUNT(*) AS n FROM issue_links l JOIN issues r ON r.id = l.report_id JOIN issues i ON i.id = l.issue_id \
                         WHERE r.group_id <> l.group_id OR i.group_id <> l.group_id OR r.number <= i.number");
        let mut problems = Vec::new();
        counted(&mut problems, &wrong.one(db).await?, "links between reports that cannot be linked")?;
        Ok(problems)
    })
}
