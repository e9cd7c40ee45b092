//! Every statement on seats.

use jiff::Timestamp;
use kernel::{Error, On, Result, Row, Tx, session::Shown, sql};
use uuid::Uuid;

use super::model::{Seat, Side};
use crate::{
    groups::{self, Group},
    permissions::Role,
};

fn from_row(row: &Row) -> Result<Seat> {
    let (role, side): (String, String) = (row.get("role")?, row.get("side")?);
    Ok(Seat {
        person: row.get("person_id")?,
        name: row.get("person_name")?,
        email: row.get("email")?,
        operator: row.get("operator")?,
        role: Role::from_key(&role).ok_or_else(|| Error::internal("a seat has an unknown role"))?,
        side: Side::from_key(&side).ok_or_else(|| Error::internal("a seat has an unknown side"))?,
        core: row.get("core")?,
        deputy: row.get("deputy")?,
        post: row.get("post")?,
    })
}

/// The group at an address and a person's seat in it: what every request asks first, so in one statement.
///
/// # Errors
/// [`Error::NotFound`] when there is no such group or they have no seat in it.
pub async fn seat_at(on: impl Into<On<'_>>, slug: &str, person: Uuid) -> Result<(Group, Seat)> {
    let row = sql(
        "SELECT g.id, g.slug, g.name AS name, g.board, g.prefix, g.ordinal, g.time_zone, g.triage_days, g.contact, g.post_from, g.copy_lead, \
                   s.person_id, p.name AS person_name, p.email, p.operator, s.role, s.side, s.core, s.deputy, s.post \
                   FROM groups g JOIN seats s ON s.group_id = g.id JOIN people p ON p.id = s.person_id WHERE g.slug = $1 AND s.person_id = $2",
    );
    let row = row.bind(slug).bind(person).one(on).await?;
    Ok((groups::from_row(&row)?, from_row(&row)?))
}

/// Whose a session is, when it was last seen, and their seat at an address, if they have one.
pub(crate) type InSession = (Uuid, Timestamp, Option<(Group, Seat)>);

/// The session that a request shows and its person's seat in the group at an address: what every page asks first.
pub(crate) async fn seat_in_session(on: impl Into<On<'_>>, shown: &Shown, slug: &str) -> Result<Option<InSession>> {
    let row = sql(
        "SELECT x.person_id, x.seen_at, g.id, g.slug, g.name AS name, g.board, g.prefix, g.ordinal, g.time_zone, g.triage_days, g.contact, g.post_from, g.copy_lead, \
                   p.name AS person_name, p.email, p.operator, s.role, s.side, s.core, s.deputy, s.post \
                   FROM sessions x JOIN people p ON p.id = x.person_id LEFT JOIN groups g ON g.slug = $4 \
                   LEFT JOIN seats s ON s.group_id = g.id AND s.person_id = x.person_id \
                   WHERE x.token_hash = $1 AND x.expires_at > $2 AND x.seen_at > $3",
    );
    let row = row.bind(shown.hash.as_slice()).bind(shown.now).bind(shown.idle_since).bind(slug).optional(on).await?;
    let Some(row) = row else { return Ok(None) };
    let sits = row.get::<Option<String>>("role")?.is_some();
    let seat = if sits { Some((groups::from_row(&row)?, from_row(&row)?)) } else { None };
    Ok(Some((row.get("person_id")?, row.get("seen_at")?, seat)))
}

/// The addresses of the groups in which a person sits.
///
/// # Errors
/// When the database fails.
pub async fn groups_of(on: impl Into<On<'_>>, person: Uuid) -> Result<Vec<String>> {
    let rows = sql("SELECT g.slug FROM seats s JOIN groups g ON g.id = s.group_id WHERE s.person_id = $1 ORDER BY g.slug").bind(person);
    rows.all(on).await?.iter().map(|row| row.get("slug")).collect()
}

/// Everybody who sits in a group: co-chairs first, then by name.
///
/// # Errors
/// When the database fails.
pub async fn seats(on: impl Into<On<'_>>, group: &Group) -> Result<Vec<Seat>> {
    let rows = sql(
        "SELECT s.person_id, p.name AS person_name, p.email, p.operator, s.role, s.side, s.core, s.deputy, s.post FROM seats s JOIN people p ON p.id = s.person_id \
                    WHERE s.group_id = $1 ORDER BY CASE s.role WHEN 'co-chair' THEN 0 WHEN 'member' THEN 1 WHEN 'administrator' THEN 2 ELSE 3 END, \
                    CASE s.side WHEN 'gp' THEN 0 WHEN 'consultant' THEN 1 ELSE 2 END, LOWER(p.name), p.id",
    );
    rows.bind(group.id).all(on).await?.iter().map(from_row).collect()
}

/// Where answers to a group's mail go: its own address, else that of whoever was its administrator first.
///
/// # Errors
/// When the database fails.
pub async fn contact(on: impl Into<On<'_>>, group: &Group) -> Result<Option<String>> {
    if !group.contact.is_empty() {
        return Ok(Some(group.contact.clone()));
    }
    let row = sql("SELECT p.email FROM seats s JOIN people p ON p.id = s.person_id WHERE s.group_id = $1 AND s.role = 'administrator' \
                   ORDER BY s.created_at, p.id LIMIT 1");
    row.bind(group.id).optional(on).await?.map(|row| row.get("email")).transpose()
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

/// Makes a member their side's deputy, or ends that; tells whether there is such a member.
pub(super) async fn set_deputy(tx: &mut Tx, group: Uuid, person: Uuid, side: Side, deputy: bool) -> Result<bool> {
    let changed = sql("UPDATE seats SET deputy = $4 WHERE group_id = $1 AND person_id = $2 AND side = $3 AND core AND role = 'member'")
        .bind(group)
        .bind(person)
        .bind(side.key())
        .bind(deputy)
        .run(tx)
        .await?;
    Ok(changed == 1)
}
