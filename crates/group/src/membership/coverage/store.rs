//! Every statement on what people bring, on what the group wants covered and on its lists of places.

use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{MembershipRules, Place, Tag, TagKind, Want, default_wants};

fn tag(row: &Row) -> Result<Tag> {
    let kind: String = row.get("kind")?;
    Ok(Tag { kind: TagKind::from_key(&kind).ok_or_else(|| Error::internal("a tag has an unknown kind"))?, name: row.get("name")? })
}

/// What everybody in a group brings: by person.
///
/// # Errors
/// When the database fails.
pub async fn tags(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(Uuid, Tag)>> {
    let rows = sql("SELECT person_id, kind, name FROM seat_tags WHERE group_id = $1 ORDER BY person_id, kind, LOWER(name), name");
    rows.bind(group).all(on).await?.iter().map(|row| Ok((row.get("person_id")?, tag(row)?))).collect()
}

/// What one person brings.
///
/// # Errors
/// When the database fails.
pub async fn tags_of(on: impl Into<On<'_>>, group: Uuid, person: Uuid) -> Result<Vec<Tag>> {
    let rows = sql("SELECT kind, name FROM seat_tags WHERE group_id = $1 AND person_id = $2 ORDER BY kind, LOWER(name), name");
    rows.bind(group).bind(person).all(on).await?.iter().map(tag).collect()
}

/// Puts what somebody brings in the place of what stood there.
pub(in super::super) async fn put_tags(tx: &mut Tx, group: Uuid, person: Uuid, tags: &[Tag]) -> Result<()> {
    sql("DELETE FROM seat_tags WHERE group_id = $1 AND person_id = $2").bind(group).bind(person).run(&mut *tx).await?;
    for tag in tags {
        sql("INSERT INTO seat_tags (group_id, person_id, kind, name) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
            .bind(group)
            .bind(person)
            .bind(tag.kind.key())
            .bind(&tag.name)
            .run(&mut *tx)
            .await?;
    }
    Ok(())
}

/// What holds for a group's membership; without terms what most groups begin with.
///
/// # Errors
/// When the database fails.
pub async fn rules(on: impl Into<On<'_>>, group: Uuid) -> Result<MembershipRules> {
    let row = sql("SELECT core_size, parity, ends_soon_days FROM membership_rules WHERE group_id = $1").bind(group).optional(on).await?;
    let Some(row) = row else { return Ok(MembershipRules::default()) };
    Ok(MembershipRules { core_size: row.get("core_size")?, parity: row.get("parity")?, ends_soon_days: row.get("ends_soon_days")? })
}

/// Says what holds for a group's membership: for the terms, when a version comes into force. Their own event says so.
///
/// # Errors
/// When the database fails.
pub async fn set_rules(tx: &mut Tx, group: Uuid, rules: &MembershipRules) -> Result<()> {
    sql("INSERT INTO membership_rules (group_id, core_size, parity, ends_soon_days, wants_said) VALUES ($1, $2, $3, $4, FALSE) \
         ON CONFLICT (group_id) DO UPDATE SET core_size = excluded.core_size, parity = excluded.parity, \
         ends_soon_days = excluded.ends_soon_days")
    .bind(group)
    .bind(rules.core_size)
    .bind(rules.parity)
    .bind(rules.ends_soon_days)
    .run(tx)
    .await
    .map(drop)
}

/// What a group wants covered, in its order; until somebody says it, what most groups want.
///
/// # Errors
/// When the database fails.
pub async fn wants(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Want>> {
    let rows =
        sql("SELECT w.kind, w.name, w.at_least, w.helpful FROM membership_rules r LEFT JOIN coverage_wants w ON w.group_id = r.group_id \
                    WHERE r.group_id = $1 AND r.wants_said ORDER BY w.position")
        .bind(group)
        .all(on)
        .await?;
    if rows.is_empty() {
        return Ok(default_wants());
    }
    let mut wants = Vec::new();
    for row in &rows {
        // The group that wants nothing has one row without a want.
        if row.get::<Option<String>>("kind")?.is_some() {
            wants.push(Want { tag: tag(row)?, at_least: row.get("at_least")?, helpful: row.get("helpful")? });
        }
    }
    Ok(wants)
}

/// Says what a group wants covered, in place of what stood there: for the terms, when a version comes into force.
///
/// # Errors
/// When the database fails.
pub async fn set_wants(tx: &mut Tx, group: Uuid, wants: &[Want]) -> Result<()> {
    let rules = MembershipRules::default();
    sql("INSERT INTO membership_rules (group_id, parity, ends_soon_days, wants_said) VALUES ($1, $2, $3, TRUE) \
         ON CONFLICT (group_id) DO UPDATE SET wants_said = TRUE")
    .bind(group)
    .bind(rules.parity)
    .bind(rules.ends_soon_days)
    .run(&mut *tx)
    .await?;
    sql("DELETE FROM coverage_wants WHERE group_id = $1").bind(group).run(&mut *tx).await?;
    for (position, want) in (0_i64..).zip(wants) {
        sql("INSERT INTO coverage_wants (group_id, position, kind, name, at_least, helpful) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(group)
            .bind(position)
            .bind(want.tag.kind.key())
            .bind(&want.tag.name)
            .bind(want.at_least)
            .bind(want.helpful)
            .run(&mut *tx)
            .await?;
    }
    Ok(())
}

/// The group's sites and partnerships, in its order.
///
/// # Errors
/// When the database fails.
pub async fn places(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Place>> {
    let rows = sql("SELECT kind, name FROM group_places WHERE group_id = $1 ORDER BY position");
    rows.bind(group).all(on).await?.iter().map(tag).collect()
}

/// Says which sites and partnerships a group has, in place of what stood there: for the terms, when a version comes into force.
///
/// # Errors
/// When the database fails.
pub async fn set_places(tx: &mut Tx, group: Uuid, places: &[Place]) -> Result<()> {
    sql("DELETE FROM group_places WHERE group_id = $1").bind(group).run(&mut *tx).await?;
    for (position, place) in (0_i64..).zip(places) {
        sql("INSERT INTO group_places (group_id, position, kind, name) VALUES ($1, $2, $3, $4)")
            .bind(group)
            .bind(position)
            .bind(place.kind.key())
            .bind(&place.name)
            .run(&mut *tx)
            .await?;
    }
    Ok(())
}
