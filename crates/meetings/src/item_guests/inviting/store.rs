//! Every statement on what guests were sent.

use jiff::{Timestamp, civil::Date};
use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Entry, Sent};
use crate::attending::Answer;

fn from_row(row: &Row) -> Result<Sent> {
    Ok(Sent {
        guest: row.get("guest_id")?,
        entry: Entry {
            meeting: row.get("meeting_id")?,
            name: row.get("name")?,
            email: row.get("email")?,
            starts: row.get("starts_at")?,
            ends: row.get("ends_at")?,
            title: row.get("title")?,
            place: row.get("place")?,
            link: row.get("link")?,
        },
        sequence: row.get("sequence")?,
        stands: row.get("stands")?,
        answer: Answer::from_key(&row.get::<String>("answer")?),
    })
}

/// The groups with guests to come, or with guests who were invited to what is still to come.
pub(super) async fn groups(on: impl Into<On<'_>>, today: Date, now: Timestamp) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT i.group_id FROM item_guests g JOIN items i ON i.id = g.item_id JOIN meetings m ON m.id = i.meeting_id \
                    WHERE g.email <> '' AND m.state = 'planned' AND m.invited AND m.held_on >= $1 \
                    UNION SELECT v.group_id FROM guest_invitations v WHERE v.stands AND v.ends_at > $2");
    rows.bind(today).bind(now).all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

/// The numbers of a group's meetings to come that have guests with an address.
pub(super) async fn meetings(on: impl Into<On<'_>>, group: Uuid, today: Date) -> Result<Vec<i64>> {
    let rows = sql("SELECT DISTINCT m.number FROM item_guests g JOIN items i ON i.id = g.item_id JOIN meetings m ON m.id = i.meeting_id \
                    WHERE g.group_id = $1 AND g.email <> '' AND m.state = 'planned' AND m.invited AND m.held_on >= $2 ORDER BY m.number");
    rows.bind(group).bind(today).all(on).await?.iter().map(|row| row.get("number")).collect()
}

/// What guests of a group were sent that is still to come; not of meetings whose decisions are confirmed.
pub(super) async fn ahead(on: impl Into<On<'_>>, group: Uuid, now: Timestamp) -> Result<Vec<Sent>> {
    let rows = sql(
        "SELECT v.guest_id, v.meeting_id, v.name, v.email, v.sequence, v.starts_at, v.ends_at, v.title, v.place, v.link, v.stands, v.answer \
                    FROM guest_invitations v JOIN meetings m ON m.id = v.meeting_id \
                    WHERE v.group_id = $1 AND v.ends_at > $2 AND m.state IN ('planned', 'cancelled') ORDER BY v.guest_id",
    );
    rows.bind(group).bind(now).all(on).await?.iter().map(from_row).collect()
}

/// What guests of a meeting were sent.
pub(in crate::item_guests) async fn of_meeting(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Sent>> {
    let rows = sql("SELECT guest_id, meeting_id, name, email, sequence, starts_at, ends_at, title, place, link, stands, answer \
                    FROM guest_invitations WHERE group_id = $1 AND meeting_id = $2 ORDER BY guest_id");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(from_row).collect()
}

/// The group of a guest who was invited.
pub(super) async fn group_of(on: impl Into<On<'_>>, guest: Uuid) -> Result<Option<Uuid>> {
    let row = sql("SELECT group_id FROM guest_invitations WHERE guest_id = $1").bind(guest).optional(on).await?;
    row.map(|row| row.get("group_id")).transpose()
}

/// What a guest was sent.
pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, guest: Uuid) -> Result<Sent> {
    let row = sql("SELECT guest_id, meeting_id, name, email, sequence, starts_at, ends_at, title, place, link, stands, answer \
                   FROM guest_invitations WHERE group_id = $1 AND guest_id = $2");
    from_row(&row.bind(group).bind(guest).one(on).await?)
}

pub(super) async fn put(tx: &mut Tx, group: Uuid, sent: &Sent) -> Result<()> {
    let entry = &sent.entry;
    sql("INSERT INTO guest_invitations (guest_id, group_id, meeting_id, name, email, sequence, starts_at, ends_at, title, place, link, stands, answer) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (guest_id) DO UPDATE SET meeting_id = excluded.meeting_id, \
         name = excluded.name, email = excluded.email, sequence = excluded.sequence, starts_at = excluded.starts_at, ends_at = excluded.ends_at, \
         title = excluded.title, place = excluded.place, link = excluded.link, stands = excluded.stands, answer = excluded.answer")
    .bind(sent.guest)
    .bind(group)
    .bind(entry.meeting)
    .bind(&entry.name)
    .bind(&entry.email)
    .bind(sent.sequence)
    .bind(entry.starts)
    .bind(entry.ends)
    .bind(&entry.title)
    .bind(&entry.place)
    .bind(&entry.link)
    .bind(sent.stands)
    .bind(sent.answer.map_or("", Answer::key))
    .run(tx)
    .await
    .map(drop)
}

/// Writes an answer; tells whether it is newer than what was answered before.
pub(super) async fn answer(tx: &mut Tx, group: Uuid, guest: Uuid, answer: Answer, at: Timestamp) -> Result<bool> {
    let written = sql("UPDATE guest_invitations SET answer = $3, answered_at = $4 WHERE group_id = $1 AND guest_id = $2 \
                       AND (answered_at IS NULL OR answered_at <= $4)");
    Ok(written.bind(group).bind(guest).bind(answer.key()).bind(at).run(tx).await? == 1)
}
