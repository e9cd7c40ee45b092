//! Every statement on proposals.

use jiff::{Timestamp, civil::Date};
use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Proposal, State};

fn from_row(row: &Row) -> Result<Proposal> {
    let state: String = row.get("state")?;
    Ok(Proposal {
        id: row.get("id")?,
        by: row.get("name")?,
        title: row.get("title")?,
        why: row.get("why")?,
        state: State::from_key(&state).ok_or_else(|| Error::internal("a proposal is in an unknown state"))?,
        answer: row.get("answer")?,
    })
}

/// The topics proposed for a meeting, first come first.
///
/// # Errors
/// When the database fails.
pub(crate) async fn of_meeting(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Proposal>> {
    let rows = sql("SELECT t.id, p.name, t.title, t.why, t.state, t.answer FROM proposals t JOIN people p ON p.id = t.person_id \
                    WHERE t.group_id = $1 AND t.meeting_id = $2 ORDER BY t.proposed_at, t.id");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(from_row).collect()
}

/// The topics of a group that wait for an answer, each with the number and the day of its meeting; first come first.
pub(super) async fn open(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(i64, Date, Proposal)>> {
    let rows = sql("SELECT t.id, p.name, t.title, t.why, t.state, t.answer, m.number, m.held_on FROM proposals t \
                    JOIN people p ON p.id = t.person_id JOIN meetings m ON m.id = t.meeting_id \
                    WHERE t.group_id = $1 AND t.state = 'open' AND m.state = 'planned' ORDER BY t.proposed_at, t.id");
    let read = |row: &Row| Ok((row.get("number")?, row.get("held_on")?, from_row(row)?));
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, meeting: Uuid, proposal: &Proposal, person: Uuid, at: Timestamp) -> Result<()> {
    sql("INSERT INTO proposals (id, group_id, meeting_id, person_id, title, why, state, answer, item_id, proposed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, '', NULL, $8)")
    .bind(proposal.id)
    .bind(group)
    .bind(meeting)
    .bind(person)
    .bind(&proposal.title)
    .bind(&proposal.why)
    .bind(proposal.state.key())
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// Answers a proposal that nobody has answered; tells whether it was still open.
pub(super) async fn answer(tx: &mut Tx, group: Uuid, id: Uuid, state: State, answer: &str) -> Result<bool> {
    let changed = sql("UPDATE proposals SET state = $3, answer = $4 WHERE group_id = $1 AND id = $2 AND state = 'open'");
    Ok(changed.bind(group).bind(id).bind(state.key()).bind(answer).run(tx).await? == 1)
}

/// Notes as which item a proposal is on the agenda.
pub(super) async fn set_item(tx: &mut Tx, group: Uuid, id: Uuid, (year, number): (i64, i64)) -> Result<()> {
    sql("UPDATE proposals SET item_id = (SELECT i.id FROM items i WHERE i.group_id = $1 AND i.year = $3 AND i.number = $4) \
         WHERE group_id = $1 AND id = $2")
    .bind(group)
    .bind(id)
    .bind(year)
    .bind(number)
    .run(tx)
    .await
    .map(drop)
}

/// A proposal whose item leaves the agenda again is no longer on it.
///
/// # Errors
/// When the database fails.
pub(crate) async fn forget(tx: &mut Tx, group: Uuid, item: Uuid) -> Result<()> {
    sql("UPDATE proposals SET item_id = NULL, state = 'declined', answer = 'It was taken off the agenda again.' \
         WHERE group_id = $1 AND item_id = $2")
    .bind(group)
    .bind(item)
    .run(tx)
    .await
    .map(drop)
}
