//! Every statement on letters.

use futures_util::future::BoxFuture;
use group::{approvals::Approval, membership::Side};
use jiff::{Timestamp, civil::Date};
use kernel::{Db, Error, On, Result, Row, Tx, removal, sql, verify::counted};
use uuid::Uuid;

use super::model::{Content, Letter, State};

/// The content as one text, always the same for the same content: what is hashed.
pub(super) fn canonical(content: &Content) -> Result<String> {
    serde_json::to_string(content).map_err(|error| Error::internal(error.to_string()))
}

fn from_row(row: &Row) -> Result<Letter> {
    let (state, content): (String, String) = (row.get("state")?, row.get("content")?);
    Ok(Letter {
        id: row.get("id")?,
        number: row.get("number")?,
        revision: row.get("revision")?,
        state: State::from_key(&state).ok_or_else(|| Error::internal("a letter is in an unknown state"))?,
        entry: row.get("entry_id")?,
        hash: kernel::keys::hash(&content),
        content: serde_json::from_str(&content).map_err(|error| Error::internal(error.to_string()))?,
        drafted_on: row.get("drafted_on")?,
        sent_on: row.get("sent_on")?,
    })
}

/// The letters of a group, the newest first, below a number.
pub(super) async fn list(on: impl Into<On<'_>>, group: Uuid, below: i64, limit: i64) -> Result<Vec<Letter>> {
    let rows = sql("SELECT id, number, revision, state, entry_id, content, drafted_on, sent_on FROM letters \
                    WHERE group_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3");
    rows.bind(group).bind(below).bind(limit).all(on).await?.iter().map(from_row).collect()
}

/// The drafts of a group, the oldest first.
pub(super) async fn drafts(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Letter>> {
    let rows = sql("SELECT id, number, revision, state, entry_id, content, drafted_on, sent_on FROM letters \
                    WHERE group_id = $1 AND state = 'draft' ORDER BY number LIMIT 100");
    rows.bind(group).all(on).await?.iter().map(from_row).collect()
}

/// The drafts whose words are somebody's own, by their numbers.
pub(super) async fn own_drafts(on: impl Into<On<'_>>, group: Uuid, person: Uuid) -> Result<Vec<i64>> {
    let rows = sql("SELECT number FROM letters WHERE group_id = $1 AND put_by = $2 AND state = 'draft'");
    rows.bind(group).bind(person).all(on).await?.iter().map(|row| row.get("number")).collect()
}

/// The letter with a number.
///
/// # Errors
/// [`Error::NotFound`] when the group has none.
pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Letter> {
    let row =
        sql("SELECT id, number, revision, state, entry_id, content, drafted_on, sent_on FROM letters WHERE group_id = $1 AND number = $2");
    from_row(&row.bind(group).bind(number).one(on).await?)
}

/// The letter with a key.
pub(super) async fn by_id(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Letter> {
    let row =
        sql("SELECT id, number, revision, state, entry_id, content, drafted_on, sent_on FROM letters WHERE group_id = $1 AND id = $2");
    from_row(&row.bind(group).bind(id).one(on).await?)
}

/// What a letter is about beside its text: the issue and the decision.
pub(super) type About = (Option<Uuid>, Option<Uuid>);

pub(super) async fn insert(tx: &mut Tx, group: Uuid, letter: &Letter, (issue, decision): About, by: Uuid) -> Result<()> {
    sql("INSERT INTO letters (id, group_id, number, revision, state, entry_id, issue_id, decision_id, content, content_hash, drafted_on, put_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
    .bind(letter.id)
    .bind(group)
    .bind(letter.number)
    .bind(letter.revision)
    .bind(letter.state.key())
    .bind(letter.entry)
    .bind(issue)
    .bind(decision)
    .bind(canonical(&letter.content)?)
    .bind(Vec::new())
    .bind(letter.drafted_on)
    .bind(by)
    .run(tx)
    .await
    .map(drop)
}

/// Changes a draft, if nobody else has since its revision.
pub(super) async fn update(tx: &mut Tx, group: Uuid, letter: &Letter, (issue, decision): About, by: Uuid) -> Result<bool> {
    let done =
        sql("UPDATE letters SET content = $4, entry_id = $5, issue_id = $6, decision_id = $7, put_by = $8, revision = revision + 1 \
                    WHERE group_id = $1 AND id = $2 AND revision = $3 AND state = 'draft'");
    let done = done.bind(group).bind(letter.id).bind(letter.revision).bind(canonical(&letter.content)?);
    Ok(done.bind(letter.entry).bind(issue).bind(decision).bind(by).run(tx).await? == 1)
}

/// Freezes a draft with its hash: it goes.
pub(super) async fn set_sent(tx: &mut Tx, group: Uuid, letter: &Letter, today: Date) -> Result<bool> {
    let done =
        sql("UPDATE letters SET state = 'sent', content_hash = $3, sent_on = $4 WHERE group_id = $1 AND id = $2 AND state = 'draft'");
    Ok(done.bind(group).bind(letter.id).bind(letter.hash.as_slice()).bind(today).run(tx).await? == 1)
}

/// Ends a draft; tells whether it was one.
pub(super) async fn withdraw(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<bool> {
    let done = sql("UPDATE letters SET state = 'withdrawn' WHERE group_id = $1 AND id = $2 AND state = 'draft'");
    Ok(done.bind(group).bind(id).run(tx).await? == 1)
}

/// The key of a confirmed decision.
pub(super) async fn decision(on: impl Into<On<'_>>, group: Uuid, (year, number): (i64, i64)) -> Result<Option<Uuid>> {
    let row = sql("SELECT id FROM decisions WHERE group_id = $1 AND year = $2 AND number = $3 AND confirmed");
    row.bind(group).bind(year).bind(number).optional(on).await?.map(|row| row.get("id")).transpose()
}

/// Who approved a letter, the GPs' side first.
pub(super) async fn approvals(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Vec<Approval>> {
    let rows =
        sql("SELECT a.side, a.person_id, p.name, a.deputy, a.content_hash FROM letter_approvals a JOIN people p ON p.id = a.person_id \
                    WHERE a.group_id = $1 AND a.letter_id = $2 ORDER BY a.side DESC");
    rows.bind(group).bind(id).all(on).await?.iter().map(Approval::from_row).collect()
}

/// The hashes of the drafts that a side has approved.
pub(super) async fn approved_by(on: impl Into<On<'_>>, group: Uuid, side: Side) -> Result<Vec<Vec<u8>>> {
    let rows = sql("SELECT p.content_hash FROM letter_approvals p JOIN letters l ON l.id = p.letter_id \
                    WHERE p.group_id = $1 AND p.side = $2 AND l.state = 'draft'");
    rows.bind(group).bind(side.key()).all(on).await?.iter().map(|row| row.get("content_hash")).collect()
}

pub(super) async fn put_approval(tx: &mut Tx, group: Uuid, id: Uuid, approval: &Approval, at: Timestamp) -> Result<()> {
    sql("INSERT INTO letter_approvals (letter_id, side, group_id, person_id, deputy, content_hash, approved_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (letter_id, side) DO UPDATE SET person_id = excluded.person_id, \
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

/// Every letter that went is what was approved, and says where it went; numbers have no gaps.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        for row in sql("SELECT content, content_hash FROM letters WHERE state = 'sent'").all(db).await? {
            let (content, hash): (String, Vec<u8>) = (row.get("content")?, row.get("content_hash")?);
            if !removal::agrees(db, &content, &hash).await? {
                problems.push("a letter is not what was approved".into());
            }
        }
        let nowhere = sql("SELECT COUNT(*) AS n FROM letters l WHERE l.state = 'sent' \
                           AND (l.sent_on IS NULL OR NOT EXISTS (SELECT 1 FROM sendings s WHERE s.about_id = l.id AND s.group_id = l.group_id))");
        counted(&mut problems, &nowhere.one(db).await?, "letters that went nowhere")?;
        let gaps = sql(
            "SELECT COUNT(*) AS n FROM (SELECT group_id, COUNT(*) AS n, MAX(number) AS top FROM letters GROUP BY group_id) l WHERE l.n <> l.top",
        );
        counted(&mut problems, &gaps.one(db).await?, "groups whose letters have a gap in their numbers")?;
        Ok(problems)
    })
}
