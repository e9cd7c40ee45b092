//! What the standing items of an agenda are written from: the meeting before, what it decided and put off, and actions.

use jiff::civil::Date;
use kernel::{Error, On, Result, Row, sql};
use uuid::Uuid;

use super::{Before, Did, Matter};
use crate::{
    actions::{self, State},
    interests::open_to,
    meetings::Meeting,
    references,
};

/// The meeting before one.
pub(super) async fn before(on: impl Into<On<'_>>, group: Uuid, meeting: &Meeting) -> Result<Option<Before>> {
    let row = sql("SELECT m.id, m.held_on, n.state FROM meetings m LEFT JOIN minutes n ON n.meeting_id = m.id \
                   WHERE m.group_id = $1 AND m.state = 'adjourned' AND m.minutes > 0 AND (m.held_on < $2 OR m.held_on = $2 AND m.number < $3) \
                   ORDER BY m.held_on DESC, m.number DESC LIMIT 1");
    let row = row.bind(group).bind(meeting.held_on).bind(meeting.number).optional(on).await?;
    row.map(|row| Ok(Before { id: row.get("id")?, held_on: row.get("held_on")?, minute: row.get("state")? })).transpose()
}

/// What was on the agenda of a meeting, in order.
pub(super) async fn matters(on: impl Into<On<'_>>, group: Uuid, (meeting, reader): (Uuid, Uuid)) -> Result<Vec<Matter>> {
    let rows = sql(concat!(
        "SELECT i.year, i.number, i.kind, COALESCE(s.group_title, i.title) AS title, s.state AS issue_state, d.year AS decision_year, \
         d.number AS decision_number, d.words, (SELECT COUNT(*) FROM items f WHERE f.follows = i.id) AS followers \
         FROM items i LEFT JOIN issues s ON s.id = i.issue_id LEFT JOIN decisions d ON d.item_id = i.id \
         WHERE i.group_id = $1 AND i.meeting_id = $2 AND ",
        open_to!("$3"),
        " ORDER BY i.position, i.number"
    ));
    let read = |row: &Row| {
        let decided: Option<i64> = row.get("decision_number")?;
        let year: Option<i64> = row.get("decision_year")?;
        Ok(Matter {
            reference: references::item(row.get("year")?, row.get("number")?),
            title: row.get("title")?,
            standing: !row.get::<String>("kind")?.is_empty(),
            issue_state: row.get("issue_state")?,
            decision: decided.map(|number| references::decision(year.unwrap_or_default(), number)),
            words: row.get::<Option<String>>("words")?.unwrap_or_default(),
            followed: row.get::<i64>("followers")? > 0,
        })
    };
    rows.bind(group).bind(meeting).bind(reader).all(on).await?.iter().map(read).collect()
}

/// Actions of meetings before a day: those that are open, by the day they are due, then those closed since a day.
pub(super) async fn did(on: impl Into<On<'_>>, group: Uuid, (since, until): (Date, Date), reader: Uuid) -> Result<Vec<Did>> {
    let rows = sql(concat!(
        "SELECT number, words, name, outside_role, due, state, carried, successor FROM ( \
           SELECT a.number, a.words, p.name, a.outside_role, a.due, a.state, a.carried, a.successor, 0 AS part FROM actions a JOIN people p ON p.id = a.owner_id \
             JOIN items i ON i.id = a.item_id JOIN meetings m ON m.id = i.meeting_id \
             WHERE a.group_id = $1 AND m.held_on < $3 AND m.state IN ('confirmed', 'adjourned') AND a.state IN ('open', 'in-progress') AND ",
        open_to!("$4"),
        " UNION ALL SELECT a.number, a.words, p.name, a.outside_role, a.due, a.state, a.carried, a.successor, 1 AS part FROM actions a JOIN people p ON p.id = a.owner_id \
             JOIN items i ON i.id = a.item_id JOIN meetings m ON m.id = i.meeting_id \
             WHERE a.group_id = $1 AND m.held_on < $3 AND m.state IN ('confirmed', 'adjourned') AND a.closed_on >= $2 AND ",
        open_to!("$4"),
        ") d ORDER BY part, due, number LIMIT 200"
    ));
    let read = |row: &Row| {
        Ok(Did {
            reference: references::action(row.get("number")?),
            words: row.get("words")?,
            owner: actions::doer(&row.get::<String>("name")?, &row.get::<String>("outside_role")?),
            due: row.get("due")?,
            state: State::from_key(&row.get::<String>("state")?).ok_or_else(|| Error::internal("an action has an unknown state"))?,
            carried: row.get("carried")?,
            successor: row.get::<Option<i64>>("successor")?.map(references::action),
        })
    };
    rows.bind(group).bind(since).bind(until).bind(reader).all(on).await?.iter().map(read).collect()
}
