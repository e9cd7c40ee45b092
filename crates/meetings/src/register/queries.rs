//! What the lists read: meetings, decisions and actions, each in one statement.

use jiff::civil::Date;
use kernel::{Db, Error, Result, Row, Tx, sql};
use uuid::Uuid;

use crate::{
    actions::{self, Action},
    decisions::{self, Decision},
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

/// Decisions, the newest first, and one more than `limit` when there are more. Readers see those that are confirmed and not reserved.
pub(super) async fn decisions(db: &Db, group: Uuid, below: (i64, i64), confirmed_only: bool, limit: i64) -> Result<Vec<DecisionLine>> {
    let rows = sql(
        "SELECT d.id AS decision_id, d.item_id, d.year AS decision_year, d.number AS decision_number, d.words AS decision_words, \
                    d.decided_on, d.gps, d.consultants, d.quorum_gps, d.quorum_consultants, d.confirmed, \
                    d.what_changes, d.for_whom, d.from_when, d.who_to_ask, d.patients, d.cascades, \
                    d.manner, d.aside, d.gp_view, d.consultant_view, d.views_told, d.comes_back_on, d.review_on, d.ratified_in, m.number AS meeting_number, \
                    i.number AS item_number, i.year AS item_year, COALESCE(s.group_title, i.title) AS title, s.number AS issue_number \
                    FROM decisions d JOIN items i ON i.id = d.item_id JOIN meetings m ON m.id = d.meeting_id LEFT JOIN issues s ON s.id = i.issue_id \
                    WHERE d.group_id = $1 AND (d.year < $2 OR d.year = $2 AND d.number < $3) AND (d.confirmed AND i.reserved = '' OR NOT $4) \
                    ORDER BY d.year DESC, d.number DESC LIMIT $5",
    );
    rows.bind(group).bind(below.0).bind(below.1).bind(confirmed_only).bind(limit + 1).all(db).await?.iter().map(decision_line).collect()
}

/// One decision.
pub(super) async fn decision(db: &Db, group: Uuid, (year, number): (i64, i64), confirmed_only: bool) -> Result<DecisionLine> {
    let mut lines = decisions(db, group, (year, number + 1), confirmed_only, 0).await?;
    lines.retain(|line| (line.decision.year, line.decision.number) == (year, number));
    lines.pop().ok_or(Error::NotFound)
}

/// An action with where it was set.
#[derive(Clone, Debug)]
pub(super) struct ActionLine {
    pub(super) action: Action,
    pub(super) meeting: i64,
    pub(super) item_number: i64,
    pub(super) item_year: i64,
    pub(super) title: String,
    pub(super) closed_on: Option<Date>,
    pub(super) evidence: String,
    /// Whether its owner still sits in the group.
    pub(super) seated: bool,
}

fn action_line(row: &Row) -> Result<ActionLine> {
    Ok(ActionLine {
        action: actions::from_row(row)?,
        meeting: row.get("meeting_number")?,
        item_number: row.get("item_number")?,
        item_year: row.get("item_year")?,
        title: row.get("title")?,
        closed_on: row.get("closed_on")?,
        evidence: row.get("evidence")?,
        seated: row.get::<i64>("seated")? > 0,
    })
}

/// Open actions after a day and number, by the day they are due, the earliest first; one more than `limit` when there are more.
pub(super) async fn open_actions(db: &Db, group: Uuid, owner: Option<Uuid>, after: (Date, i64), limit: i64) -> Result<Vec<ActionLine>> {
    let rows = sql(
        "SELECT a.id AS action_id, a.item_id, a.number AS action_number, a.words AS action_words, a.owner_id, p.name AS owner_name, a.due, \
                    a.done_means, a.state AS action_state, a.closed_on, a.evidence, \
                    (SELECT COUNT(*) FROM seats z WHERE z.group_id = a.group_id AND z.person_id = a.owner_id) AS seated, m.number AS meeting_number, i.number AS item_number, \
                    i.year AS item_year, COALESCE(s.group_title, i.title) AS title \
                    FROM actions a JOIN people p ON p.id = a.owner_id JOIN items i ON i.id = a.item_id JOIN meetings m ON m.id = i.meeting_id \
                    LEFT JOIN issues s ON s.id = i.issue_id WHERE a.group_id = $1 AND a.state = 'open' AND ($2 IS NULL OR a.owner_id = $2) \
                    AND (a.due > $3 OR a.due = $3 AND a.number > $4) ORDER BY a.due, a.number LIMIT $5",
    );
    rows.bind(group).bind(owner).bind(after.0).bind(after.1).bind(limit + 1).all(db).await?.iter().map(action_line).collect()
}

/// Open actions that were due before a day, after a day and number; in the order and number of [`open_actions`].
pub(super) async fn late_actions(db: &Db, group: Uuid, today: Date, after: (Date, i64), limit: i64) -> Result<Vec<ActionLine>> {
    let rows = sql(
        "SELECT a.id AS action_id, a.item_id, a.number AS action_number, a.words AS action_words, a.owner_id, p.name AS owner_name, a.due, \
                    a.done_means, a.state AS action_state, a.closed_on, a.evidence, \
                    (SELECT COUNT(*) FROM seats z WHERE z.group_id = a.group_id AND z.person_id = a.owner_id) AS seated, m.number AS meeting_number, i.number AS item_number, \
                    i.year AS item_year, COALESCE(s.group_title, i.title) AS title \
                    FROM actions a JOIN people p ON p.id = a.owner_id JOIN items i ON i.id = a.item_id JOIN meetings m ON m.id = i.meeting_id \
                    LEFT JOIN issues s ON s.id = i.issue_id WHERE a.group_id = $1 AND a.state = 'open' AND a.due < $2 \
                    AND (a.due > $3 OR a.due = $3 AND a.number > $4) ORDER BY a.due, a.number LIMIT $5",
    );
    rows.bind(group).bind(today).bind(after.0).bind(after.1).bind(limit + 1).all(db).await?.iter().map(action_line).collect()
}

/// Every action below a number, the newest first, and one more than `limit` when there are more.
pub(super) async fn actions(db: &Db, group: Uuid, below: i64, limit: i64) -> Result<Vec<ActionLine>> {
    let rows = sql(
        "SELECT a.id AS action_id, a.item_id, a.number AS action_number, a.words AS action_words, a.owner_id, p.name AS owner_name, a.due, \
                    a.done_means, a.state AS action_state, a.closed_on, a.evidence, \
                    (SELECT COUNT(*) FROM seats z WHERE z.group_id = a.group_id AND z.person_id = a.owner_id) AS seated, m.number AS meeting_number, i.number AS item_number, \
                    i.year AS item_year, COALESCE(s.group_title, i.title) AS title \
                    FROM actions a JOIN people p ON p.id = a.owner_id JOIN items i ON i.id = a.item_id JOIN meetings m ON m.id = i.meeting_id \
                    LEFT JOIN issues s ON s.id = i.issue_id WHERE a.group_id = $1 AND a.number < $2 ORDER BY a.number DESC LIMIT $3",
    );
    rows.bind(group).bind(below).bind(limit + 1).all(db).await?.iter().map(action_line).collect()
}

/// One action.
pub(super) async fn action(db: &Db, group: Uuid, number: i64) -> Result<ActionLine> {
    let mut lines = actions(db, group, number + 1, 0).await?;
    lines.retain(|line| line.action.number == number);
    lines.pop().ok_or(Error::NotFound)
}

/// The issue of an item, once no action of any of its items is open.
pub(super) async fn finished_issue(tx: &mut Tx, group: Uuid, item: Uuid) -> Result<Option<Uuid>> {
    let row = sql("SELECT i.issue_id FROM items i WHERE i.group_id = $1 AND i.id = $2 AND i.issue_id IS NOT NULL AND NOT EXISTS \
                   (SELECT 1 FROM items o JOIN actions a ON a.item_id = o.id WHERE o.issue_id = i.issue_id AND a.state = 'open')");
    row.bind(group).bind(item).optional(tx).await?.map(|row| row.get("issue_id")).transpose()
}

/// Whether both sides have confirmed what was decided at the meeting of an item.
pub(super) async fn is_confirmed(tx: &mut Tx, group: Uuid, item: Uuid) -> Result<bool> {
    let row = sql("SELECT m.state FROM items i JOIN meetings m ON m.id = i.meeting_id WHERE i.group_id = $1 AND i.id = $2");
    let state: String = row.bind(group).bind(item).one(tx).await?.get("state")?;
    Ok(["confirmed", "adjourned"].contains(&state.as_str()))
}
