//! Every statement on what people have answered.

use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Answer, Given, Way};

pub(super) fn from_row(row: &Row) -> Result<Given> {
    let (answer, way): (String, String) = (row.get("answer")?, row.get("way")?);
    let unknown = || Error::internal("an answer to an invitation has an unknown word");
    Ok(Given {
        person: row.get("person_id")?,
        answer: Answer::from_key(&answer).ok_or_else(unknown)?,
        deputy: row.get("deputy_id")?,
        way: Way::from_key(&way).ok_or_else(unknown)?,
        sequence: row.get("sequence")?,
        at: row.get("answered_at")?,
        words: row.get("words")?,
        comes: row.get::<String>("comes")?.parse().ok(),
        leaves: row.get::<String>("leaves")?.parse().ok(),
    })
}

/// What people have answered to a meeting.
pub(crate) async fn given(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Given>> {
    let rows = sql("SELECT person_id, answer, deputy_id, way, sequence, answered_at, words, comes, leaves FROM attending \
                    WHERE group_id = $1 AND meeting_id = $2 ORDER BY answered_at, person_id");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(from_row).collect()
}

/// Writes an answer, in place of an earlier one of the same person; tells whether it was the latest.
pub(super) async fn put(tx: &mut Tx, group: Uuid, meeting: Uuid, given: &Given) -> Result<bool> {
    let written = sql(
        "INSERT INTO attending (meeting_id, person_id, group_id, answer, deputy_id, way, sequence, answered_at, words, comes, leaves) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (meeting_id, person_id) DO UPDATE SET answer = excluded.answer, \
         deputy_id = excluded.deputy_id, way = excluded.way, sequence = excluded.sequence, answered_at = excluded.answered_at, \
         words = excluded.words, comes = excluded.comes, leaves = excluded.leaves WHERE attending.answered_at <= excluded.answered_at",
    )
    .bind(meeting)
    .bind(given.person)
    .bind(group)
    .bind(given.answer.key())
    .bind(given.deputy)
    .bind(given.way.key())
    .bind(given.sequence)
    .bind(given.at)
    .bind(&given.words)
    .bind(given.comes.map_or_else(String::new, |at| at.to_string()))
    .bind(given.leaves.map_or_else(String::new, |at| at.to_string()))
    .run(tx)
    .await?;
    Ok(written == 1)
}

/// The group and the number of the meeting with a key.
pub(super) async fn meeting_of(on: impl Into<On<'_>>, id: Uuid) -> Result<Option<(Uuid, i64)>> {
    let row = sql("SELECT group_id, number FROM meetings WHERE id = $1").bind(id).optional(on).await?;
    row.map(|row| Ok((row.get("group_id")?, row.get("number")?))).transpose()
}
