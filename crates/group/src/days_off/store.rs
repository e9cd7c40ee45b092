//! Every statement on a group's days off.

use analysis::calendar_days::{Calendar, Holiday, Spell};
use jiff::civil::Date;
use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

fn from_row(row: &Row) -> Result<(Uuid, Spell)> {
    let spell = Spell { from: row.get("from_on")?, to: row.get("to_on")?, name: row.get("name")?, at_work: row.get("at_work")? };
    Ok((row.get("id")?, spell))
}

/// The group's own days from a day on, in their order, each with its key.
pub(super) async fn own(on: impl Into<On<'_>>, group: Uuid, from: Date) -> Result<Vec<(Uuid, Spell)>> {
    let rows = sql(
        "SELECT id, from_on, to_on, name, at_work FROM days_off WHERE group_id = $1 AND to_on >= $2 ORDER BY from_on, to_on, LOWER(name), id",
    );
    rows.bind(group).bind(from).all(on).await?.iter().map(from_row).collect()
}

/// The bank holidays on which the group's people work.
pub(super) async fn worked(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Holiday>> {
    let row = sql("SELECT worked FROM day_off_rules WHERE group_id = $1").bind(group).optional(on).await?;
    let keys: String = row.map(|row| row.get("worked")).transpose()?.unwrap_or_default();
    Ok(keys.split_whitespace().filter_map(Holiday::from_key).collect())
}

/// A group's calendar from a day on: what falls before that day is an ordinary day in it, but for bank holidays.
///
/// # Errors
/// When the database fails.
pub async fn calendar(on: impl Into<On<'_>>, group: Uuid, from: Date) -> Result<Calendar> {
    let mut on = on.into();
    let worked = worked(on.again(), group).await?;
    Ok(Calendar { worked, own: own(on, group, from).await?.into_iter().map(|(_, spell)| spell).collect() })
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, id: Uuid, spell: &Spell) -> Result<()> {
    sql("INSERT INTO days_off (id, group_id, from_on, to_on, name, at_work) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(group)
        .bind(spell.from)
        .bind(spell.to)
        .bind(&spell.name)
        .bind(spell.at_work)
        .run(tx)
        .await
        .map(drop)
}

/// Takes days out of the list; tells whether they were in it.
pub(super) async fn delete(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<bool> {
    Ok(sql("DELETE FROM days_off WHERE group_id = $1 AND id = $2").bind(group).bind(id).run(tx).await? == 1)
}

pub(super) async fn put_worked(tx: &mut Tx, group: Uuid, worked: &[Holiday]) -> Result<()> {
    let keys = worked.iter().map(|holiday| holiday.key()).collect::<Vec<_>>().join(" ");
    sql("INSERT INTO day_off_rules (group_id, worked) VALUES ($1, $2) ON CONFLICT (group_id) DO UPDATE SET worked = excluded.worked")
        .bind(group)
        .bind(keys)
        .run(tx)
        .await
        .map(drop)
}
