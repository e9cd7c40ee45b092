//! Every statement on seats.

use jiff::Timestamp;
use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Seat, Side};
use crate::{groups::Group, permissions::Role};

fn from_row(row: &Row) -> Result<Seat> {
    let (role, side): (String, String) = (row.get("role")?, row.get("side")?);
    Ok(Seat {
        person: row.get("person_id")?,
        name: row.get("name")?,
        role: Role::from_key(&role).ok_or_else(|| Error::internal("a seat has an unknown role"))?,
        side: Side::from_key(&side).ok_or_else(|| Error::internal("a seat has an unknown side"))?,
        core: row.get("core")?,
        post: row.get("post")?,
    })
}

/// A person's seat in a group.
///
/// # Errors
/// [`Error::NotFound`] when they have none.
pub async fn seat_of(on: impl Into<On<'_>>, group: &Group, person: Uuid) -> Result<Seat> {
    let row = sql("SELECT s.person_id, p.name, s.role, s.side, s.core, s.post FROM seats s JOIN people p ON p.id = s.person_id \
                   WHERE s.group_id = $1 AND s.person_id = $2");
    from_row(&row.bind(group.id).bind(person).one(on).await?)
}

/// Everybody who sits in a group: co-chairs first, then by name.
///
/// # Errors
/// When the database fails.
pub async fn seats(on: impl Into<On<'_>>, group: &Group) -> Result<Vec<Seat>> {
    let rows = sql("SELECT s.person_id, p.name, s.role, s.side, s.core, s.post FROM seats s JOIN people p ON p.id = s.person_id \
                    WHERE s.group_id = $1 ORDER BY CASE s.role WHEN 'co-chair' THEN 0 WHEN 'member' THEN 1 WHEN 'administrator' THEN 2 ELSE 3 END, \
                    CASE s.side WHEN 'gp' THEN 0 WHEN 'consultant' THEN 1 ELSE 2 END, LOWER(p.name), p.id");
    rows.bind(group.id).all(on).await?.iter().map(from_row).collect()
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, seat: &super::NewSeat, at: Timestamp) -> Result<u64> {
    sql("INSERT INTO seats (group_id, person_id, role, side, core, post, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (group_id, person_id) DO NOTHING")
    .bind(group)
    .bind(seat.person)
    .bind(seat.role.key())
    .bind(seat.side.key())
    .bind(seat.core)
    .bind(&seat.post)
    .bind(at)
    .run(tx)
    .await
}
