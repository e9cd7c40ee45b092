//! What the lists read: meetings, decisions and actions, each in one statement.

use jiff::civil::Date;
use kernel::{Db, Error, Result, Row, sql};
use uuid::Uuid;

use crate::{
    decisions::{self, Decision},
    interests::open_to,
    meetings::{self, Meeting},
};

/// A line of the list of meetings.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) meeting: Meeting,
    pub(super) items: i64,
    /// Where the minute stands, once there is one.
    pub(super) minute: Option<String>,
}

fn line(row: &Row) -> Result<Line> {
    Ok(Line { meeting: meetings::from_row(row)?, items: row.get("items")?, minute: row.get("minute_state")? })
}

/// Meetings from a day on that are not over, the next first, at most `limit`.
pub(super) async fn coming(db: &Db, group: Uuid, today: Date, limit: i64) -> Result<Vec<Line>> {
    let rows = sql(
        "SELECT m.id, m.number, m.year, m.version, m.state, m.held_on, m.starts, m.minutes, m.theme, m.kind, m.place, m.link, m.guests, m.invited, \
                    m.sequence, (SELECT COUNT(*) FROM items i WHERE i.meeting_id = m.id) AS items, n.state AS minute_state \
                    FROM meetings m LEFT JOIN minutes n ON n.meeting_id = m.id \
                    WHERE m.group_id = $1 AND m.held_on >= $2 AND m.state IN ('planned', 'confirmed') ORDER BY m.held_on, m.number LIMIT $3",
    );
    rows.bind(group).bind(today).bind(limit).all(db).await?.iter().map(line).collect()
}

/// Meetings that are over or lie before today, the latest first, and one more than `limit` when there are more: those before the
/// meeting with a day and number.
pub(super) async fn past(
    db: &Db,
    group: Uuid,
    (before, below): (Date, i64),
    today: Date,
    published_only: bool,
    limit: i64,
) -> Result<Vec<Line>> {
    let rows = sql(
        "SELECT m.id, m.number, m.year, m.version, m.state, m.held_on, m.starts, m.minutes, m.theme, m.kind, m.place, m.link, m.guests, m.invited, \
                    m.sequence, (SELECT COUNT(*) FROM items i WHERE i.meeting_id = m.id) AS items, n.state AS minute_state \
                    FROM meetings m LEFT JOIN minutes n ON n.meeting_id = m.id \
                    WHERE m.group_id = $1 AND (m.held_on < $2 OR m.held_on = $2 AND m.number < $3) AND (NOT $4 OR n.state IN ('published', 'confirmed')) \
                    AND (m.held_on < $6 OR m.state NOT IN ('planned', 'confirmed')) ORDER BY m.held_on DESC, m.number DESC LIMIT $5",
    );
    rows.bind(group).bind(before).bind(below).bind(published_only).bind(limit + 1).bind(today).all(db).await?.iter().map(line).collect()
}

/// A decision with where it was made.
#[derive(Clone, Debug)]
pub(super) struct DecisionLine {
    pub(super) decision: Decision,
    pub(super) meeting: i64,
    pub(super) item_number: i64,
    pub(super) item_year: i64,
    pub(super) title: String,
    /// The issue's number, where it is about one.
    pub(super) issue: Option<i64>,
}

fn decision_line(row: &Row) -> Result<DecisionLine> {
    Ok(DecisionLine {
        decision: decisions::from_row(row)?,
        meeting: row.get("meeting_number")?,
        item_number: row.get("item_number")?,
        item_year: row.get("item_year")?,
        title: row.get("title")?,
        issue: row.get("issue_number")?,
    })
}

/// Decisions, the newest first, and one more than `limit` when there are more. Readers see those that are confirmed and not reserved;
/// nobody sees that of a reserved item in which they declared an interest.
pub(super) async fn decisions(
    db: &Db,
    group: Uuid,
    below: (i64, i64),
    (reader, confirmed_only): (Uuid, bool),
    limit: i64,
) -> Result<Vec<DecisionLine>> {
    let rows = sql(concat!(
        "SELECT d.id AS decision_id, d.item_id, d.year AS decision_year, d.number AS decision_number, d.words AS decision_words, \
                    d.decided_on, d.gps, d.consultants, d.quorum_gps, d.quorum_consultants, d.confirmed, \
                    d.what_changes, d.for_whom, d.from_when, d.who_to_ask, d.patients, d.cascades, \
                    d.manner, d.aside, d.gp_view, d.consultant_view, d.views_told, d.comes_back_on, d.review_on, d.ratified_in, m.number AS meeting_number, \
                    i.number AS item_number, i.year AS item_year, COALESCE(s.group_title, i.title) AS title, s.number AS issue_number \
                    FROM decisions d JOIN items i ON i.id = d.item_id JOIN meetings m ON m.id = d.meeting_id LEFT JOIN issues s ON s.id = i.issue_id \
                    WHERE d.group_id = $1 AND (d.year < $2 OR d.year = $2 AND d.number < $3) AND (d.confirmed AND i.reserved = '' OR NOT $4) \
                    AND ",
        open_to!("$6"),
        " ORDER BY d.year DESC, d.number DESC LIMIT $5"
    ));
    rows.bind(group)
        .bind(below.0)
        .bind(below.1)
        .bind(confirmed_only)
        .bind(limit + 1)
        .bind(reader)
        .all(db)
        .await?
        .iter()
        .map(decision_line)
        .collect()
}

/// One decision.
pub(super) async fn decision(db: &Db, group: Uuid, (year, number): (i64, i64), reader: (Uuid, bool)) -> Result<DecisionLine> {
    let mut lines = decisions(db, group, (year, number + 1), reader, 0).await?;
    lines.retain(|line| (line.decision.year, line.decision.number) == (year, number));
    lines.pop().ok_or(Error::NotFound)
}

/// How many actions come from one meeting or one theme, and how many of them are still to be done.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    /// The meeting's number, or the theme's key; an action on no theme has none.
    pub(super) key: String,
    /// The meeting's day.
    pub(super) held_on: Option<Date>,
    pub(super) open: i64,
    pub(super) all: i64,
}

/// Actions counted by the meeting that set them, the latest meeting first, those before a day and number; one more than `limit` when
/// there are more.
pub(super) async fn by_meeting(db: &Db, group: Uuid, (before, below): (Date, i64), limit: i64) -> Result<Vec<Tally>> {
    // The meetings of this page first, then their actions alone.
    let rows = sql("WITH page AS (SELECT m.id, m.number, m.held_on FROM meetings m \
                      WHERE m.group_id = $1 AND (m.held_on < $2 OR m.held_on = $2 AND m.number < $3) \
                      AND EXISTS (SELECT 1 FROM items i JOIN actions a ON a.item_id = i.id WHERE i.meeting_id = m.id) \
                      ORDER BY m.held_on DESC, m.number DESC LIMIT $4) \
                    SELECT m.number, m.held_on, COUNT(*) AS n, \
                    COALESCE(SUM(CASE WHEN a.state IN ('open', 'in-progress') THEN 1 ELSE 0 END), 0) AS open_n \
                    FROM page m JOIN items i ON i.meeting_id = m.id JOIN actions a ON a.group_id = $1 AND a.item_id = i.id \
                    GROUP BY m.number, m.held_on ORDER BY m.held_on DESC, m.number DESC");
    let read = |row: &Row| {
        let number: i64 = row.get("number")?;
        Ok(Tally { key: number.to_string(), held_on: Some(row.get("held_on")?), open: row.get("open_n")?, all: row.get("n")? })
    };
    rows.bind(group).bind(before).bind(below).bind(limit + 1).all(db).await?.iter().map(read).collect()
}

/// Actions counted by the theme of their issue, else of their meeting.
pub(super) async fn by_theme(db: &Db, group: Uuid) -> Result<Vec<Tally>> {
    // Counted by item first: the rest is looked up once for each item, and not for each action.
    let rows = sql("WITH counted AS (SELECT a.item_id, COUNT(*) AS n, \
                      SUM(CASE WHEN a.state IN ('open', 'in-progress') THEN 1 ELSE 0 END) AS open_n \
                      FROM actions a WHERE a.group_id = $1 GROUP BY a.item_id) \
                    SELECT COALESCE(s.theme, m.theme) AS theme, CAST(SUM(c.n) AS BIGINT) AS n, CAST(SUM(c.open_n) AS BIGINT) AS open_n \
                    FROM counted c JOIN items i ON i.id = c.item_id JOIN meetings m ON m.id = i.meeting_id LEFT JOIN issues s ON s.id = i.issue_id \
                    GROUP BY COALESCE(s.theme, m.theme) ORDER BY COALESCE(s.theme, m.theme)");
    let read = |row: &Row| {
        let theme: Option<String> = row.get("theme")?;
        Ok(Tally { key: theme.unwrap_or_default(), held_on: None, open: row.get("open_n")?, all: row.get("n")? })
    };
    rows.bind(group).all(db).await?.iter().map(read).collect()
}
