//! Every statement on agreements, their approvals and their settings.

use futures_util::future::BoxFuture;
use group::membership::Side;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, Error, On, Result, Row, Tx, keys, removal, sql, verify::counted};
use uuid::Uuid;

use super::model::{Agreement, Approval, Content, State};

/// The content as it is stored and hashed: always with its fields in the same order.
pub(super) fn canonical(content: &Content) -> Result<String> {
    Ok(serde_json::to_string(content)?)
}

fn from_row(row: &Row) -> Result<Agreement> {
    let (state, content): (String, String) = (row.get("state")?, row.get("content")?);
    let state = State::from_key(&state).ok_or_else(|| Error::internal("an agreement is in an unknown state"))?;
    let approved: Vec<u8> = row.get("content_hash")?;
    Ok(Agreement {
        id: row.get("id")?,
        number: row.get("number")?,
        year: row.get("year")?,
        version: row.get("version")?,
        revision: row.get("revision")?,
        state,
        hash: if approved.is_empty() { keys::hash(&content) } else { approved },
        content: serde_json::from_str(&content)?,
        drafted_on: row.get("drafted_on")?,
        in_force_on: row.get("in_force_on")?,
        ended_on: row.get("ended_on")?,
        reason: row.get("reason")?,
    })
}

/// The agreements of a group that hold, by number.
///
/// # Errors
/// When the database fails.
pub async fn in_force(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Agreement>> {
    let rows = sql("SELECT id, number, year, version, revision, state, content, content_hash, drafted_on, in_force_on, ended_on, reason \
                    FROM agreements WHERE group_id = $1 AND state = 'in-force' ORDER BY number");
    rows.bind(group).all(on).await?.iter().map(from_row).collect()
}

/// Every version of every agreement of a group, the newest version of each first.
///
/// # Errors
/// When the database fails.
pub async fn all(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Agreement>> {
    let rows = sql("SELECT id, number, year, version, revision, state, content, content_hash, drafted_on, in_force_on, ended_on, reason \
                    FROM agreements WHERE group_id = $1 ORDER BY number, version DESC");
    rows.bind(group).all(on).await?.iter().map(from_row).collect()
}

/// Every version of one agreement, the newest first; none where there is no such agreement.
///
/// # Errors
/// When the database fails.
pub async fn versions(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Vec<Agreement>> {
    let rows = sql("SELECT id, number, year, version, revision, state, content, content_hash, drafted_on, in_force_on, ended_on, reason \
                    FROM agreements WHERE group_id = $1 AND number = $2 ORDER BY version DESC");
    rows.bind(group).bind(number).all(on).await?.iter().map(from_row).collect()
}

/// What an agreement is now: the version in force, else the newest.
///
/// # Errors
/// [`Error::NotFound`] when the group has none of this number.
pub async fn by_number(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Agreement> {
    let all = versions(on, group, number).await?;
    let at = all.iter().position(|version| version.state == State::InForce).unwrap_or(0);
    all.into_iter().nth(at).ok_or(Error::NotFound)
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, agreement: &Agreement) -> Result<()> {
    sql("INSERT INTO agreements (id, group_id, number, year, version, revision, state, content, content_hash, drafted_on, reason) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '')")
    .bind(agreement.id)
    .bind(group)
    .bind(agreement.number)
    .bind(agreement.year)
    .bind(agreement.version)
    .bind(agreement.revision)
    .bind(agreement.state.key())
    .bind(canonical(&agreement.content)?)
    .bind(Vec::new())
    .bind(agreement.drafted_on)
    .run(tx)
    .await
    .map(drop)
}

/// Changes a draft, if nobody else has since `revision`.
pub(super) async fn update(tx: &mut Tx, group: Uuid, id: Uuid, revision: i64, content: &Content) -> Result<bool> {
    let done = sql("UPDATE agreements SET content = $4, revision = revision + 1 \
                    WHERE group_id = $1 AND id = $2 AND revision = $3 AND state = 'draft'");
    Ok(done.bind(group).bind(id).bind(revision).bind(canonical(content)?).run(tx).await? == 1)
}

/// Freezes a draft with its hash: it is in force. The version before it is superseded; tells its key and its version.
pub(super) async fn take_effect(tx: &mut Tx, group: Uuid, agreement: &Agreement, today: Date) -> Result<Option<(Uuid, i64)>> {
    let before =
        sql("UPDATE agreements SET state = 'superseded', ended_on = $3 WHERE group_id = $1 AND number = $2 AND state = 'in-force' \
                      RETURNING id, version");
    let before = before.bind(group).bind(agreement.number).bind(today).optional(&mut *tx).await?;
    let done = sql("UPDATE agreements SET state = 'in-force', content_hash = $3, in_force_on = $4 \
                    WHERE group_id = $1 AND id = $2 AND state = 'draft'");
    if done.bind(group).bind(agreement.id).bind(agreement.hash.as_slice()).bind(today).run(tx).await? != 1 {
        return Err(Error::Conflict("This version was approved in between.".into()));
    }
    before.map(|row| Ok((row.get("id")?, row.get("version")?))).transpose()
}

/// Ends a draft or an agreement in force; tells whether it was one.
pub(super) async fn withdraw(tx: &mut Tx, group: Uuid, id: Uuid, reason: &str, today: Date) -> Result<bool> {
    let done = sql("UPDATE agreements SET state = 'withdrawn', reason = $3, ended_on = $4 \
                    WHERE group_id = $1 AND id = $2 AND state IN ('draft', 'in-force')");
    Ok(done.bind(group).bind(id).bind(reason).bind(today).run(tx).await? == 1)
}

/// Who approved a version, the GPs' side first.
pub(super) async fn approvals(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Vec<Approval>> {
    let rows =
        sql("SELECT a.side, a.person_id, p.name, a.deputy, a.content_hash FROM agreement_approvals a JOIN people p ON p.id = a.person_id \
                    WHERE a.group_id = $1 AND a.agreement_id = $2 ORDER BY a.side DESC");
    rows.bind(group).bind(id).all(on).await?.iter().map(Approval::from_row).collect()
}

/// The hashes of the drafts that a side has approved.
pub(super) async fn approved_by(on: impl Into<On<'_>>, group: Uuid, side: Side) -> Result<Vec<Vec<u8>>> {
    let rows = sql("SELECT p.content_hash FROM agreement_approvals p JOIN agreements a ON a.id = p.agreement_id \
                    WHERE p.group_id = $1 AND p.side = $2 AND a.state = 'draft'");
    rows.bind(group).bind(side.key()).all(on).await?.iter().map(|row| row.get("content_hash")).collect()
}

pub(super) async fn put_approval(tx: &mut Tx, group: Uuid, id: Uuid, approval: &Approval, at: Timestamp) -> Result<()> {
    sql("INSERT INTO agreement_approvals (agreement_id, side, group_id, person_id, deputy, content_hash, approved_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (agreement_id, side) DO UPDATE SET person_id = excluded.person_id, \
         deputy = excluded.deputy, content_hash = excluded.content_hash, approved_at = excluded.approved_at")
    .bind(id)
    .bind(approval.side.key())
    .bind(group)
    .bind(approval.person)
    .bind(approval.deputy)
    .bind(approval.content_hash.as_slice())
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// Whether everybody may read what is in force.
///
/// # Errors
/// When the database fails.
pub async fn is_public(on: impl Into<On<'_>>, group: Uuid) -> Result<bool> {
    let row = sql("SELECT public FROM agreement_settings WHERE group_id = $1").bind(group).optional(on).await?;
    row.map_or(Ok(false), |row| row.get("public"))
}

pub(super) async fn set_public(tx: &mut Tx, group: Uuid, public: bool) -> Result<()> {
    sql("INSERT INTO agreement_settings (group_id, public) VALUES ($1, $2) \
         ON CONFLICT (group_id) DO UPDATE SET public = excluded.public")
    .bind(group)
    .bind(public)
    .run(tx)
    .await
    .map(drop)
}

/// The groups that have agreements in force.
pub(super) async fn groups_with_agreements(on: impl Into<On<'_>>) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT DISTINCT group_id FROM agreements WHERE state = 'in-force' ORDER BY group_id");
    rows.all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

/// When somebody was last reminded of what is due for review.
pub(super) async fn reminded(on: impl Into<On<'_>>, group: Uuid, person: Uuid) -> Result<Option<Date>> {
    let row = sql("SELECT reminded_on FROM agreement_reminders WHERE group_id = $1 AND person_id = $2");
    row.bind(group).bind(person).optional(on).await?.map(|row| row.get("reminded_on")).transpose()
}

/// Notes that somebody was reminded.
pub(super) async fn put_reminder(tx: &mut Tx, group: Uuid, person: Uuid, day: Date) -> Result<()> {
    sql("INSERT INTO agreement_reminders (group_id, person_id, reminded_on) VALUES ($1, $2, $3) \
         ON CONFLICT (group_id, person_id) DO UPDATE SET reminded_on = excluded.reminded_on")
    .bind(group)
    .bind(person)
    .bind(day)
    .run(tx)
    .await
    .map(drop)
}

/// Every agreement that is or was in force is what both sides approved, two people of two sides; of one agreement one
/// version holds at most.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let alone = sql("SELECT COUNT(*) AS n FROM agreements n \
                         LEFT JOIN agreement_approvals g ON g.agreement_id = n.id AND g.side = 'gp' AND g.content_hash = n.content_hash \
                         LEFT JOIN agreement_approvals c ON c.agreement_id = n.id AND c.side = 'consultant' AND c.content_hash = n.content_hash \
                         WHERE (n.state IN ('in-force', 'superseded') OR n.in_force_on IS NOT NULL) \
                         AND (g.person_id IS NULL OR c.person_id IS NULL OR g.person_id = c.person_id)");
        counted(&mut problems, &alone.one(db).await?, "agreements in force without the approval of both sides")?;
        let twice = sql("SELECT COUNT(*) AS n FROM (SELECT group_id, number FROM agreements WHERE state = 'in-force' \
                         GROUP BY group_id, number HAVING COUNT(*) > 1) t");
        counted(&mut problems, &twice.one(db).await?, "agreements of which two versions are in force")?;
        for row in sql("SELECT content, content_hash FROM agreements WHERE in_force_on IS NOT NULL").all(db).await? {
            let (content, hash): (String, Vec<u8>) = (row.get("content")?, row.get("content_hash")?);
            if !removal::agrees(db, &content, &hash).await? {
                problems.push("an agreement is not what was approved".into());
            }
        }
        Ok(problems)
    })
}
