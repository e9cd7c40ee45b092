//! Every statement on actions and on what happened to them.

use group::groups::Group;
use jiff::{Timestamp, civil::Date};
use kernel::{Error, On, Result, Row, Tx, search, sql};
use uuid::Uuid;

use crate::interests::open_to;

use super::model::{Action, Filter, From, Logged, Move, MoveKind, State};

fn state_of(key: &str) -> Result<State> {
    State::from_key(key).ok_or_else(|| Error::internal("an action has an unknown state"))
}

/// An action of a row that holds every column of `actions`, its key as `action_id`, and its owner's name.
pub(crate) fn from_row(row: &Row) -> Result<Action> {
    Ok(Action {
        id: row.get("action_id")?,
        item: row.get("item_id")?,
        number: row.get("action_number")?,
        words: row.get("action_words")?,
        owner: row.get("owner_id")?,
        owner_name: row.get("owner_name")?,
        outside: row.get("outside_role")?,
        due: row.get("due")?,
        done_means: row.get("done_means")?,
        state: state_of(&row.get::<String>("action_state")?)?,
    })
}

/// What an action of the log and one of before have in common, of a row that holds it; where it comes from is for the reader.
pub(crate) fn logged_from_row(row: &Row, outside: String, set_on: Option<Date>, from: From) -> Result<Logged> {
    let said: Option<Date> = row.get("said_on")?;
    let words: String = row.get("said")?;
    Ok(Logged {
        id: row.get("id")?,
        number: row.get("number")?,
        words: row.get("words")?,
        owner: row.get("owner_id")?,
        owner_name: row.get("owner_name")?,
        outside,
        side: row.get("side")?,
        due: row.get("due")?,
        done_means: row.get("done_means")?,
        state: state_of(&row.get::<String>("state")?)?,
        set_on,
        closed_on: row.get("closed_on")?,
        evidence: row.get("evidence")?,
        carried: row.get("carried")?,
        first_due: row.get("first_due")?,
        handed_on: row.get("handed_on")?,
        said: said.map(|on| (on, words)),
        successor: row.get("successor")?,
        version: row.get("version")?,
        changed_at: row.get("changed_at")?,
        from,
    })
}

fn logged_row(row: &Row) -> Result<Logged> {
    let state: String = row.get("meeting_state")?;
    let from = From::Item {
        id: row.get("item_id")?,
        item: (row.get("item_year")?, row.get("item_number")?),
        title: row.get("title")?,
        meeting: (row.get("meeting_number")?, row.get("held_on")?),
        confirmed: ["confirmed", "adjourned"].contains(&state.as_str()),
        issue: row.get("issue_number")?,
        reserved: !row.get::<String>("reserved")?.is_empty(),
    };
    logged_from_row(row, row.get("outside_role")?, Some(row.get("set_on")?), from)
}

/// Actions that are still to be done, after a day and number, by the day they are due, the earliest first; one more than `limit` when
/// there are more.
///
/// # Errors
/// When the database fails.
pub async fn open(on: impl Into<On<'_>>, group: Uuid, filter: &Filter, after: (Date, i64), limit: i64) -> Result<Vec<Logged>> {
    let rows = sql(concat!(
        "SELECT a.id, a.number, a.words, a.owner_id, p.name AS owner_name, a.outside_role, z.side, a.due, a.done_means, a.state, a.set_on, \
                    a.closed_on, a.evidence, a.carried, a.first_due, a.handed_on, a.said_on, a.said, a.successor, a.version, a.changed_at, \
                    a.item_id, m.number AS meeting_number, m.held_on, m.state AS meeting_state, i.number AS item_number, i.year AS item_year, \
                    i.reserved, COALESCE(s.group_title, i.title) AS title, s.number AS issue_number \
                    FROM actions a JOIN people p ON p.id = a.owner_id JOIN items i ON i.id = a.item_id JOIN meetings m ON m.id = i.meeting_id \
                    LEFT JOIN issues s ON s.id = i.issue_id LEFT JOIN seats z ON z.group_id = a.group_id AND z.person_id = a.owner_id \
                    WHERE a.group_id = $1 AND a.state IN ('open', 'in-progress') AND ($2 IS NULL OR a.owner_id = $2) AND a.due < $3 \
                    AND ($4 IS NULL OR m.number = $4) AND ($5 = '' OR COALESCE(s.theme, m.theme) = $5) AND ($6 = '' OR z.side = $6) \
                    AND (a.due > $7 OR a.due = $7 AND a.number > $8) AND ",
        open_to!("$10"),
        " ORDER BY a.due, a.number LIMIT $9"
    ));
    let rows = rows.bind(group).bind(filter.owner).bind(filter.due_before.unwrap_or(Date::MAX)).bind(filter.meeting).bind(&filter.theme);
    rows.bind(&filter.side).bind(after.0).bind(after.1).bind(limit + 1).bind(filter.reader).all(on).await?.iter().map(logged_row).collect()
}

/// Every action below a number, the newest first, and one more than `limit` when there are more; those that are closed alone where
/// that is asked.
pub(crate) async fn all(
    on: impl Into<On<'_>>,
    group: Uuid,
    filter: &Filter,
    closed_only: bool,
    below: i64,
    limit: i64,
) -> Result<Vec<Logged>> {
    let rows = sql(concat!(
        "SELECT a.id, a.number, a.words, a.owner_id, p.name AS owner_name, a.outside_role, z.side, a.due, a.done_means, a.state, a.set_on, \
                    a.closed_on, a.evidence, a.carried, a.first_due, a.handed_on, a.said_on, a.said, a.successor, a.version, a.changed_at, \
                    a.item_id, m.number AS meeting_number, m.held_on, m.state AS meeting_state, i.number AS item_number, i.year AS item_year, \
                    i.reserved, COALESCE(s.group_title, i.title) AS title, s.number AS issue_number \
                    FROM actions a JOIN people p ON p.id = a.owner_id JOIN items i ON i.id = a.item_id JOIN meetings m ON m.id = i.meeting_id \
                    LEFT JOIN issues s ON s.id = i.issue_id LEFT JOIN seats z ON z.group_id = a.group_id AND z.person_id = a.owner_id \
                    WHERE a.group_id = $1 AND a.number < $2 AND ($3 IS NULL OR a.owner_id = $3) AND ($4 IS NULL OR m.number = $4) \
                    AND ($5 = '' OR COALESCE(s.theme, m.theme) = $5) AND ($6 = '' OR z.side = $6) \
                    AND (NOT $7 OR a.state IN ('done', 'superseded')) AND ",
        open_to!("$9"),
        " ORDER BY a.number DESC LIMIT $8"
    ));
    let rows = rows.bind(group).bind(below).bind(filter.owner).bind(filter.meeting).bind(&filter.theme).bind(&filter.side);
    rows.bind(closed_only).bind(limit + 1).bind(filter.reader).all(on).await?.iter().map(logged_row).collect()
}

/// The action with a number, as it stands in the log.
pub(crate) async fn logged(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Logged> {
    let row = sql(
        "SELECT a.id, a.number, a.words, a.owner_id, p.name AS owner_name, a.outside_role, z.side, a.due, a.done_means, a.state, a.set_on, \
                   a.closed_on, a.evidence, a.carried, a.first_due, a.handed_on, a.said_on, a.said, a.successor, a.version, a.changed_at, \
                   a.item_id, m.number AS meeting_number, m.held_on, m.state AS meeting_state, i.number AS item_number, i.year AS item_year, \
                   i.reserved, COALESCE(s.group_title, i.title) AS title, s.number AS issue_number \
                   FROM actions a JOIN people p ON p.id = a.owner_id JOIN items i ON i.id = a.item_id JOIN meetings m ON m.id = i.meeting_id \
                   LEFT JOIN issues s ON s.id = i.issue_id LEFT JOIN seats z ON z.group_id = a.group_id AND z.person_id = a.owner_id \
                   WHERE a.group_id = $1 AND a.number = $2",
    );
    logged_row(&row.bind(group).bind(number).one(on).await?)
}

/// Actions as things that can be found.
const FOUND: search::Kind = search::Kind::new("action", 3);

pub(super) async fn insert(tx: &mut Tx, group: Uuid, action: &Action, set_on: Date) -> Result<()> {
    sql("INSERT INTO actions (id, group_id, item_id, owner_id, number, words, due, done_means, state, set_on, evidence) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '')")
    .bind(action.id)
    .bind(group)
    .bind(action.item)
    .bind(action.owner)
    .bind(action.number)
    .bind(&action.words)
    .bind(action.due)
    .bind(&action.done_means)
    .bind(action.state.key())
    .bind(set_on)
    .run(tx)
    .await
    .map(drop)
}

pub(super) async fn update(tx: &mut Tx, group: Uuid, action: &Action) -> Result<()> {
    sql("UPDATE actions SET words = $3, owner_id = $4, due = $5, done_means = $6, version = version + 1 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(action.id)
        .bind(&action.words)
        .bind(action.owner)
        .bind(action.due)
        .bind(&action.done_means)
        .run(tx)
        .await
        .map(drop)
}

/// Notes on which day an action went to somebody else.
pub(super) async fn note_handed(tx: &mut Tx, group: Uuid, id: Uuid, on: Date, at: Timestamp) -> Result<()> {
    sql("UPDATE actions SET handed_on = $3, changed_at = $4 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(on)
        .bind(at)
        .run(tx)
        .await
        .map(drop)
}

/// Writes what somebody outside the group is who does it; empty for nobody.
pub(crate) async fn set_outside(tx: &mut Tx, group: Uuid, id: Uuid, role: &str, at: Timestamp) -> Result<()> {
    sql("UPDATE actions SET outside_role = $3, changed_at = $4, version = version + 1 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(role)
        .bind(at)
        .run(tx)
        .await
        .map(drop)
}

/// Writes where an action of the log stands; tells whether it was still as it was read.
pub(crate) async fn put(tx: &mut Tx, group: Uuid, action: &Logged, at: Timestamp) -> Result<bool> {
    let (said_on, said) = action.said.as_ref().map_or((None, ""), |(on, words)| (Some(*on), words.as_str()));
    let put = sql("UPDATE actions SET owner_id = $4, due = $5, state = $6, closed_on = $7, evidence = $8, carried = $9, first_due = $10, \
                   handed_on = $11, said_on = $12, said = $13, successor = $14, changed_at = $15, version = version + 1 \
                   WHERE group_id = $1 AND id = $2 AND version = $3")
    .bind(group)
    .bind(action.id)
    .bind(action.version)
    .bind(action.owner)
    .bind(action.due)
    .bind(action.state.key())
    .bind(action.closed_on)
    .bind(&action.evidence)
    .bind(action.carried)
    .bind(action.first_due)
    .bind(action.handed_on)
    .bind(said_on)
    .bind(said)
    .bind(action.successor)
    .bind(at)
    .run(tx)
    .await?;
    Ok(put == 1)
}

/// Has an action found by its words, also one of the log of before: both have numbers of one row.
pub(crate) async fn note_words(tx: &mut Tx, group: &Group, (number, id): (i64, Uuid), words: &str, done_means: &str) -> Result<()> {
    let body = format!("{words} {done_means}");
    search::put(tx, search::Entry { scope: group.id, scope_ordinal: group.ordinal, number, kind: FOUND, thing: id, body: &body }).await
}

/// The actions with these words in them, the newest first, at most so many; those of before are not among them.
pub(crate) async fn found(on: impl Into<On<'_>>, group: &Group, q: &str, reader: Uuid, limit: i64) -> Result<Vec<Logged>> {
    let rows = sql(concat!(
        "SELECT a.id, a.number, a.words, a.owner_id, p.name AS owner_name, a.outside_role, z.side, a.due, a.done_means, a.state, a.set_on, \
                    a.closed_on, a.evidence, a.carried, a.first_due, a.handed_on, a.said_on, a.said, a.successor, a.version, a.changed_at, \
                    a.item_id, m.number AS meeting_number, m.held_on, m.state AS meeting_state, i.number AS item_number, i.year AS item_year, \
                    i.reserved, COALESCE(s2.group_title, i.title) AS title, s2.number AS issue_number \
                    FROM {search} JOIN actions a ON a.id = s.thing_id JOIN people p ON p.id = a.owner_id JOIN items i ON i.id = a.item_id \
                    JOIN meetings m ON m.id = i.meeting_id LEFT JOIN issues s2 ON s2.id = i.issue_id \
                    LEFT JOIN seats z ON z.group_id = a.group_id AND z.person_id = a.owner_id WHERE {matches $2} AND s.scope_id = $1 \
                    AND s.kind = 'action' AND {search-id} < $3 AND ",
        open_to!("$5"),
        " ORDER BY {search-id} DESC LIMIT $4"
    ));
    let end = search::id(FOUND, group.ordinal, None);
    rows.bind(group.id).bind_search(q).bind(end).bind(limit).bind(reader).all(on).await?.iter().map(logged_row).collect()
}

pub(super) async fn delete(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<()> {
    sql("DELETE FROM commissions WHERE group_id = $1 AND action_id = $2").bind(group).bind(id).run(tx).await?;
    let entry = sql("DELETE FROM search_entries WHERE scope_id = $1 AND kind = 'action' AND thing_id = $2");
    entry.bind(group).bind(id).run(&mut *tx).await?;
    sql("DELETE FROM actions WHERE group_id = $1 AND id = $2").bind(group).bind(id).run(tx).await.map(drop)
}

/// Notes what happened to an action. The group's lock is held, so that no place is given twice.
pub(crate) async fn add_move(tx: &mut Tx, group: Uuid, id: Uuid, number: i64, moved: &Move) -> Result<()> {
    sql("INSERT INTO action_moves (id, group_id, number, position, kind, happened_on, person_id, outside_role, to_id, words, due, successor) \
         SELECT $1, $2, $3, COALESCE(MAX(position), 0) + 1, $4, $5, $6, $7, $8, $9, $10, $11 FROM action_moves WHERE group_id = $2 AND number = $3")
    .bind(id)
    .bind(group)
    .bind(number)
    .bind(moved.kind.key())
    .bind(moved.on)
    .bind(moved.person)
    .bind(&moved.outside)
    .bind(moved.to.as_ref().map(|to| to.0))
    .bind(&moved.words)
    .bind(moved.due)
    .bind(moved.successor)
    .run(tx)
    .await
    .map(drop)
}

fn move_row(row: &Row) -> Result<Move> {
    let to: Option<Uuid> = row.get("to_id")?;
    let to_name: Option<String> = row.get("to_name")?;
    Ok(Move {
        kind: MoveKind::from_key(&row.get::<String>("kind")?).ok_or_else(|| Error::internal("something unknown happened to an action"))?,
        on: row.get("happened_on")?,
        person: row.get("person_id")?,
        name: row.get::<Option<String>>("person_name")?.unwrap_or_default(),
        outside: row.get("outside_role")?,
        to: to.map(|to| (to, to_name.unwrap_or_default())),
        words: row.get("words")?,
        due: row.get("due")?,
        successor: row.get("successor")?,
    })
}

/// What happened to an action, the latest first.
pub(crate) async fn moves(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Vec<Move>> {
    let rows = sql(
        "SELECT v.kind, v.happened_on, v.person_id, p.name AS person_name, v.outside_role, v.to_id, t.name AS to_name, v.words, v.due, \
                    v.successor FROM action_moves v LEFT JOIN people p ON p.id = v.person_id LEFT JOIN people t ON t.id = v.to_id \
                    WHERE v.group_id = $1 AND v.number = $2 ORDER BY v.position DESC",
    );
    rows.bind(group).bind(number).all(on).await?.iter().map(move_row).collect()
}

/// What happened to an action last.
pub(crate) async fn last_move(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Option<Move>> {
    let row = sql(
        "SELECT v.kind, v.happened_on, v.person_id, p.name AS person_name, v.outside_role, v.to_id, t.name AS to_name, v.words, v.due, \
                   v.successor FROM action_moves v LEFT JOIN people p ON p.id = v.person_id LEFT JOIN people t ON t.id = v.to_id \
                   WHERE v.group_id = $1 AND v.number = $2 ORDER BY v.position DESC LIMIT 1",
    );
    row.bind(group).bind(number).optional(on).await?.as_ref().map(move_row).transpose()
}

/// What was superseded or handed over after one day and up to another, by the number of the action, in order; of reserved items
/// nothing, because everybody reads it.
pub(crate) async fn moves_between(on: impl Into<On<'_>>, group: Uuid, (since, until): (Date, Date)) -> Result<Vec<(i64, Move)>> {
    let rows = sql(
        "SELECT v.number, v.kind, v.happened_on, v.person_id, p.name AS person_name, v.outside_role, v.to_id, t.name AS to_name, v.words, \
                    v.due, v.successor FROM action_moves v LEFT JOIN people p ON p.id = v.person_id LEFT JOIN people t ON t.id = v.to_id \
                    WHERE v.group_id = $1 AND v.happened_on > $2 AND v.happened_on <= $3 AND v.kind IN ('superseded', 'handed-over') \
                    AND NOT EXISTS (SELECT 1 FROM actions a JOIN items i ON i.id = a.item_id \
                    WHERE a.group_id = v.group_id AND a.number = v.number AND i.reserved <> '') ORDER BY v.number, v.position LIMIT 200",
    );
    rows.bind(group).bind(since).bind(until).all(on).await?.iter().map(|row| Ok((row.get("number")?, move_row(row)?))).collect()
}
