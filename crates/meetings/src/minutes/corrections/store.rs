//! Every statement on corrections.

use jiff::{Timestamp, civil::Date};
use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Correction, State};

/// How many corrections of a minute wait for an answer.
pub(in super::super) async fn unanswered(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<u64> {
    let row = sql("SELECT COUNT(*) AS n FROM minute_corrections WHERE group_id = $1 AND meeting_id = $2 AND state = 'open'");
    let n: i64 = row.bind(group).bind(meeting).one(on).await?.get("n")?;
    Ok(n.unsigned_abs())
}

/// The drafts of a group whose corrections wait for an answer: the meeting's number and day, how many wait, and the highest number.
pub(super) async fn open(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(i64, Date, i64, i64)>> {
    let rows = sql("SELECT m.number, m.held_on, COUNT(*) AS n, MAX(c.number) AS highest FROM minute_corrections c \
                    JOIN meetings m ON m.id = c.meeting_id WHERE c.group_id = $1 AND c.state = 'open' \
                    GROUP BY m.number, m.held_on ORDER BY m.held_on, m.number");
    let read = |row: &Row| Ok((row.get("number")?, row.get("held_on")?, row.get("n")?, row.get("highest")?));
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

/// A correction to be kept.
pub(super) struct NewRow<'a> {
    pub(super) section: i64,
    pub(super) was: &'a str,
    pub(super) words: &'a str,
    pub(super) why: &'a str,
    pub(super) author: &'a str,
    pub(super) proposer: Option<Uuid>,
    pub(super) brought_by: Uuid,
}

/// The highest number that a minute's corrections have; 0 for none.
pub(super) async fn highest(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<i64> {
    let row = sql("SELECT COALESCE(MAX(number), 0) AS n FROM minute_corrections WHERE group_id = $1 AND meeting_id = $2");
    row.bind(group).bind(meeting).one(on).await?.get("n")
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, meeting: Uuid, number: i64, new: &NewRow<'_>, at: Timestamp) -> Result<()> {
    sql("INSERT INTO minute_corrections (meeting_id, number, group_id, position, was, words, why, author, proposer_id, brought_by, \
         proposed_at, state, reason, told) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', '', $12)")
    .bind(meeting)
    .bind(number)
    .bind(group)
    .bind(new.section)
    .bind(new.was)
    .bind(new.words)
    .bind(new.why)
    .bind(new.author)
    .bind(new.proposer)
    .bind(new.brought_by)
    .bind(at)
    .bind(false)
    .run(tx)
    .await
    .map(drop)
}

fn from_row(row: &Row) -> Result<Correction> {
    let state: String = row.get("state")?;
    Ok(Correction {
        number: row.get("number")?,
        section: row.get("position")?,
        was: row.get("was")?,
        words: row.get("words")?,
        why: row.get("why")?,
        author: row.get("author")?,
        proposer: row.get("proposer_id")?,
        proposer_name: row.get::<Option<String>>("proposer")?.unwrap_or_default(),
        brought_by: row.get("brought_by")?,
        brought_by_name: row.get("bringer")?,
        proposed_at: row.get("proposed_at")?,
        state: State::from_key(&state).ok_or_else(|| Error::internal("a correction is in an unknown state"))?,
        reason: row.get("reason")?,
        answered_by: row.get::<Option<String>>("answerer")?.unwrap_or_default(),
    })
}

/// All corrections of a minute, in the order in which they stand in it.
pub(super) async fn all(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Correction>> {
    let rows = sql("SELECT c.number, c.position, c.was, c.words, c.why, c.author, c.proposer_id, c.brought_by, c.proposed_at, c.state, \
                    c.reason, p.name AS proposer, b.name AS bringer, a.name AS answerer FROM minute_corrections c \
                    JOIN people b ON b.id = c.brought_by LEFT JOIN people p ON p.id = c.proposer_id \
                    LEFT JOIN people a ON a.id = c.answered_by WHERE c.group_id = $1 AND c.meeting_id = $2 ORDER BY c.position, c.number");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(from_row).collect()
}

/// Answers a correction; tells whether it was open.
pub(super) async fn answer(tx: &mut Tx, group: Uuid, meeting: Uuid, number: i64, answer: (State, &str), by: Uuid) -> Result<bool> {
    let done = sql("UPDATE minute_corrections SET state = $4, reason = $5, answered_by = $6 \
                    WHERE group_id = $1 AND meeting_id = $2 AND number = $3 AND state = 'open'")
    .bind(group)
    .bind(meeting)
    .bind(number)
    .bind(answer.0.key())
    .bind(answer.1)
    .bind(by)
    .run(tx)
    .await?;
    Ok(done == 1)
}

/// The numbers of answered corrections of which somebody was not told yet; they count as told from now on. None while one of
/// theirs is open: they hear of all at once.
pub(super) async fn to_tell(tx: &mut Tx, group: Uuid, meeting: Uuid, person: Uuid) -> Result<Vec<i64>> {
    let open = sql("SELECT COUNT(*) AS n FROM minute_corrections WHERE group_id = $1 AND meeting_id = $2 AND state = 'open' \
                    AND COALESCE(proposer_id, brought_by) = $3");
    if open.bind(group).bind(meeting).bind(person).one(&mut *tx).await?.get::<i64>("n")? > 0 {
        return Ok(Vec::new());
    }
    let rows = sql("UPDATE minute_corrections SET told = $4 WHERE group_id = $1 AND meeting_id = $2 \
                    AND COALESCE(proposer_id, brought_by) = $3 AND told <> $4 RETURNING number");
    let mut numbers: Vec<i64> =
        rows.bind(group).bind(meeting).bind(person).bind(true).all(tx).await?.iter().map(|row| row.get("number")).collect::<Result<_>>()?;
    numbers.sort_unstable();
    Ok(numbers)
}
