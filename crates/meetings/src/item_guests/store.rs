//! Every statement on guests of items.

use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::ItemGuest;

fn from_row(row: &Row) -> Result<ItemGuest> {
    Ok(ItemGuest {
        id: row.get("id")?,
        item: row.get("item_id")?,
        year: row.get("year")?,
        number: row.get("number")?,
        name: row.get("name")?,
        post: row.get("post")?,
        email: row.get("email")?,
    })
}

/// Who is invited for one item of a meeting, in the order of its agenda.
///
/// # Errors
/// When the database fails.
pub async fn item_guests(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<ItemGuest>> {
    let rows =
        sql("SELECT g.id, g.item_id, i.year, i.number, g.name, g.post, g.email FROM items i JOIN item_guests g ON g.item_id = i.id \
                    WHERE i.group_id = $1 AND i.meeting_id = $2 ORDER BY i.position, i.number, LOWER(g.name), g.id");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(from_row).collect()
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, guest: &ItemGuest) -> Result<()> {
    sql("INSERT INTO item_guests (id, group_id, item_id, name, post, email) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(guest.id)
        .bind(group)
        .bind(guest.item)
        .bind(&guest.name)
        .bind(&guest.post)
        .bind(&guest.email)
        .run(tx)
        .await
        .map(drop)
}

/// Takes a guest out; tells whether they were there.
pub(super) async fn delete(tx: &mut Tx, group: Uuid, item: Uuid, id: Uuid) -> Result<bool> {
    let row = sql("DELETE FROM item_guests WHERE group_id = $1 AND item_id = $2 AND id = $3");
    Ok(row.bind(group).bind(item).bind(id).run(tx).await? == 1)
}

/// When an item is taken off an agenda: nobody is invited for it any more.
pub(crate) async fn forget(tx: &mut Tx, group: Uuid, item: Uuid) -> Result<()> {
    sql("DELETE FROM item_guests WHERE group_id = $1 AND item_id = $2").bind(group).bind(item).run(tx).await.map(drop)
}
