//! Every statement on who was invited.

use jiff::civil::Date;
use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::Invited;

fn from_row(row: &Row) -> Result<Invited> {
    Ok(Invited {
        person: row.get("person_id")?,
        email: row.get("email")?,
        sequence: row.get("sequence")?,
        slot: row.get("slot")?,
        slot_sequence: row.get("slot_sequence")?,
        stands: row.get("stands")?,
        asked_on: row.get("asked_on")?,
    })
}

/// Everybody who was ever invited to a meeting.
pub(crate) async fn of_meeting(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Invited>> {
    let rows = sql("SELECT person_id, email, sequence, slot, slot_sequence, stands, asked_on FROM invitations \
                    WHERE group_id = $1 AND meeting_id = $2 ORDER BY person_id");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(from_row).collect()
}

/// The invitation of one person, if there is one.
pub(crate) async fn invited(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid, person: Uuid) -> Result<Option<Invited>> {
    let row = sql("SELECT person_id, email, sequence, slot, slot_sequence, stands, asked_on FROM invitations \
                   WHERE group_id = $1 AND meeting_id = $2 AND person_id = $3");
    row.bind(group).bind(meeting).bind(person).optional(on).await?.as_ref().map(from_row).transpose()
}

pub(super) async fn put(tx: &mut Tx, group: Uuid, meeting: Uuid, one: &Invited) -> Result<()> {
    sql("INSERT INTO invitations (meeting_id, person_id, group_id, email, sequence, slot, slot_sequence, stands, asked_on) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (meeting_id, person_id) DO UPDATE SET email = excluded.email, \
         sequence = excluded.sequence, slot = excluded.slot, slot_sequence = excluded.slot_sequence, stands = excluded.stands, \
         asked_on = excluded.asked_on")
    .bind(meeting)
    .bind(one.person)
    .bind(group)
    .bind(&one.email)
    .bind(one.sequence)
    .bind(&one.slot)
    .bind(one.slot_sequence)
    .bind(one.stands)
    .bind(one.asked_on)
    .run(tx)
    .await
    .map(drop)
}

/// Notes that somebody was written to about a meeting, also one to which nobody was invited by mail.
pub(crate) async fn note_asked(tx: &mut Tx, group: Uuid, meeting: Uuid, (person, email): (Uuid, &str), day: Date) -> Result<()> {
    sql("INSERT INTO invitations (meeting_id, person_id, group_id, email, sequence, slot, slot_sequence, stands, asked_on) \
         VALUES ($1, $2, $3, $4, 0, '', 0, FALSE, $5) ON CONFLICT (meeting_id, person_id) DO UPDATE SET asked_on = excluded.asked_on")
    .bind(meeting)
    .bind(person)
    .bind(group)
    .bind(email)
    .bind(day)
    .run(tx)
    .await
    .map(drop)
}

/// The numbers of the meetings from a day on that people are invited to.
pub(super) async fn meetings_ahead(on: impl Into<On<'_>>, group: Uuid, from: Date) -> Result<Vec<i64>> {
    let rows =
        sql("SELECT number FROM meetings WHERE group_id = $1 AND held_on >= $2 AND state = 'planned' AND invited ORDER BY held_on, number");
    rows.bind(group).bind(from).all(on).await?.iter().map(|row| row.get("number")).collect()
}
