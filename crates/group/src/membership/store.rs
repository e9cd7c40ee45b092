//! Every statement on seats.

use futures_util::future::BoxFuture;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, Error, On, Result, Row, Tx, session::Shown, sql, verify};
use uuid::Uuid;

use super::{
    Capacity,
    model::{Seat, Side},
};
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
        kind: row.get("kind")?,
        deputy: row.get("deputy")?,
        post: row.get("post")?,
        from_on: row.get("from_on")?,
        until_on: row.get("until_on")?,
        away: row.get::<Option<Date>>("away_from")?.zip(row.get("away_until")?),
        acting_until: row.get("acting_until")?,
    })
}

/// The group at an address and a person's seat in it: what every request asks first, so in one statement.
///
/// # Errors
/// [`Error::NotFound`] when there is no such group or they have no seat in it.
pub async fn seat_at(on: impl Into<On<'_>>, slug: &str, person: Uuid) -> Result<(Group, Seat)> {
    let row = sql(
        "SELECT g.id, g.slug, g.name AS name, g.board, g.prefix, g.ordinal, g.time_zone, g.triage_days, g.contact, g.post_from, g.copy_lead, \
                   COALESCE((SELECT {joined}(h.shape, ' ' ORDER BY h.shape) FROM hospital_numbers h WHERE h.group_id = g.id), '') AS shapes, \
                   s.person_id, p.name AS person_name, p.email, p.operator, s.role, s.side, s.core, s.kind, s.deputy, s.post, \
                   s.from_on, s.until_on, s.away_from, s.away_until, s.acting_until \
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
                   COALESCE((SELECT {joined}(h.shape, ' ' ORDER BY h.shape) FROM hospital_numbers h WHERE h.group_id = g.id), '') AS shapes, \
                   p.name AS person_name, p.email, p.operator, s.role, s.side, s.core, s.kind, s.deputy, s.post, \
                   s.from_on, s.until_on, s.away_from, s.away_until, s.acting_until \
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
    let rows = sql("SELECT s.person_id, p.name AS person_name, p.email, p.operator, s.role, s.side, s.core, s.kind, s.deputy, s.post, \
                   s.from_on, s.until_on, s.away_from, s.away_until, s.acting_until FROM seats s JOIN people p ON p.id = s.person_id \
                    WHERE s.group_id = $1 ORDER BY CASE s.role WHEN 'co-chair' THEN 0 WHEN 'member' THEN 1 WHEN 'administrator' THEN 2 ELSE 3 END, \
                    CASE s.side WHEN 'gp' THEN 0 WHEN 'consultant' THEN 1 ELSE 2 END, LOWER(p.name), p.id");
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

/// A person's seat in a group.
///
/// # Errors
/// [`Error::NotFound`] when they have none.
pub async fn seat_of(on: impl Into<On<'_>>, group: Uuid, person: Uuid) -> Result<Seat> {
    let row = sql("SELECT s.person_id, p.name AS person_name, p.email, p.operator, s.role, s.side, s.core, s.kind, s.deputy, s.post, \
                   s.from_on, s.until_on, s.away_from, s.away_until, s.acting_until FROM seats s JOIN people p ON p.id = s.person_id \
                   WHERE s.group_id = $1 AND s.person_id = $2");
    from_row(&row.bind(group).bind(person).one(on).await?)
}

/// A seat as it will be kept.
#[derive(Clone, Debug)]
pub(super) struct Kept<'a> {
    pub(super) person: Uuid,
    pub(super) role: Role,
    pub(super) side: Side,
    pub(super) core: bool,
    pub(super) kind: &'a str,
    pub(super) post: &'a str,
    pub(super) from_on: Date,
    pub(super) until_on: Option<Date>,
}

/// Gives a seat; tells whether they had none.
pub(super) async fn insert(tx: &mut Tx, group: Uuid, seat: &Kept<'_>, at: Timestamp) -> Result<bool> {
    let given = sql("INSERT INTO seats (group_id, person_id, role, side, core, kind, post, from_on, until_on, created_at) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (group_id, person_id) DO NOTHING")
    .bind(group)
    .bind(seat.person)
    .bind(seat.role.key())
    .bind(seat.side.key())
    .bind(seat.core)
    .bind(seat.kind)
    .bind(seat.post)
    .bind(seat.from_on)
    .bind(seat.until_on)
    .bind(at)
    .run(tx)
    .await?;
    Ok(given == 1)
}

/// Changes a seat. Who becomes something else is no deputy and acts for nobody any more.
pub(super) async fn update(tx: &mut Tx, group: Uuid, seat: &Kept<'_>, other: bool) -> Result<()> {
    sql("UPDATE seats SET role = $3, side = $4, core = $5, kind = $6, post = $7, from_on = $8, until_on = $9, \
         deputy = CASE WHEN $10 THEN FALSE ELSE deputy END, acting_until = CASE WHEN $10 THEN NULL ELSE acting_until END, \
         away_from = CASE WHEN $10 THEN NULL ELSE away_from END, away_until = CASE WHEN $10 THEN NULL ELSE away_until END \
         WHERE group_id = $1 AND person_id = $2")
    .bind(group)
    .bind(seat.person)
    .bind(seat.role.key())
    .bind(seat.side.key())
    .bind(seat.core)
    .bind(seat.kind)
    .bind(seat.post)
    .bind(seat.from_on)
    .bind(seat.until_on)
    .bind(other)
    .run(tx)
    .await
    .map(drop)
}

/// Takes a seat away.
pub(super) async fn delete(tx: &mut Tx, group: Uuid, person: Uuid) -> Result<()> {
    sql("DELETE FROM seats WHERE group_id = $1 AND person_id = $2").bind(group).bind(person).run(tx).await.map(drop)
}

/// Says that a co-chair is away, or no longer.
pub(super) async fn set_away(tx: &mut Tx, group: Uuid, person: Uuid, away: Option<(Date, Date)>) -> Result<()> {
    sql("UPDATE seats SET away_from = $3, away_until = $4 WHERE group_id = $1 AND person_id = $2")
        .bind(group)
        .bind(person)
        .bind(away.map(|(from, _)| from))
        .bind(away.map(|(_, until)| until))
        .run(tx)
        .await
        .map(drop)
}

/// Says until when somebody acts for their side's co-chair; nobody else of the side does.
pub(super) async fn set_acting(tx: &mut Tx, group: Uuid, side: Side, person: Option<(Uuid, Date)>) -> Result<()> {
    sql("UPDATE seats SET acting_until = NULL WHERE group_id = $1 AND side = $2").bind(group).bind(side.key()).run(&mut *tx).await?;
    let Some((person, until)) = person else { return Ok(()) };
    sql("UPDATE seats SET acting_until = $3 WHERE group_id = $1 AND person_id = $2")
        .bind(group)
        .bind(person)
        .bind(until)
        .run(tx)
        .await
        .map(drop)
}

/// A stretch of time in which somebody sat as one thing.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// Who.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// As what.
    pub capacity: Capacity,
    /// What they did and where.
    pub post: String,
    /// The first day.
    pub from_on: Date,
    /// The last day; `None` while it goes on.
    pub last_on: Option<Date>,
}

fn stretch(row: &Row) -> Result<Stretch> {
    let (role, side): (String, String) = (row.get("role")?, row.get("side")?);
    let role = Role::from_key(&role).ok_or_else(|| Error::internal("a seat of the past has an unknown role"))?;
    let side = Side::from_key(&side).ok_or_else(|| Error::internal("a seat of the past has an unknown side"))?;
    Ok(Stretch {
        person: row.get("person_id")?,
        name: row.get("person_name")?,
        capacity: Capacity::of(role, side, row.get("core")?, &row.get::<String>("kind")?),
        post: row.get("post")?,
        from_on: row.get("from_on")?,
        last_on: row.get("last_on")?,
    })
}

/// Everybody who has ever sat in a group, by stretches, the latest begun first.
///
/// # Errors
/// When the database fails.
pub async fn history(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Stretch>> {
    let rows = sql("SELECT h.person_id, p.name AS person_name, h.role, h.side, h.core, h.kind, h.post, h.from_on, h.last_on \
                    FROM seat_history h JOIN people p ON p.id = h.person_id WHERE h.group_id = $1 \
                    ORDER BY h.from_on DESC, LOWER(p.name), p.id");
    rows.bind(group).all(on).await?.iter().map(stretch).collect()
}

/// Who sat in a group on a day, as what: co-chairs first, then by name.
///
/// # Errors
/// When the database fails.
pub async fn roster(on: impl Into<On<'_>>, group: Uuid, day: Date) -> Result<Vec<Stretch>> {
    let rows = sql("SELECT h.person_id, p.name AS person_name, h.role, h.side, h.core, h.kind, h.post, h.from_on, h.last_on \
                    FROM seat_history h JOIN people p ON p.id = h.person_id \
                    WHERE h.group_id = $1 AND h.from_on <= $2 AND (h.last_on IS NULL OR h.last_on >= $2) \
                    ORDER BY CASE h.role WHEN 'co-chair' THEN 0 WHEN 'member' THEN 1 WHEN 'administrator' THEN 2 ELSE 3 END, \
                    CASE h.side WHEN 'gp' THEN 0 WHEN 'consultant' THEN 1 ELSE 2 END, LOWER(p.name), p.id");
    rows.bind(group).bind(day).all(on).await?.iter().map(stretch).collect()
}

/// The last day on which somebody sat before, if they have left or were something else, and the day on which that began.
pub(super) async fn sat_until(tx: &mut Tx, group: Uuid, person: Uuid) -> Result<Option<(Date, Date)>> {
    let row = sql("SELECT from_on, last_on FROM seat_history WHERE group_id = $1 AND person_id = $2 AND last_on IS NOT NULL \
                   ORDER BY from_on DESC LIMIT 1");
    row.bind(group).bind(person).optional(tx).await?.map(|row| Ok((row.get("from_on")?, row.get("last_on")?))).transpose()
}

/// Begins a stretch. One that began on the same day is replaced by it.
pub(super) async fn begin_stretch(tx: &mut Tx, group: Uuid, seat: &Kept<'_>) -> Result<()> {
    sql("INSERT INTO seat_history (group_id, person_id, from_on, role, side, core, kind, post) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
         ON CONFLICT (group_id, person_id, from_on) DO UPDATE SET last_on = NULL, role = excluded.role, side = excluded.side, \
         core = excluded.core, kind = excluded.kind, post = excluded.post")
    .bind(group)
    .bind(seat.person)
    .bind(seat.from_on)
    .bind(seat.role.key())
    .bind(seat.side.key())
    .bind(seat.core)
    .bind(seat.kind)
    .bind(seat.post)
    .run(tx)
    .await
    .map(drop)
}

/// Nobody of a side acts for its co-chair longer than until a day.
pub(super) async fn cap_acting(tx: &mut Tx, group: Uuid, side: Side, until: Date) -> Result<()> {
    let cap = sql("UPDATE seats SET acting_until = $3 WHERE group_id = $1 AND side = $2 AND acting_until > $3");
    cap.bind(group).bind(side.key()).bind(until).run(tx).await.map(drop)
}

/// Says when the stretch that began on a day was over.
pub(super) async fn end_stretch(tx: &mut Tx, group: Uuid, person: Uuid, from: Date, last: Date) -> Result<()> {
    sql("UPDATE seat_history SET last_on = $4 WHERE group_id = $1 AND person_id = $2 AND from_on = $3")
        .bind(group)
        .bind(person)
        .bind(from)
        .bind(last)
        .run(tx)
        .await
        .map(drop)
}

/// Puts right the stretch that goes on: its first day, what they do, and whether they count.
pub(super) async fn mend_stretch(tx: &mut Tx, group: Uuid, person: Uuid, from: Date, post: &str, core: bool) -> Result<()> {
    sql("UPDATE seat_history SET from_on = $3, post = $4, core = $5 WHERE group_id = $1 AND person_id = $2 AND last_on IS NULL")
        .bind(group)
        .bind(person)
        .bind(from)
        .bind(post)
        .bind(core)
        .run(tx)
        .await
        .map(drop)
}

/// Whether every seat stands in the history as what it is, and nobody sits there who has left.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let lost =
            sql("SELECT COUNT(*) AS n FROM seats s LEFT JOIN seat_history h ON h.group_id = s.group_id AND h.person_id = s.person_id \
                        AND h.from_on = s.from_on AND h.last_on IS NULL \
                        WHERE h.role IS NULL OR h.role <> s.role OR h.side <> s.side OR h.core <> s.core OR h.kind <> s.kind");
        verify::counted(&mut problems, &lost.one(db).await?, "seats that stand in the history as something else, or not at all")?;
        let left =
            sql("SELECT COUNT(*) AS n FROM seat_history h LEFT JOIN seats s ON s.group_id = h.group_id AND s.person_id = h.person_id \
                        WHERE h.last_on IS NULL AND (s.role IS NULL OR s.from_on <> h.from_on)");
        verify::counted(&mut problems, &left.one(db).await?, "people whose time in a group goes on and who have no seat in it")?;
        Ok(problems)
    })
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
