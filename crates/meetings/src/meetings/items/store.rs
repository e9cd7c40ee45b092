//! Every statement that puts items onto agendas, arranges them and takes them off.

use kernel::{Result, Tx, sql};
use uuid::Uuid;

use crate::meetings::{
    model::{Item, Meeting, NewItem},
    purpose::Standing,
};

/// Puts an item with a key and a number at the end of the agenda.
pub(crate) async fn insert_item(tx: &mut Tx, group: Uuid, meeting: &Meeting, id: Uuid, number: i64, item: &NewItem) -> Result<()> {
    sql("INSERT INTO items (id, group_id, meeting_id, issue_id, year, number, minutes, title, purpose, presenter, reserved, consent, kind, follows, \
         note, position) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', COALESCE(MAX(position), 0) + 1 FROM items \
         WHERE meeting_id = $3")
    .bind(id)
    .bind(group)
    .bind(meeting.id)
    .bind(item.issue)
    .bind(meeting.year)
    .bind(number)
    .bind(item.minutes)
    .bind(&item.title)
    .bind(item.purpose.key())
    .bind(&item.presenter)
    .bind(&item.reserved)
    .bind(item.consent)
    .bind(item.kind.map_or("", Standing::key))
    .bind(item.follows)
    .run(tx)
    .await
    .map(drop)
}

/// Takes an item with all that belongs to it to the end of another agenda.
pub(crate) async fn take_to(tx: &mut Tx, group: Uuid, id: Uuid, meeting: &Meeting, number: i64) -> Result<()> {
    sql("UPDATE items SET meeting_id = $3, year = $4, number = $5, \
         position = (SELECT COALESCE(MAX(o.position), 0) + 1 FROM items o WHERE o.meeting_id = $3) WHERE group_id = $1 AND id = $2")
    .bind(group)
    .bind(id)
    .bind(meeting.id)
    .bind(meeting.year)
    .bind(number)
    .run(tx)
    .await
    .map(drop)
}

pub(crate) async fn delete_item(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<()> {
    crate::packs::forget(tx, group, id).await?;
    crate::item_guests::forget(tx, group, id).await?;
    sql("DELETE FROM items WHERE group_id = $1 AND id = $2").bind(group).bind(id).run(tx).await.map(drop)
}

pub(crate) async fn set_position(tx: &mut Tx, group: Uuid, id: Uuid, position: i64) -> Result<()> {
    sql("UPDATE items SET position = $3 WHERE group_id = $1 AND id = $2").bind(group).bind(id).bind(position).run(tx).await.map(drop)
}

pub(crate) async fn set_item_minutes(tx: &mut Tx, group: Uuid, id: Uuid, minutes: i64) -> Result<()> {
    sql("UPDATE items SET minutes = $3 WHERE group_id = $1 AND id = $2").bind(group).bind(id).bind(minutes).run(tx).await.map(drop)
}

/// Writes what is asked with an item and how it is dealt with.
pub(crate) async fn describe_item(tx: &mut Tx, group: Uuid, item: &Item) -> Result<()> {
    sql("UPDATE items SET title = $3, purpose = $4, presenter = $5, minutes = $6, reserved = $7, consent = $8 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(item.id)
        .bind(&item.title)
        .bind(item.purpose.key())
        .bind(&item.presenter)
        .bind(item.minutes)
        .bind(&item.reserved)
        .bind(item.consent)
        .run(tx)
        .await
        .map(drop)
}
