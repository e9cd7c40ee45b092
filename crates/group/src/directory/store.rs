//! Every statement on the directory.

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify};
use uuid::Uuid;

use super::model::{Above, Entry, Kind, Person, Sector};

fn from_row(row: &Row) -> Result<Entry> {
    let unknown = |what: &str| Error::internal(format!("an entry of the directory has an unknown {what}"));
    let person = |name: &str, email: &str| Ok::<_, Error>(Person { name: row.get(name)?, email: row.get(email)? });
    let (kind, sector): (String, String) = (row.get("kind")?, row.get("sector")?);
    let above = match row.get::<Option<Uuid>>("above_id")? {
        Some(id) => Above::Entry(id),
        None => Above::Person(person("above_name", "above_email")?),
    };
    Ok(Entry {
        id: row.get("id")?,
        version: row.get("version")?,
        name: row.get("name")?,
        kind: Kind::from_key(&kind).ok_or_else(|| unknown("kind"))?,
        sector: Sector::from_key(&sector),
        note: row.get("note")?,
        contact: person("contact_name", "contact_email")?,
        post: row.get("contact_post")?,
        deputy: person("deputy_name", "deputy_email")?,
        above,
        agreed_on: row.get("agreed_on")?,
        confirmed_on: row.get("confirmed_on")?,
        asked_on: row.get("asked_on")?,
        reminded_on: row.get("reminded_on")?,
        retired_on: row.get("retired_on")?,
    })
}

/// The entries of a group that are in use, by name.
///
/// # Errors
/// When the database fails.
pub async fn all(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Entry>> {
    let rows = sql("SELECT id, version, name, kind, sector, note, contact_name, contact_post, contact_email, deputy_name, deputy_email, \
                    above_id, above_name, above_email, agreed_on, confirmed_on, asked_on, reminded_on, retired_on FROM directory_entries \
                    WHERE group_id = $1 AND retired_on IS NULL ORDER BY LOWER(name), id");
    rows.bind(group).all(on).await?.iter().map(from_row).collect()
}

/// A page of the entries in use, of a kind or of every one (`""`), that hold some words: `words` is a pattern in small letters.
pub(super) async fn page(on: impl Into<On<'_>>, group: Uuid, kind: &str, words: &str, (limit, offset): (i64, i64)) -> Result<Vec<Entry>> {
    let rows = sql("SELECT id, version, name, kind, sector, note, contact_name, contact_post, contact_email, deputy_name, deputy_email, \
                    above_id, above_name, above_email, agreed_on, confirmed_on, asked_on, reminded_on, retired_on FROM directory_entries \
                    WHERE group_id = $1 AND retired_on IS NULL AND ($2 = '' OR kind = $2) AND (LOWER(name) LIKE $3 ESCAPE '!' \
                    OR LOWER(contact_name) LIKE $3 ESCAPE '!' OR LOWER(contact_post) LIKE $3 ESCAPE '!' OR contact_email LIKE $3 ESCAPE '!') \
                    ORDER BY LOWER(name), id LIMIT $4 OFFSET $5");
    rows.bind(group).bind(kind).bind(words).bind(limit).bind(offset).all(on).await?.iter().map(from_row).collect()
}

/// An entry by its key, also one that was retired.
///
/// # Errors
/// [`Error::NotFound`] when the group has none.
pub async fn find(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Entry> {
    let row = sql("SELECT id, version, name, kind, sector, note, contact_name, contact_post, contact_email, deputy_name, deputy_email, \
                   above_id, above_name, above_email, agreed_on, confirmed_on, asked_on, reminded_on, retired_on FROM directory_entries \
                   WHERE group_id = $1 AND id = $2");
    from_row(&row.bind(group).bind(id).one(on).await?)
}

/// The columns of who stands above: the entry, else the person.
fn above(entry: &Entry) -> (Option<Uuid>, &str, &str) {
    match &entry.above {
        Above::Entry(id) => (Some(*id), "", ""),
        Above::Person(person) => (None, &person.name, &person.email),
    }
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, entry: &Entry) -> Result<()> {
    let (above_id, above_name, above_email) = above(entry);
    sql("INSERT INTO directory_entries (id, group_id, version, name, kind, sector, note, contact_name, contact_post, contact_email, \
         deputy_name, deputy_email, above_id, above_name, above_email, agreed_on, confirmed_on) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)")
    .bind(entry.id)
    .bind(group)
    .bind(entry.version)
    .bind(&entry.name)
    .bind(entry.kind.key())
    .bind(entry.sector.map_or("", Sector::key))
    .bind(&entry.note)
    .bind(&entry.contact.name)
    .bind(&entry.post)
    .bind(&entry.contact.email)
    .bind(&entry.deputy.name)
    .bind(&entry.deputy.email)
    .bind(above_id)
    .bind(above_name)
    .bind(above_email)
    .bind(entry.agreed_on)
    .bind(entry.confirmed_on)
    .run(tx)
    .await
    .map(drop)
}

/// Changes an entry in use, if nobody else has since `version`.
pub(super) async fn update(tx: &mut Tx, group: Uuid, entry: &Entry, version: i64) -> Result<bool> {
    let (above_id, above_name, above_email) = above(entry);
    let changed = sql("UPDATE directory_entries SET name = $4, kind = $5, sector = $6, note = $7, contact_name = $8, contact_post = $9, \
                       contact_email = $10, deputy_name = $11, deputy_email = $12, above_id = $13, above_name = $14, above_email = $15, \
                       agreed_on = $16, confirmed_on = $17, asked_on = $18, reminded_on = $19, version = version + 1 \
                       WHERE group_id = $1 AND id = $2 AND version = $3 AND retired_on IS NULL")
    .bind(group)
    .bind(entry.id)
    .bind(version)
    .bind(&entry.name)
    .bind(entry.kind.key())
    .bind(entry.sector.map_or("", Sector::key))
    .bind(&entry.note)
    .bind(&entry.contact.name)
    .bind(&entry.post)
    .bind(&entry.contact.email)
    .bind(&entry.deputy.name)
    .bind(&entry.deputy.email)
    .bind(above_id)
    .bind(above_name)
    .bind(above_email)
    .bind(entry.agreed_on)
    .bind(entry.confirmed_on)
    .bind(entry.asked_on)
    .bind(entry.reminded_on)
    .run(tx)
    .await?;
    Ok(changed == 1)
}

/// Notes that the contact was asked: what they hold in their hands is the version as it is.
pub(super) async fn set_asked(tx: &mut Tx, group: Uuid, id: Uuid, day: Date) -> Result<()> {
    let row = sql("UPDATE directory_entries SET asked_on = $3, reminded_on = NULL WHERE group_id = $1 AND id = $2");
    row.bind(group).bind(id).bind(day).run(tx).await.map(drop)
}

/// Notes that the contact was reminded.
pub(super) async fn set_reminded(tx: &mut Tx, group: Uuid, id: Uuid, day: Date) -> Result<()> {
    sql("UPDATE directory_entries SET reminded_on = $3 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(day)
        .run(tx)
        .await
        .map(drop)
}

/// Takes an entry out of use; tells whether it was in use.
pub(super) async fn retire(tx: &mut Tx, group: Uuid, id: Uuid, day: Date) -> Result<bool> {
    let row = sql("UPDATE directory_entries SET retired_on = $3 WHERE group_id = $1 AND id = $2 AND retired_on IS NULL");
    Ok(row.bind(group).bind(id).bind(day).run(tx).await? == 1)
}

/// After how many months contacts of a group are asked again; 0 for never.
pub(super) async fn months(on: impl Into<On<'_>>, group: Uuid) -> Result<i64> {
    let row = sql("SELECT months FROM directory_rules WHERE group_id = $1").bind(group).optional(on).await?;
    row.map_or(Ok(12), |row| row.get("months"))
}

pub(super) async fn set_months(tx: &mut Tx, group: Uuid, months: i64) -> Result<()> {
    sql("INSERT INTO directory_rules (group_id, months) VALUES ($1, $2) ON CONFLICT (group_id) DO UPDATE SET months = excluded.months")
        .bind(group)
        .bind(months)
        .run(tx)
        .await
        .map(drop)
}

/// The groups that have somebody to ask or to remind, looked at roughly: confirmed before a day, or asked and not reminded.
pub(super) async fn groups_with_contacts(on: impl Into<On<'_>>, confirmed_by: Date, asked_by: Date) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT g.id FROM groups g WHERE EXISTS (SELECT 1 FROM directory_entries e WHERE e.group_id = g.id \
                    AND e.retired_on IS NULL AND e.contact_email <> '' \
                    AND (e.confirmed_on <= $1 OR (e.asked_on <= $2 AND e.reminded_on IS NULL)))");
    rows.bind(confirmed_by).bind(asked_by).all(on).await?.iter().map(|row| row.get("id")).collect()
}

/// What `brig verify` asks of the directory.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let lost = sql("SELECT COUNT(*) AS n FROM directory_entries e LEFT JOIN directory_entries a \
                        ON a.id = e.above_id AND a.group_id = e.group_id WHERE e.above_id IS NOT NULL AND a.id IS NULL");
        verify::counted(&mut problems, &lost.one(db).await?, "entries of the directory below one that is not there")?;
        let early = sql("SELECT COUNT(*) AS n FROM directory_entries WHERE confirmed_on IS NOT NULL AND agreed_on IS NULL");
        verify::counted(&mut problems, &early.one(db).await?, "entries of the directory confirmed by somebody who never agreed")?;
        Ok(problems)
    })
}
