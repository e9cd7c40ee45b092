//! Every statement on what a group settles before its form opens, and on its custodians.

#[cfg(feature = "testing")]
use jiff::civil::Date;
use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Custodian, GoLive};
use crate::{
    membership::{Side, role_words},
    permissions::Role,
};

/// What a group has settled so far.
///
/// # Errors
/// When the database fails.
pub async fn find(on: impl Into<On<'_>>, group: Uuid) -> Result<GoLive> {
    let row = sql("SELECT controller, protection, safety, years, hosting, raise_address, opened_on, closed_on, closed_words FROM go_live \
                   WHERE group_id = $1");
    let read = |row: Row| {
        Ok(GoLive {
            controller: row.get("controller")?,
            protection: row.get("protection")?,
            safety: row.get("safety")?,
            years: row.get("years")?,
            hosting: row.get("hosting")?,
            raise_address: row.get::<Option<String>>("raise_address")?.unwrap_or_default(),
            opened_on: row.get("opened_on")?,
            closed_on: row.get("closed_on")?,
            closed_words: row.get("closed_words")?,
        })
    };
    row.bind(group).optional(on).await?.map_or_else(|| Ok(GoLive::default()), read)
}

/// Whether everybody can raise an issue with a group.
///
/// # Errors
/// When the database fails.
pub async fn is_open(on: impl Into<On<'_>>, group: Uuid) -> Result<bool> {
    let row = sql("SELECT COUNT(*) AS n FROM go_live WHERE group_id = $1 AND opened_on IS NOT NULL AND closed_on IS NULL");
    Ok(row.bind(group).one(on).await?.get::<i64>("n")? == 1)
}

/// Writes what a group has settled.
pub(super) async fn put(tx: &mut Tx, group: Uuid, live: &GoLive) -> Result<()> {
    sql(
        "INSERT INTO go_live (group_id, controller, protection, safety, years, hosting, raise_address, opened_on, closed_on, closed_words) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (group_id) DO UPDATE SET controller = excluded.controller, \
         protection = excluded.protection, safety = excluded.safety, years = excluded.years, hosting = excluded.hosting, \
         raise_address = excluded.raise_address, opened_on = excluded.opened_on, closed_on = excluded.closed_on, \
         closed_words = excluded.closed_words",
    )
    .bind(group)
    .bind(&live.controller)
    .bind(&live.protection)
    .bind(&live.safety)
    .bind(live.years)
    .bind(&live.hosting)
    .bind(Some(live.raise_address.clone()).filter(|address| !address.is_empty()))
    .bind(live.opened_on)
    .bind(live.closed_on)
    .bind(&live.closed_words)
    .run(tx)
    .await
    .map(drop)
}

/// Who can open who raised something in confidence with a group, by name. A reader never can, whatever they sat as before.
///
/// # Errors
/// When the database fails.
pub async fn custodians(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Custodian>> {
    let rows = sql("SELECT s.person_id, p.name, p.email, s.role, s.side FROM seats s JOIN people p ON p.id = s.person_id \
                    WHERE s.group_id = $1 AND s.custodian AND s.role <> 'reader' ORDER BY LOWER(p.name), p.id");
    let read = |row: &Row| {
        let (role, side): (String, String) = (row.get("role")?, row.get("side")?);
        let (Some(role), Some(side)) = (Role::from_key(&role), Side::from_key(&side)) else {
            return Err(Error::internal("a seat has an unknown role or side"));
        };
        Ok(Custodian { person: row.get("person_id")?, name: row.get("name")?, email: row.get("email")?, role: role_words(role, side) })
    };
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

/// Whether a person is a custodian of a group.
///
/// # Errors
/// When the database fails.
pub async fn is_custodian(on: impl Into<On<'_>>, group: Uuid, person: Uuid) -> Result<bool> {
    let row = sql("SELECT COUNT(*) AS n FROM seats WHERE group_id = $1 AND person_id = $2 AND custodian AND role <> 'reader'");
    Ok(row.bind(group).bind(person).one(on).await?.get::<i64>("n")? == 1)
}

/// Makes these two the custodians, and nobody else.
pub(super) async fn set_custodians(tx: &mut Tx, group: Uuid, two: [Uuid; 2]) -> Result<()> {
    sql("UPDATE seats SET custodian = CASE WHEN person_id = $2 OR person_id = $3 THEN TRUE ELSE FALSE END WHERE group_id = $1")
        .bind(group)
        .bind(two[0])
        .bind(two[1])
        .run(tx)
        .await
        .map(drop)
}

/// The group whose issues are mailed to an address.
///
/// # Errors
/// When the database fails.
pub async fn by_raise_address(on: impl Into<On<'_>>, address: &str) -> Result<Option<Uuid>> {
    let row = sql("SELECT group_id FROM go_live WHERE raise_address = LOWER($1)");
    row.bind(address).optional(on).await?.map(|row| row.get("group_id")).transpose()
}

/// The groups that have said after how many years names are deleted, each with the years.
///
/// # Errors
/// When the database fails.
pub async fn retentions(on: impl Into<On<'_>>) -> Result<Vec<(Uuid, i64)>> {
    let rows = sql("SELECT group_id, years FROM go_live WHERE years IS NOT NULL ORDER BY group_id").all(on).await?;
    rows.iter().map(|row| Ok((row.get("group_id")?, row.get("years")?))).collect()
}

/// Opens a form from a day on.
#[cfg(feature = "testing")]
pub(super) async fn open_from(tx: &mut Tx, group: Uuid, day: Date) -> Result<()> {
    put(tx, group, &GoLive { opened_on: Some(day), ..GoLive::default() }).await
}
