//! Every statement on versions of minutes.

use jiff::Timestamp;
use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::{
    super::{model::Paper, whole::Whole},
    model::{Kind, Version},
};

/// Keeps the text of a minute as it is now, and what was done with it.
pub(in super::super) async fn keep(
    tx: &mut Tx,
    group: Uuid,
    found: &Whole,
    kind: Kind,
    person: Option<Uuid>,
    why: &str,
    at: Timestamp,
) -> Result<()> {
    let number = newest(&mut *tx, group, found.meeting.id).await? + 1;
    sql("INSERT INTO minute_versions (meeting_id, number, group_id, kind, content, content_hash, person_id, why, kept_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .bind(found.meeting.id)
    .bind(number)
    .bind(group)
    .bind(kind.key())
    .bind(found.paper.canonical())
    .bind(found.hash.as_slice())
    .bind(person)
    .bind(why)
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

fn from_row(row: &Row) -> Result<Version> {
    let kind: String = row.get("kind")?;
    Ok(Version {
        number: row.get("number")?,
        kind: Kind::from_key(&kind).ok_or_else(|| Error::internal("a version of a minute is of an unknown kind"))?,
        hash: row.get("content_hash")?,
        name: row.get::<Option<String>>("name")?.unwrap_or_default(),
        why: row.get("why")?,
        at: row.get("kept_at")?,
    })
}

/// All versions of a minute, the newest first, without their texts.
pub(super) async fn all(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Version>> {
    let rows = sql("SELECT v.number, v.kind, v.content_hash, v.why, v.kept_at, p.name FROM minute_versions v \
                    LEFT JOIN people p ON p.id = v.person_id WHERE v.group_id = $1 AND v.meeting_id = $2 ORDER BY v.number DESC");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(from_row).collect()
}

/// The text of a row.
fn paper(row: Option<Row>) -> Result<Option<Paper>> {
    row.map(|row| Ok(serde_json::from_str(&row.get::<String>("content")?)?)).transpose()
}

/// The text with a number.
pub(super) async fn text(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid, number: i64) -> Result<Option<Paper>> {
    let row = sql("SELECT content FROM minute_versions WHERE group_id = $1 AND meeting_id = $2 AND number = $3");
    paper(row.bind(group).bind(meeting).bind(number).optional(on).await?)
}

/// The text with a hash.
pub(in super::super) async fn by_hash(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid, hash: &[u8]) -> Result<Option<Paper>> {
    let row = sql("SELECT content FROM minute_versions WHERE group_id = $1 AND meeting_id = $2 AND content_hash = $3 \
                   ORDER BY number DESC LIMIT 1");
    paper(row.bind(group).bind(meeting).bind(hash).optional(on).await?)
}

/// The group and the number of the meeting whose minute had the text with a hash. A file that comes by mail says nothing else.
pub(in super::super) async fn found_by(on: impl Into<On<'_>>, hash: &[u8]) -> Result<Option<(Uuid, i64)>> {
    let row = sql("SELECT v.group_id, m.number FROM minute_versions v JOIN meetings m ON m.id = v.meeting_id \
                   WHERE v.content_hash = $1 ORDER BY v.kept_at DESC, v.number DESC LIMIT 1");
    row.bind(hash).optional(on).await?.map(|row| Ok((row.get("group_id")?, row.get("number")?))).transpose()
}

/// The newest number; 0 for a minute from before versions were kept.
async fn newest(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<i64> {
    let row = sql("SELECT COALESCE(MAX(number), 0) AS n FROM minute_versions WHERE group_id = $1 AND meeting_id = $2");
    row.bind(group).bind(meeting).one(on).await?.get("n")
}
