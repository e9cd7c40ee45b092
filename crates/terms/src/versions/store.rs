//! Every statement on versions of the terms, their clauses, questions, answers and approvals.

use std::collections::HashMap;

use futures_util::future::BoxFuture;
use group::{membership::Side, rules::Rule};
use jiff::{Timestamp, civil::Date};
use kernel::{Db, Error, On, Result, Row, Tx, removal, sql, verify::counted};
use uuid::Uuid;

use super::model::{Approval, State, Version};
use crate::{
    paper::{Clause, ClauseKind, Decided, Mark},
    rules::Answer,
    template::MarkKind,
};

fn version(row: &Row) -> Result<Version> {
    let state: String = row.get("state")?;
    Ok(Version {
        id: row.get("id")?,
        number: row.get("number")?,
        state: State::from_key(&state).ok_or_else(|| Error::internal("a version of the terms is in an unknown state"))?,
        source: row.get("source")?,
        from_on: row.get("from_on")?,
        review_on: row.get("review_on")?,
        is_public: row.get("is_public")?,
        content: row.get("content")?,
        content_hash: row.get("content_hash")?,
        in_force_on: row.get("in_force_on")?,
        ended_on: row.get("ended_on")?,
    })
}

/// The version in force.
pub(super) async fn in_force(on: impl Into<On<'_>>, group: Uuid) -> Result<Option<Version>> {
    let row =
        sql("SELECT id, number, state, source, from_on, review_on, is_public, content, content_hash, in_force_on, ended_on FROM terms \
                   WHERE group_id = $1 AND state = 'in-force'");
    row.bind(group).optional(on).await?.as_ref().map(version).transpose()
}

/// The version that is drafted, or agreed and waiting for its day.
pub(super) async fn open(on: impl Into<On<'_>>, group: Uuid) -> Result<Option<Version>> {
    let row =
        sql("SELECT id, number, state, source, from_on, review_on, is_public, content, content_hash, in_force_on, ended_on FROM terms \
                   WHERE group_id = $1 AND state IN ('draft', 'agreed')");
    row.bind(group).optional(on).await?.as_ref().map(version).transpose()
}

/// The version with a number.
pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Version> {
    let row =
        sql("SELECT id, number, state, source, from_on, review_on, is_public, content, content_hash, in_force_on, ended_on FROM terms \
                   WHERE group_id = $1 AND number = $2");
    version(&row.bind(group).bind(number).one(on).await?)
}

/// Every version without its text, the newest first.
pub(super) async fn all(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Version>> {
    let rows = sql("SELECT id, number, state, source, from_on, review_on, is_public, '' AS content, content_hash, in_force_on, ended_on \
                    FROM terms WHERE group_id = $1 ORDER BY number DESC");
    rows.bind(group).all(on).await?.iter().map(version).collect()
}

/// Agreed versions whose day may have come, with their group: whoever asks knows the day there.
pub(super) async fn coming(on: impl Into<On<'_>>, until: Date) -> Result<Vec<(Uuid, Date)>> {
    let rows = sql("SELECT group_id, from_on FROM terms WHERE state = 'agreed' AND from_on <= $1 ORDER BY group_id");
    rows.bind(until).all(on).await?.iter().map(|row| Ok((row.get("group_id")?, row.get("from_on")?))).collect()
}

/// Groups whose version in force is to be looked at again by a day, and nobody has been reminded.
pub(super) async fn to_review(on: impl Into<On<'_>>, until: Date) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT group_id FROM terms WHERE state = 'in-force' AND review_on <= $1 AND reminded_on IS NULL ORDER BY group_id");
    rows.bind(until).all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

/// Notes that people were reminded to look at a version again; tells whether nobody had been.
pub(super) async fn set_reminded(tx: &mut Tx, group: Uuid, id: Uuid, on: Date) -> Result<bool> {
    let set = sql("UPDATE terms SET reminded_on = $3 WHERE group_id = $1 AND id = $2 AND reminded_on IS NULL");
    Ok(set.bind(group).bind(id).bind(on).run(tx).await? == 1)
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, version: &Version) -> Result<()> {
    sql("INSERT INTO terms (id, group_id, number, state, source, from_on, review_on, is_public, content, content_hash) \
         VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, '', $8)")
    .bind(version.id)
    .bind(group)
    .bind(version.number)
    .bind(&version.source)
    .bind(version.from_on)
    .bind(version.review_on)
    .bind(version.is_public)
    .bind(Vec::new())
    .run(tx)
    .await
    .map(drop)
}

/// Takes a draft away, with all that belongs to it.
pub(super) async fn remove(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<()> {
    for statement in [
        sql("DELETE FROM terms_approvals WHERE group_id = $1 AND terms_id = $2"),
        sql("DELETE FROM terms_answers WHERE group_id = $1 AND terms_id = $2"),
        sql("DELETE FROM terms_marks WHERE group_id = $1 AND terms_id = $2"),
        sql("DELETE FROM terms_clauses WHERE group_id = $1 AND terms_id = $2"),
        sql("DELETE FROM terms WHERE group_id = $1 AND id = $2 AND state IN ('draft', 'agreed')"),
    ] {
        statement.bind(group).bind(id).run(&mut *tx).await?;
    }
    Ok(())
}

/// From when a draft shall be in force, when it is looked at again, and who may read it.
pub(super) async fn set_when(tx: &mut Tx, group: Uuid, version: &Version) -> Result<()> {
    sql("UPDATE terms SET from_on = $3, review_on = $4, is_public = $5 WHERE group_id = $1 AND id = $2 AND state = 'draft'")
        .bind(group)
        .bind(version.id)
        .bind(version.from_on)
        .bind(version.review_on)
        .bind(version.is_public)
        .run(tx)
        .await
        .map(drop)
}

/// Freezes a draft as both sides approved it; tells whether it was one.
pub(super) async fn agree(tx: &mut Tx, group: Uuid, id: Uuid, content: &str, hash: &[u8], from_on: Date) -> Result<bool> {
    let agreed = sql("UPDATE terms SET state = 'agreed', content = $3, content_hash = $4, from_on = $5 \
                      WHERE group_id = $1 AND id = $2 AND state = 'draft'");
    Ok(agreed.bind(group).bind(id).bind(content).bind(hash.to_vec()).bind(from_on).run(tx).await? == 1)
}

/// An agreed version takes the place of the one in force.
pub(super) async fn take_effect(tx: &mut Tx, group: Uuid, id: Uuid, on: Date) -> Result<()> {
    let past = sql("UPDATE terms SET state = 'past', ended_on = $2 WHERE group_id = $1 AND state = 'in-force'");
    past.bind(group).bind(on).run(&mut *tx).await?;
    let now = sql("UPDATE terms SET state = 'in-force', in_force_on = $3 WHERE group_id = $1 AND id = $2 AND state = 'agreed'");
    now.bind(group).bind(id).bind(on).run(tx).await.map(drop)
}

/// The clauses of a version in order, with what is asked in them.
pub(super) async fn clauses(on: impl Into<On<'_>>, group: Uuid, terms: Uuid) -> Result<Vec<Clause>> {
    let mut on = on.into();
    let rows = sql("SELECT id, lineage, kind, words FROM terms_clauses WHERE group_id = $1 AND terms_id = $2 ORDER BY position");
    let rows = rows.bind(group).bind(terms).all(on.again()).await?;
    let mut marks: HashMap<Uuid, Vec<Mark>> = HashMap::new();
    let asked = sql("SELECT id, clause_id, kind, literal, asked, rule, decided, answer FROM terms_marks \
                     WHERE group_id = $1 AND terms_id = $2 ORDER BY clause_id, position");
    for row in asked.bind(group).bind(terms).all(on).await? {
        marks.entry(row.get("clause_id")?).or_default().push(mark(&row)?);
    }
    let mut clauses = Vec::with_capacity(rows.len());
    let mut asked_before = Vec::new();
    for row in &rows {
        let (id, kind): (Uuid, String) = (row.get("id")?, row.get("kind")?);
        let mut marks = marks.remove(&id).unwrap_or_default();
        number(&mut marks, id, &mut asked_before);
        let kind = ClauseKind::from_key(&kind).ok_or_else(|| Error::internal("a clause is of an unknown kind"))?;
        clauses.push(Clause { id, lineage: row.get("lineage")?, kind, words: row.get("words")?, marks });
    }
    Ok(clauses)
}

/// Counts the brackets that ask for one rule: the reporting line is asked for more than once, the nearest first. What was
/// asked in an earlier clause in the same words is the same question.
fn number(marks: &mut [Mark], clause: Uuid, before: &mut Vec<(Rule, String, Uuid, usize)>) {
    for mark in marks {
        let Some((rule, nth)) = mark.rule.as_mut() else { continue };
        let asked = mark.asked.to_lowercase();
        let same = before.iter().find(|(other, words, place, _)| other == rule && *words == asked && *place != clause);
        *nth = same
            .map_or_else(|| before.iter().filter(|(other, ..)| other == rule).map(|(.., nth)| nth + 1).max().unwrap_or(0), |same| same.3);
        before.push((*rule, asked, clause, *nth));
    }
}

fn mark(row: &Row) -> Result<Mark> {
    let (kind, rule, decided): (String, String, String) = (row.get("kind")?, row.get("rule")?, row.get("decided")?);
    Ok(Mark {
        id: row.get("id")?,
        kind: MarkKind::from_key(&kind).ok_or_else(|| Error::internal("a question is of an unknown kind"))?,
        literal: row.get("literal")?,
        asked: row.get("asked")?,
        rule: Rule::from_key(&rule).map(|rule| (rule, 0)),
        decided: Decided::from_key(&decided).ok_or_else(|| Error::internal("a question is decided in an unknown way"))?,
        answer: row.get("answer")?,
    })
}

/// Writes a clause at a place, with what is asked in it.
pub(super) async fn insert_clause(tx: &mut Tx, group: Uuid, terms: Uuid, position: i64, clause: &Clause) -> Result<()> {
    sql("INSERT INTO terms_clauses (id, group_id, terms_id, position, kind, words, lineage) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(clause.id)
        .bind(group)
        .bind(terms)
        .bind(position)
        .bind(clause.kind.key())
        .bind(&clause.words)
        .bind(clause.lineage)
        .run(&mut *tx)
        .await?;
    insert_marks(tx, group, terms, clause).await
}

async fn insert_marks(tx: &mut Tx, group: Uuid, terms: Uuid, clause: &Clause) -> Result<()> {
    for (position, mark) in (0_i64..).zip(&clause.marks) {
        sql("INSERT INTO terms_marks (id, group_id, terms_id, clause_id, position, kind, literal, asked, rule, decided, answer) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        .bind(mark.id)
        .bind(group)
        .bind(terms)
        .bind(clause.id)
        .bind(position)
        .bind(mark.kind.key())
        .bind(&mark.literal)
        .bind(&mark.asked)
        .bind(mark.rule.map_or("", |(rule, _)| rule.key()))
        .bind(mark.decided.key())
        .bind(&mark.answer)
        .run(&mut *tx)
        .await?;
    }
    Ok(())
}

/// New words for a clause, and what is asked in them.
pub(super) async fn set_clause(tx: &mut Tx, group: Uuid, terms: Uuid, clause: &Clause) -> Result<()> {
    let words = sql("UPDATE terms_clauses SET words = $4 WHERE group_id = $1 AND terms_id = $2 AND id = $3");
    words.bind(group).bind(terms).bind(clause.id).bind(&clause.words).run(&mut *tx).await?;
    let old = sql("DELETE FROM terms_marks WHERE group_id = $1 AND terms_id = $2 AND clause_id = $3");
    old.bind(group).bind(terms).bind(clause.id).run(&mut *tx).await?;
    insert_marks(tx, group, terms, clause).await
}

/// Takes a clause away.
pub(super) async fn remove_clause(tx: &mut Tx, group: Uuid, terms: Uuid, id: Uuid) -> Result<()> {
    let marks = sql("DELETE FROM terms_marks WHERE group_id = $1 AND terms_id = $2 AND clause_id = $3");
    marks.bind(group).bind(terms).bind(id).run(&mut *tx).await?;
    let clause = sql("DELETE FROM terms_clauses WHERE group_id = $1 AND terms_id = $2 AND id = $3");
    clause.bind(group).bind(terms).bind(id).run(tx).await.map(drop)
}

/// Gives clauses their places, from 0.
pub(super) async fn place(tx: &mut Tx, group: Uuid, terms: Uuid, order: &[Uuid]) -> Result<()> {
    for (position, id) in (0_i64..).zip(order) {
        let place = sql("UPDATE terms_clauses SET position = $4 WHERE group_id = $1 AND terms_id = $2 AND id = $3 AND position <> $4");
        place.bind(group).bind(terms).bind(*id).bind(position).run(&mut *tx).await?;
    }
    Ok(())
}

/// What was decided on a question.
pub(super) async fn set_mark(tx: &mut Tx, group: Uuid, terms: Uuid, mark: &Mark) -> Result<()> {
    sql("UPDATE terms_marks SET rule = $4, decided = $5, answer = $6 WHERE group_id = $1 AND terms_id = $2 AND id = $3")
        .bind(group)
        .bind(terms)
        .bind(mark.id)
        .bind(mark.rule.map_or("", |(rule, _)| rule.key()))
        .bind(mark.decided.key())
        .bind(&mark.answer)
        .run(tx)
        .await
        .map(drop)
}

/// The answers of a version, as they are stored.
pub(super) async fn answers(on: impl Into<On<'_>>, group: Uuid, terms: Uuid) -> Result<Vec<Answer>> {
    let rows = sql("SELECT value FROM terms_answers WHERE group_id = $1 AND terms_id = $2 ORDER BY rule").bind(group).bind(terms);
    rows.all(on).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Answer> {
    Ok(serde_json::from_str(&row.get::<String>("value")?)?)
}

/// Writes an answer in the place of the one before, or takes it away.
pub(super) async fn put_answer(tx: &mut Tx, group: Uuid, terms: Uuid, rule: Rule, answer: Option<&Answer>) -> Result<()> {
    let old = sql("DELETE FROM terms_answers WHERE group_id = $1 AND terms_id = $2 AND rule = $3");
    old.bind(group).bind(terms).bind(rule.key()).run(&mut *tx).await?;
    let Some(answer) = answer else { return Ok(()) };
    sql("INSERT INTO terms_answers (terms_id, rule, group_id, value) VALUES ($1, $2, $3, $4)")
        .bind(terms)
        .bind(rule.key())
        .bind(group)
        .bind(serde_json::to_string(answer)?)
        .run(tx)
        .await
        .map(drop)
}

/// What the terms in force answer; empty while there are none.
///
/// # Errors
/// When the database fails.
pub async fn answers_in_force(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Answer>> {
    let rows = sql("SELECT a.value FROM terms t JOIN terms_answers a ON a.terms_id = t.id \
                    WHERE t.group_id = $1 AND t.state = 'in-force' ORDER BY a.rule");
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

/// What the terms answered that those in force have replaced: what stands there still is no news.
///
/// # Errors
/// When the database fails.
pub async fn answers_replaced(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Answer>> {
    let rows = sql("SELECT a.value FROM terms_answers a JOIN terms t ON t.id = a.terms_id WHERE t.group_id = $1 AND t.number = \
                    (SELECT MAX(number) FROM terms WHERE group_id = $1 AND state = 'past') ORDER BY a.rule");
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

/// What the terms in force answer to one rule, and since when they are in force.
///
/// # Errors
/// When the database fails.
pub async fn answer_in_force(on: impl Into<On<'_>>, group: Uuid, rule: Rule) -> Result<Option<(Answer, Date)>> {
    let row = sql("SELECT a.value, t.in_force_on FROM terms t JOIN terms_answers a ON a.terms_id = t.id \
                   WHERE t.group_id = $1 AND t.state = 'in-force' AND a.rule = $2");
    let row = row.bind(group).bind(rule.key()).optional(on).await?;
    row.map(|row| Ok((read(&row)?, row.get("in_force_on")?))).transpose()
}

/// Who approved what of a version.
pub(super) async fn approvals(on: impl Into<On<'_>>, group: Uuid, terms: Uuid) -> Result<Vec<Approval>> {
    let rows =
        sql("SELECT a.side, a.person_id, p.name, a.deputy, a.content_hash FROM terms_approvals a JOIN people p ON p.id = a.person_id \
                    WHERE a.group_id = $1 AND a.terms_id = $2 ORDER BY CASE a.side WHEN 'gp' THEN 0 ELSE 1 END");
    rows.bind(group).bind(terms).all(on).await?.iter().map(Approval::from_row).collect()
}

/// Whether the other side has approved the draft and this one has not.
///
/// # Errors
/// When the database fails.
pub async fn waits_for(on: impl Into<On<'_>>, group: Uuid, side: Side) -> Result<bool> {
    let row =
        sql("SELECT COUNT(*) AS n FROM terms_approvals a JOIN terms t ON t.id = a.terms_id WHERE t.group_id = $1 AND t.state = 'draft' \
                   AND a.side <> $2 AND NOT EXISTS (SELECT 1 FROM terms_approvals o WHERE o.terms_id = t.id AND o.side = $2)");
    Ok(row.bind(group).bind(side.key()).one(on).await?.get::<i64>("n")? > 0)
}

/// Writes a side's approval in the place of an older one.
pub(super) async fn put_approval(tx: &mut Tx, group: Uuid, terms: Uuid, approval: &Approval, at: Timestamp) -> Result<()> {
    sql("INSERT INTO terms_approvals (terms_id, side, group_id, person_id, deputy, content_hash, approved_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (terms_id, side) DO UPDATE SET person_id = $4, deputy = $5, content_hash = $6, \
         approved_at = $7")
    .bind(terms)
    .bind(approval.side.key())
    .bind(group)
    .bind(approval.person)
    .bind(approval.deputy)
    .bind(approval.content_hash.clone())
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// What must hold of all terms: nobody's word alone, and traces of the version in force only.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let alone = sql(
            "SELECT COUNT(*) AS n FROM terms t WHERE t.state <> 'draft' AND (SELECT COUNT(DISTINCT a.person_id) FROM terms_approvals a \
                         WHERE a.terms_id = t.id AND a.content_hash = t.content_hash) < 2",
        );
        counted(&mut problems, &alone.one(db).await?, "terms of reference in force without the approval of both sides")?;
        let brackets = sql("SELECT COUNT(*) AS n FROM terms t JOIN terms_marks m ON m.terms_id = t.id WHERE t.state <> 'draft' \
                            AND m.decided = 'open' AND m.rule = ''");
        counted(&mut problems, &brackets.one(db).await?, "open questions in terms of reference that were approved")?;
        for row in sql("SELECT content, content_hash FROM terms WHERE state <> 'draft'").all(db).await? {
            let (content, hash): (String, Vec<u8>) = (row.get("content")?, row.get("content_hash")?);
            if !removal::agrees(db, &content, &hash).await? {
                problems.push("terms of reference are not what was approved".into());
            }
        }
        let astray = sql("SELECT COUNT(*) AS n FROM rule_traces r LEFT JOIN terms t ON t.group_id = r.group_id AND t.state = 'in-force' \
                          WHERE t.number IS NULL OR t.number <> r.version");
        counted(&mut problems, &astray.one(db).await?, "rules that point to terms of reference not in force")?;
        Ok(problems)
    })
}
