//! Every statement on reports, on those that the group reports to, and on their meetings.

use futures_util::future::BoxFuture;
use group::{approvals::Approval, membership::Side};
use jiff::{Timestamp, civil::Date};
use kernel::{Db, Error, On, Result, Row, Tx, removal, sql, verify::counted};
use uuid::Uuid;

use super::model::{Content, Line, Meeting, Report, State};

/// The content as one text, always the same for the same content: what is hashed.
pub(super) fn canonical(content: &Content) -> Result<String> {
    serde_json::to_string(content).map_err(|error| Error::internal(error.to_string()))
}

fn from_row(row: &Row) -> Result<Report> {
    let (state, content): (String, String) = (row.get("state")?, row.get("content")?);
    Ok(Report {
        id: row.get("id")?,
        root: row.get("root_id")?,
        number: row.get("number")?,
        version: row.get("version")?,
        revision: row.get("revision")?,
        state: State::from_key(&state).ok_or_else(|| Error::internal("a report is in an unknown state"))?,
        hash: kernel::keys::hash(&content),
        content: serde_json::from_str(&content).map_err(|error| Error::internal(error.to_string()))?,
        drafted_on: row.get("drafted_on")?,
        approved_on: row.get("approved_on")?,
    })
}

/// All versions of the group's reports, the newest first; at most so many.
pub(super) async fn list(on: impl Into<On<'_>>, group: Uuid, most: i64) -> Result<Vec<Report>> {
    let rows = sql("SELECT id, root_id, number, version, revision, state, content, drafted_on, approved_on FROM reports \
                    WHERE group_id = $1 ORDER BY number DESC, version DESC LIMIT $2");
    rows.bind(group).bind(most).all(on).await?.iter().map(from_row).collect()
}

/// The drafts whose words are somebody's own, by their numbers.
pub(super) async fn own_drafts(on: impl Into<On<'_>>, group: Uuid, person: Uuid) -> Result<Vec<i64>> {
    let rows = sql("SELECT number FROM reports WHERE group_id = $1 AND put_by = $2 AND state = 'draft'");
    rows.bind(group).bind(person).all(on).await?.iter().map(|row| row.get("number")).collect()
}

/// The versions of a report, the newest first.
pub(super) async fn versions(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Vec<Report>> {
    let rows = sql("SELECT id, root_id, number, version, revision, state, content, drafted_on, approved_on FROM reports \
                    WHERE group_id = $1 AND number = $2 ORDER BY version DESC");
    rows.bind(group).bind(number).all(on).await?.iter().map(from_row).collect()
}

/// The number of the report whose versions share a key.
pub(super) async fn number_of(on: impl Into<On<'_>>, group: Uuid, root: Uuid) -> Result<i64> {
    let row = sql("SELECT number FROM reports WHERE group_id = $1 AND id = $2");
    row.bind(group).bind(root).one(on).await?.get("number")
}

/// The last day that an approved report is of.
pub(super) async fn last_day(on: impl Into<On<'_>>, group: Uuid) -> Result<Option<Date>> {
    let row = sql("SELECT MAX(to_on) AS to_on FROM reports WHERE group_id = $1 AND state = 'approved'");
    row.bind(group).one(on).await?.get("to_on")
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, report: &Report, by: Uuid) -> Result<()> {
    sql("INSERT INTO reports (id, group_id, root_id, number, version, revision, state, from_on, to_on, content, content_hash, drafted_on, put_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
    .bind(report.id)
    .bind(group)
    .bind(report.root)
    .bind(report.number)
    .bind(report.version)
    .bind(report.revision)
    .bind(report.state.key())
    .bind(report.content.from)
    .bind(report.content.to)
    .bind(canonical(&report.content)?)
    .bind(Vec::new())
    .bind(report.drafted_on)
    .bind(by)
    .run(tx)
    .await
    .map(drop)
}

/// Changes a draft, if nobody else has since `revision`.
pub(super) async fn update(tx: &mut Tx, group: Uuid, id: Uuid, revision: i64, content: &Content, by: Uuid) -> Result<bool> {
    let done = sql(
        "UPDATE reports SET content = $4, put_by = $5, revision = revision + 1 WHERE group_id = $1 AND id = $2 AND revision = $3 AND state = 'draft'",
    );
    Ok(done.bind(group).bind(id).bind(revision).bind(canonical(content)?).bind(by).run(tx).await? == 1)
}

/// Freezes a draft with its hash; the version before it is superseded.
pub(super) async fn freeze(tx: &mut Tx, group: Uuid, report: &Report, today: Date) -> Result<bool> {
    let before = sql("UPDATE reports SET state = 'superseded' WHERE group_id = $1 AND number = $2 AND state = 'approved'");
    before.bind(group).bind(report.number).run(&mut *tx).await?;
    let done = sql(
        "UPDATE reports SET state = 'approved', content_hash = $3, approved_on = $4 WHERE group_id = $1 AND id = $2 AND state = 'draft'",
    );
    Ok(done.bind(group).bind(report.id).bind(report.hash.as_slice()).bind(today).run(tx).await? == 1)
}

/// Ends a draft; tells whether it was one.
pub(super) async fn withdraw(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<bool> {
    let done = sql("UPDATE reports SET state = 'withdrawn' WHERE group_id = $1 AND id = $2 AND state = 'draft'");
    Ok(done.bind(group).bind(id).run(tx).await? == 1)
}

/// Who approved a version, the GPs' side first.
pub(super) async fn approvals(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Vec<Approval>> {
    let rows =
        sql("SELECT a.side, a.person_id, p.name, a.deputy, a.content_hash FROM report_approvals a JOIN people p ON p.id = a.person_id \
                    WHERE a.group_id = $1 AND a.report_id = $2 ORDER BY a.side DESC");
    rows.bind(group).bind(id).all(on).await?.iter().map(Approval::from_row).collect()
}

/// The hashes of the drafts that a side has approved.
pub(super) async fn approved_by(on: impl Into<On<'_>>, group: Uuid, side: Side) -> Result<Vec<Vec<u8>>> {
    let rows = sql("SELECT p.content_hash FROM report_approvals p JOIN reports r ON r.id = p.report_id \
                    WHERE p.group_id = $1 AND p.side = $2 AND r.state = 'draft'");
    rows.bind(group).bind(side.key()).all(on).await?.iter().map(|row| row.get("content_hash")).collect()
}

pub(super) async fn put_approval(tx: &mut Tx, group: Uuid, id: Uuid, approval: &Approval, at: Timestamp) -> Result<()> {
    sql("INSERT INTO report_approvals (report_id, side, group_id, person_id, deputy, content_hash, approved_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (report_id, side) DO UPDATE SET person_id = excluded.person_id, \
         deputy = excluded.deputy, content_hash = excluded.content_hash, approved_at = excluded.approved_at")
    .bind(id)
    .bind(approval.side.key())
    .bind(group)
    .bind(approval.person)
    .bind(approval.deputy)
    .bind(approval.content_hash.as_slice())
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// Those that the group reports to, the nearest first.
pub(super) async fn lines(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Line>> {
    let rows = sql("SELECT id, level, name, secretary, email FROM report_lines WHERE group_id = $1 ORDER BY level");
    let read = |row: &Row| {
        Ok(Line {
            id: row.get("id")?,
            level: row.get("level")?,
            name: row.get("name")?,
            secretary: row.get("secretary")?,
            email: row.get("email")?,
        })
    };
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

/// Writes somebody that the group reports to, in place of who stood there.
pub(super) async fn put_line(tx: &mut Tx, group: Uuid, line: &Line) -> Result<()> {
    sql("INSERT INTO report_lines (id, group_id, level, name, secretary, email) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (group_id, level) DO UPDATE SET name = excluded.name, secretary = excluded.secretary, email = excluded.email")
    .bind(line.id)
    .bind(group)
    .bind(line.level)
    .bind(&line.name)
    .bind(&line.secretary)
    .bind(&line.email)
    .run(tx)
    .await
    .map(drop)
}

fn meeting(row: &Row) -> Result<Meeting> {
    Ok(Meeting {
        id: row.get("id")?,
        line: row.get("line_id")?,
        held_on: row.get("held_on")?,
        papers_by: row.get("papers_by")?,
        reminded_on: row.get("reminded_on")?,
    })
}

/// Their meetings from a day on, the next one first.
pub(super) async fn meetings(on: impl Into<On<'_>>, group: Uuid, from: Date) -> Result<Vec<Meeting>> {
    let rows = sql("SELECT id, line_id, held_on, papers_by, reminded_on FROM report_meetings WHERE group_id = $1 AND held_on >= $2 \
                    ORDER BY held_on, id LIMIT 100");
    rows.bind(group).bind(from).all(on).await?.iter().map(meeting).collect()
}

/// Writes a meeting of theirs; of one on the same day, the day by which papers are due.
pub(super) async fn put_meeting(tx: &mut Tx, group: Uuid, new: &Meeting) -> Result<()> {
    sql("INSERT INTO report_meetings (id, group_id, line_id, held_on, papers_by) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (line_id, held_on) DO UPDATE SET papers_by = excluded.papers_by, reminded_on = NULL")
    .bind(new.id)
    .bind(group)
    .bind(new.line)
    .bind(new.held_on)
    .bind(new.papers_by)
    .run(tx)
    .await
    .map(drop)
}

/// Takes a meeting of theirs away, unless a report was sent for it; tells whether it did.
pub(super) async fn drop_meeting(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<bool> {
    let done = sql(
        "DELETE FROM report_meetings WHERE group_id = $1 AND id = $2 AND NOT EXISTS (SELECT 1 FROM sendings s WHERE s.meeting_id = $2)",
    );
    Ok(done.bind(group).bind(id).run(tx).await? == 1)
}

/// Notes that the administrator was reminded of a meeting.
pub(super) async fn set_reminded(tx: &mut Tx, group: Uuid, id: Uuid, day: Date) -> Result<()> {
    sql("UPDATE report_meetings SET reminded_on = $3 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(day)
        .run(tx)
        .await
        .map(drop)
}

/// The groups of which papers are due by a day and nobody was reminded.
pub(super) async fn groups_with_papers(on: impl Into<On<'_>>, by: Date) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT DISTINCT group_id FROM report_meetings WHERE reminded_on IS NULL AND papers_by <= $1 ORDER BY group_id");
    rows.bind(by).all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

/// The meetings for which a report was sent.
pub(super) async fn served(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT DISTINCT meeting_id FROM sendings WHERE group_id = $1 AND meeting_id IS NOT NULL");
    rows.bind(group).all(on).await?.iter().map(|row| row.get("meeting_id")).collect()
}

/// Every approved report is what both sides approved, two people of two sides; of one report one version holds at most, and
/// each knows its first one.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let alone = sql("SELECT COUNT(*) AS n FROM reports r \
                         LEFT JOIN report_approvals g ON g.report_id = r.id AND g.side = 'gp' AND g.content_hash = r.content_hash \
                         LEFT JOIN report_approvals c ON c.report_id = r.id AND c.side = 'consultant' AND c.content_hash = r.content_hash \
                         WHERE r.state IN ('approved', 'superseded') \
                         AND (g.person_id IS NULL OR c.person_id IS NULL OR g.person_id = c.person_id OR r.approved_on IS NULL)");
        counted(&mut problems, &alone.one(db).await?, "reports without the approval of both sides")?;
        let twice = sql("SELECT COUNT(*) AS n FROM (SELECT group_id, number FROM reports WHERE state = 'approved' \
                         GROUP BY group_id, number HAVING COUNT(*) > 1) t");
        counted(&mut problems, &twice.one(db).await?, "reports of which two versions hold")?;
        for row in sql("SELECT content, content_hash FROM reports WHERE state IN ('approved', 'superseded')").all(db).await? {
            let (content, hash): (String, Vec<u8>) = (row.get("content")?, row.get("content_hash")?);
            if !removal::agrees(db, &content, &hash).await? {
                problems.push("a report is not what was approved".into());
            }
        }
        let unasked = sql("SELECT COUNT(*) AS n FROM reports r LEFT JOIN reports o ON o.id = r.root_id AND o.group_id = r.group_id \
                           AND o.number = r.number AND o.version = 1 WHERE o.id IS NULL");
        counted(&mut problems, &unasked.one(db).await?, "versions of a report that do not know their first one")?;
        Ok(problems)
    })
}
